package org.peerage.api.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** An organization's people by API, what is one's own there, and the search for programs (docs/spec/identity.md §12). */
class MembersHandlerTest {
    private static final String USERS = "/api/org/41/users/";

    @Started
    private static RunningServer server;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | Permission denied: Invalid authentication",
                "user:plain/rw | Permission denied: User is not an admin of this organization",
                "user:scratchnets/rw | Permission denied: User is not an admin of this organization",
                "user:superuser/rw | Permission denied: User is not an admin of this organization",
                "user:unverified/rw | Permission denied: User is not an admin of this organization",
                "org:41/full | Permission denied: Insufficient permissions for this operation",
                "org:42/full | Permission denied: Insufficient permissions for this operation",
            })
    void refusalsAreExplained(String who, String message) throws Exception {
        for (String[] request : new String[][] {
            {"GET", "", ""},
            {"POST", "add/", "{}"},
            {"PUT", "5/", "{\"role\": \"admin\"}"},
            {"DELETE", "remove/", "{\"user_email\": \"scratchnets@people.example.net\"}"}
        }) {
            TestResponse response = server.send(who == null ? "" : who, request[0], USERS + request[1], request[2]);
            assertThat(response.status()).as(request[0]).isEqualTo(403);
            assertThat(response.text()).isEqualTo("{\"meta\": {\"error\": \"" + message + "\"}}");
        }
    }

    @Test
    void passwordsDoNotManagePeople() throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString("scratchadmin:scratchadmin-Passw0rd!".getBytes(StandardCharsets.UTF_8));

        assertThat(server.send("", "GET", USERS, "", "Authorization", "Basic " + basic)
                        .text())
                .contains("Invalid authentication");
    }

    @Test
    void keysThatOnlyReadListPeopleAndChangeNobody() throws Exception {
        assertThat(server.send("user:scratchadmin/ro", "GET", USERS, "").status())
                .isEqualTo(200);
        assertThat(server.send(
                                "user:scratchadmin/ro",
                                "POST",
                                USERS + "add/",
                                "{\"user_email\": \"plain@people.example.net\"}")
                        .text())
                .contains("Insufficient permissions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | user_email is required",
                "{\"user_email\": null} | 400 | user_email is required",
                "{\"email\": \"plain@people.example.net\"} | 400 | user_email is required",
                "{\"user_email\": \" \"} | 404 | No User matches the given query.",
                "{\"user_email\": \" plain@people.example.net\"} | 404 | No User matches the given query.",
                "{\"user_email\": 3} | 404 | No User matches the given query.",
                "{\"user_email\": \"unverified@people.example.net\"} | 400 | User email is not verified",
                "{\"user_email\": \"scratchnets@people.example.net\"} | 400 | User is already in the organization",
                "{\"user_email\": \"plain@people.example.net\", \"role\": \"boss\"} | 400 | Invalid role. Must be admin or member",
                "{\"user_email\": \"plain@people.example.net\", \"role\": \"\"} | 400 | Invalid role. Must be admin or member",
                "{\"user_email\": \"plain@people.example.net\", \"role\": null} | 400 | This field may not be null.",
                "{\"user_id\": 99999} | 404 | No User matches the given query.",
                "{\"invite\": \"nobody\"} | 400 | invite: Enter a valid email address.",
            })
    void addingSaysWhatIsWrong(String body, int status, String message) throws Exception {
        TestResponse response = admin("POST", "add/", body);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.json().get("meta").get("error").asString()).isEqualTo(message);
    }

    /** Ids of people can be counted up: who adds them so would read everybody's name. */
    @Test
    void idNamesOnlyPeopleWhomTheCallerSees() throws Exception {
        long stranger = server.accounts().load().user("plain").orElseThrow().id();
        long member = server.accounts().load().user("scratchnets").orElseThrow().id();

        for (long id : List.of(stranger, 99999L)) {
            TestResponse added = admin("POST", "add/", "{\"user_id\": " + id + "}");
            TestResponse removed = admin("DELETE", "remove/", "{\"user_id\": " + id + "}");
            assertThat(added.text()).isEqualTo(removed.text()).contains("No User matches the given query.");
        }
        assertThat(admin("POST", "add/", "{\"user_id\": " + member + "}").text())
                .contains("User is already in the organization");
    }

    @Test
    void peopleComeAndGoByTheirPrimaryAddress() throws Exception {
        TestResponse added =
                admin("POST", "add", "{\"user_email\": \"PLAIN@people.example.net\", \"role\": \"admin\"}");
        String id = added.json().get("data").get(0).get("id").asString();

        assertThat(added.status()).isEqualTo(201);
        assertThat(admin("PUT", id + "/", "{\"role\": \"member\"}")
                        .json()
                        .get("data")
                        .get(0)
                        .get("role")
                        .asString())
                .isEqualTo("member");
        assertThat(admin("PUT", id, "{}").text()).contains("role is required");
        assertThat(admin("PUT", "99999/", "{\"role\": \"member\"}").text()).contains("User is not in the organization");
        assertThat(admin("DELETE", "remove/", "{\"user_email\": \"plain@People.example.net\"}")
                        .status())
                .isEqualTo(204);
        assertThat(admin("DELETE", "remove/", "{\"user_email\": \"plain@people.example.net\"}")
                        .text())
                .contains("User is not in the organization");
        assertThat(admin("DELETE", "remove/", "{\"user_email\": \"scratchadmin@people.example.net\"}")
                        .status())
                .as("the last admin")
                .isEqualTo(400);
        assertThat(server.mails().await("plain@people.example.net", "You are now a member of"))
                .isNotEmpty();
        assertThat(server.mails().await("plain@people.example.net", "You are no longer a member of"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {33, 34, 999999, 0})
    void organizationsThatAreNotThereHaveNoPeople(long id) throws Exception {
        assertThat(server.send("user:scratchadmin/rw", "GET", "/api/org/" + id + "/users/", "")
                        .text())
                .isEqualTo("{\"meta\": {\"error\": \"No Organization matches the given query.\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "user:scratchadmin/rw, /api/fac/self?depth=1, 302, /api/fac/31?depth=1",
        "user:scratchadmin/rw, /api/org/self/, 302, /api/org/41",
        "org:41/full, /api/net/self, 302, /api/net/62",
        "user:borealisadmin/ro, /api/net/self, 302, /api/net/2",
        "user:plain/rw, /api/net/self, 404, ''",
        "user:scratchadmin/rw, /api/campus/self, 404, ''",
        "user:scratchadmin/rw, /api/poc/self, 404, ''",
        "'', /api/net/self, 401, ''",
    })
    void ownObjectsAreFoundByWhoAsks(String who, String path, int status, String place) throws Exception {
        TestResponse response = server.send(who, "GET", path, "");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Location")).isEqualTo(place);
    }

    @Test
    void searchForProgramsTakesAKeyAndAQuestion() throws Exception {
        TestResponse found = server.send("user:plain/ro", "GET", "/api/search?q=aurora", "");

        assertThat(found.text()).startsWith("{\n  \"fac\": [");
        assertThat(found.json().propertyNames()).containsExactly("fac", "ix", "net", "org", "campus", "carrier");
        assertThat(found.json().get("net").get(0).get("asn").asLong()).isEqualTo(210101);
        assertThat(found.json().get("net").get(0).has("extra")).isFalse();
        assertThat(server.send("", "GET", "/api/search?q=aurora", "").text())
                .isEqualTo("{\"error\": \"No API key provided. Please include an Authorization header with your API"
                        + " key.\"}");
        assertThat(server.send("", "GET", "/api/search?q=x", "", "Authorization", "Api-Key ")
                        .text())
                .isEqualTo("{\"error\": \"API key cannot be empty\"}");
        assertThat(server.send("", "GET", "/api/search?q=x", "", "Authorization", "Api-Key x")
                        .text())
                .isEqualTo("{\"meta\": {\"error\": \"Invalid API key\"}}");
        assertThat(server.send("user:plain/ro", "GET", "/api/search", "").status())
                .isEqualTo(400);
    }

    @Test
    void quickSearchTellsMoreAndNeedsAQuestion() throws Exception {
        TestResponse found = server.send("", "GET", "/api_search?q=aurora", "");

        assertThat(found.json().get("fac").get(0).get("extra").isObject()).isTrue();
        assertThat(found.text()).contains("\"campus\": ");
        assertThat(server.send("", "GET", "/api_search", "").status()).isEqualTo(400);
        assertThat(server.send("", "GET", "/api_search?q=", "").status()).isEqualTo(400);
    }

    private static TestResponse admin(String method, String action, String body) throws Exception {
        return server.send("user:scratchadmin/rw", method, USERS + action, body);
    }
}
