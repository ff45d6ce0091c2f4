package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** No name looks like another because of what nobody sees. */
class NameCharactersTest {
    private static final String ADMIN = "user:scratchadmin/rw";

    @Started
    private static RunningServer server;

    private static TestResponse facility(String name) throws Exception {
        return server.send(ADMIN, "POST", "/api/fac", """
            {"org_id": 41, "name": "%s", "address1": "1 Way", "city": "Hamburg", "zipcode": "20095", "country": "DE"}""".formatted(name));
    }

    private static String problem(TestResponse response) {
        return response.json().at("/name/0").asString(response.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0085", "00a0", "1680", "2000", "200a", "2028", "2029", "202f", "205f", "3000", "001c", "001f"})
    void whiteSpaceOfAnyScriptIsStrippedAtTheEndsAndRefusedDoubled(String point) throws Exception {
        String blank = "\\u" + point;

        TestResponse stripped = facility(blank + "Ends " + point + blank);
        TestResponse taken = facility("Ends " + point + blank + blank);
        TestResponse doubled = facility("Doubled " + blank + point);
        TestResponse empty = facility(blank + blank);

        assertThat(stripped.status()).as(stripped.text()).isEqualTo(201);
        assertThat(stripped.json().at("/data/0/name").stringValue()).isEqualTo("Ends " + point);
        assertThat(problem(taken)).isEqualTo("Facility with this Name already exists.");
        assertThat(problem(doubled)).isEqualTo("Name cannot contain consecutive whitespace characters.");
        assertThat(problem(empty)).isEqualTo("This field may not be blank.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u200b", "\\u200b\\u2060", "\\u3164", "\\u2800", "\\u00ad", "\\ufeff"})
    void namesOfInvisibleCharactersAreRefused(String name) throws Exception {
        assertThat(problem(facility(name))).isEqualTo("Name must contain characters that can be seen.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A\\u202eB", "A\\u2066B", "A\\u0007B", "A\\tB", "A\\nB", "A\\u009fB"})
    void controlsAndTurnsOfDirectionInsideOfNamesAreRefused(String name) throws Exception {
        assertThat(problem(facility(name)))
                .isEqualTo("Name cannot contain control characters or characters that change direction.");
    }

    @Test
    void namesOfAllTypesAreLookedAt() throws Exception {
        String bad = "A\\u202eB";

        assertThat(problem(server.send(ADMIN, "POST", "/api/carrier", """
            {"org_id": 41, "name": "%s"}""".formatted(bad))))
                .contains("direction");
        assertThat(problem(server.send(ADMIN, "POST", "/api/campus", """
            {"org_id": 41, "name": "%s"}""".formatted(bad))))
                .contains("direction");
        assertThat(problem(server.send(ADMIN, "POST", "/api/poc", """
            {"net_id": 62, "role": "NOC", "email": "a@b.example.net", "name": "%s"}""".formatted(bad))))
                .contains("direction");
        assertThat(problem(server.send(ADMIN, "POST", "/api/net", """
            {"org_id": 41, "asn": 231001, "name": "%s"}""".formatted(bad))))
                .contains("direction");
        assertThat(problem(server.send(ADMIN, "POST", "/api/ix", """
            {"org_id": 41, "name": "%s", "city": "A", "country": "DE", "region_continent": "Europe",
             "tech_email": "a@b.example.net", "prefix": "185.90.0.0/24"}""".formatted(bad))))
                .contains("direction");
        assertThat(problem(server.send(ADMIN, "PUT", "/api/org/41", """
            {"name": "%s"}""".formatted(bad))))
                .contains("direction");
        assertThat(problem(server.send(ADMIN, "PUT", "/api/ixlan/19", """
            {"ix_id": 19, "name": "%s"}""".formatted(bad))))
                .contains("direction");
    }
}
