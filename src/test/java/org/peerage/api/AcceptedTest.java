package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.api.responses.ContentNegotiation;

class AcceptedTest {
    @ParameterizedTest
    @CsvSource({
        "gzip,true",
        "'br, GZIP;q=0.5',true",
        "*,true",
        "'gzip;q=0',false",
        "'gzip; Q=0.000',false",
        "'gzip;x=1;q=0',false",
        "'gzip;q=0, *',false",
        "'*, gzip;q=0',false",
        "'*;q=0, gzip',true",
        "'*;q=0',false",
        "identity,false",
        "'',false"
    })
    void gzipIsSentToWhoTakesIt(String encodings, boolean isSent) {
        assertThat(ContentNegotiation.gzip(encodings)).isEqualTo(isSent);
    }
}
