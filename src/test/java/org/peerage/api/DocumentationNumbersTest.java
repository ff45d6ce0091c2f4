package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.cli.ServeSettings;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;

/** Which AS numbers and prefixes a registry takes: in earnest, and for trials (docs/spec/deviations.md §11). */
class DocumentationNumbersTest {
    private static final String ADMIN = "user:scratchadmin/rw";
    private static final String RESERVED = "ASNs in this range are private or reserved";

    private static RunningServer earnest;
    private static RunningServer trial;

    @BeforeAll
    static void start() throws Exception {
        earnest = RunningServer.start(ServeSettings.unlimited().takingDocumentationNumbers(false));
        trial = RunningServer.start(ServeSettings.unlimited().takingDocumentationNumbers(true));
    }

    @AfterAll
    static void stop() throws Exception {
        trial.close();
        earnest.close();
    }

    private static TestResponse network(RunningServer server, String asn) throws Exception {
        return server.send(ADMIN, "POST", "/api/net", """
            {"org_id": 41, "name": "Net %s", "asn": "%s"}""".formatted(asn, asn));
    }

    private static TestResponse prefix(RunningServer server, String prefix) throws Exception {
        return server.send(ADMIN, "POST", "/api/ixpfx", """
            {"ixlan_id": 19, "protocol": "%s", "prefix": "%s"}""".formatted(prefix.contains(":") ? "IPv6" : "IPv4", prefix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "23456", "65535", "65552", "131071", "4294967295", "AS0"})
    void numbersThatAreNobodysAreRefusedAlways(String asn) throws Exception {
        assertThat(network(earnest, asn).json().at("/asn/0").asString("")).isEqualTo(RESERVED);
        assertThat(network(trial, asn).json().at("/asn/0").asString("")).isEqualTo(RESERVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64496", "64512", "65534", "65551", "4200000000", "AS64500"})
    void privateNumbersAndThoseForDocumentationAreTakenForTrials(String asn) throws Exception {
        assertThat(network(earnest, asn).json().at("/asn/0").asString("")).isEqualTo(RESERVED);
        assertThat(network(trial, asn).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.0/25", "198.51.100.0/24", "203.0.113.0/24", "2001:db8:1::/64"})
    void prefixesForDocumentationAreTakenForTrials(String prefix) throws Exception {
        assertThat(prefix(earnest, prefix).json().at("/prefix/0").asString(""))
                .isEqualTo("Address space invalid: " + prefix);
        assertThat(prefix(trial, prefix).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/24", "198.18.0.0/24", "224.0.0.0/24", "fc00::/64", "2002::/64"})
    void otherSpecialPrefixesAreRefusedAlways(String prefix) throws Exception {
        assertThat(prefix(trial, prefix).json().at("/prefix/0").asString(""))
                .isEqualTo("Address space invalid: " + prefix);
    }
}
