package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code ixf_status} tells everybody of a failed import. */
class ImportStatusesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Internal Error: java.lang.IllegalStateException: row 7 | Internal Error",
                "The registry could not be written to: jdbc:db.internal is away | The registry could not be written to",
                "Not a URL: https://inner.example.net/a b?token=1 | The list could not be fetched",
                "The URL has no host: https:///?token=1 | The list could not be fetched",
                "The URL has no port that could be asked: 99999 | The list could not be fetched",
                "Feeds are fetched by http and https, not by ftp | The list could not be fetched",
                "inner.example.net has no public address; feeds are fetched from public addresses only | The list could not be fetched",
                "The host's name cannot be resolved: inner.example.net | The list could not be fetched",
                "Other feeds of inner.example.net took longer than 60 seconds | The list could not be fetched",
                "no address of inner.example.net could be reached | The list could not be fetched",
                "The request header of the feed is sent by https only, not to http://inner.example.net | The list could not be fetched",
                "inner.example.net port 8443 cannot be reached: Connection refused | The list could not be fetched",
                "The certificate of inner.example.net has expired | The list could not be fetched",
                "TLS with inner.example.net failed: handshake_failure | The list could not be fetched",
                "Connection reset | The list could not be fetched",
                "The server did not answer in time: inner.example.net port 443 cannot be reached | The server did not answer in time",
                "The document has an encoding that was not asked for: token=1 | The document has an encoding that was not asked for",
                "The registry was stopped before it asked for the feed | The registry was stopped",
                "Got HTTP status 500 | Got HTTP status 500",
                "More than 5 redirects | More than 5 redirects",
                "No JSON could be parsed | No JSON could be parsed",
                "The document is larger than 64 MiB | The document is larger than 64 MiB",
                "Address 192.0.2.1 assigned to more than one distinct connection | Address 192.0.2.1 assigned to more than one distinct connection",
                "The import was interrupted | The import was interrupted",
                "IX-F import url not specified | IX-F import url not specified",
                "The signature of the list could not be fetched: inner.example.net port 80 cannot be reached | The signature of the list could not be fetched",
                "The signature of the list has the algorithm token; with the exchange's key it is ES256 | The signature of the list has the algorithm",
                "The signature does not fit the list and the exchange's key SHA256:a= | The signature does not fit the list and the exchange's key SHA256:a=",
                "The signature of the list is no detached JWS | The signature of the list is no detached JWS",
            })
    void errorsNameNothingThatIsNotForEverybody(String error, String told) {
        assertThat(ImportStatuses.told(error)).isEqualTo(told);
    }
}
