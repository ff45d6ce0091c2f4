package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.access.credentials.Sha256;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is asked for a version answers what it answered when that version was the present, byte for byte, where nothing
 * has been hidden since (docs/spec/record.md §1.9; {@link HistoryLeakTest} has what is hidden). With
 * {@code -Dpeerage.past.versions=10000} it goes as far, of each answer keeping a hash only; {@code -Dpeerage.past.reads=3} asks less often.
 */
class TimeMachineTest {
    private static final int VERSIONS = Integer.getInteger("peerage.past.versions", 24);
    private static final int READS = Integer.getInteger("peerage.past.reads", 12);
    private static final int MAX_WHOLE = 100;
    private static final String STAFF = "user:superuser/rw";
    private static final List<String> CALLERS = List.of("", "user:plain/rw", "org:41/full", STAFF);
    private static final List<String> READABLE = List.of(
            "/api/net",
            "/api/net?depth=2&id=62",
            "/api/net/62",
            "/api/net/62?depth=2",
            "/api/net/62?depth=0",
            "/api/net/65?depth=1&fields=name,notes,netfac_set,updated",
            "/api/net?name_search=changed",
            "/api/net?notes__contains=1&fields=id,notes",
            "/api/net?since=1",
            "/api/net?fac=31",
            "/api/net?asn=4242424242",
            "/api/netfac?net_id=62",
            "/api/netfac?since=1",
            "/api/netfac",
            "/api/fac?net=62&depth=1",
            "/api/fac/31?depth=2",
            "/api/org/41?depth=2",
            "/api/org?name__startswith=renamed",
            "/api/org?limit=3&skip=1",
            "/api/poc",
            "/api/poc?net_id=62",
            "/api/poc?role=Policy",
            "/api/ix?depth=3&limit=2",
            "/api/netixlan?fields=id,ipaddr4,updated",
            "/api/as_set",
            "/net-0.json",
            "/net-1.json",
            "/netfac-0.json");

    /** What somebody was answered. */
    private record Reading(long version, String caller, String address, int status, String text) {}

    @ParameterizedTest
    @CsvSource({"sqlite,1", "postgresql,2"})
    void versionsAreReadAsTheyWere(String database, long seed) throws Exception {
        try (RunningServer server = database.equals("sqlite")
                ? RunningServer.start()
                : RunningServer.start(Database.openUrl(PostgresServer.newDatabaseUrl()))) {
            Random random = new Random(seed);
            World world = new World(server, random);
            List<Reading> readings = new ArrayList<>();
            for (int i = 0; i < VERSIONS; i++) {
                long version = world.change();
                for (int read = 0; read < READS; read++) {
                    String caller = CALLERS.get(random.nextInt(CALLERS.size()));
                    String address = READABLE.get(random.nextInt(READABLE.size()));
                    TestResponse now = server.send(caller, "GET", address, "");
                    readings.add(new Reading(version, caller, address, now.status(), kept(now.text())));
                }
            }

            Collections.shuffle(readings, random);
            for (Reading reading : readings) {
                String address = reading.address + (reading.address.contains("?") ? "&at=" : "?at=") + reading.version;
                TestResponse then = server.send(reading.caller, "GET", address, "");
                assertThat(then.status()).as(reading.caller + " " + address).isEqualTo(reading.status);
                assertThat(kept(then.text())).as(reading.caller + " " + address).isEqualTo(reading.text);
                assertThat(then.header("X-Peerage-At")).isEqualTo(Long.toString(reading.version));
            }
        }
    }

    /** So many answers as thousands of versions have do not fit into memory. */
    private static String kept(String text) {
        return VERSIONS <= MAX_WHOLE
                ? text
                : text.length() + " " + HexFormat.of().formatHex(Sha256.sha256(text));
    }

    /** Writes that hide nothing. */
    private static final class World {
        private final RunningServer server;
        private final Random random;
        /** The contact, once there is one. */
        private OptionalLong contact = OptionalLong.empty();

        private int count;

        World(RunningServer server, Random random) {
            this.server = server;
            this.random = random;
        }

        /** Does something, a minute later; the version that it made. */
        long change() throws Exception {
            server.clock().forward(Duration.ofMinutes(1));
            count++;
            return switch (random.nextInt(6)) {
                case 0 -> save("org/41", "notes", "changed " + count);
                case 1 -> save("net/62", "notes", "changed " + count);
                case 2 -> save("net/62", "name", "changed " + count);
                case 3 -> save("fac/31", "name", "House " + count);
                case 4 -> toggleFacility();
                default -> contact();
            };
        }

        private long save(String object, String field, String value) throws Exception {
            ObjectNode row = (ObjectNode) server.send(STAFF, "GET", "/api/" + object + "?depth=0", "")
                    .json()
                    .at("/data/0");
            row.remove("suggest");
            row.put(field, value);
            return version(server.send(
                    STAFF, "PUT", "/api/" + object, JsonMapper.shared().writeValueAsString(row)));
        }

        private long toggleFacility() throws Exception {
            JsonNode there = server.send(STAFF, "GET", "/api/netfac?net_id=62&fac_id=31&depth=0", "")
                    .json()
                    .at("/data/0/id");
            return version(
                    there.isMissingNode()
                            ? server.send(STAFF, "POST", "/api/netfac", "{\"net_id\": 62, \"fac_id\": 31}")
                            : server.send(STAFF, "DELETE", "/api/netfac/" + there.longValue(), ""));
        }

        private long contact() throws Exception {
            String body = "{\"net_id\": 62, \"visible\": \"Users\", \"name\": \"Jo\", \"email\": \"jo@n.example.net\","
                    + " \"role\": \""
                    + (random.nextBoolean() ? "Policy" : "Sales") + "\", \"phone\": \"\", \"url\": \"\"}";
            if (contact.isPresent()) {
                return version(server.send(STAFF, "PUT", "/api/poc/" + contact.getAsLong(), body));
            }
            TestResponse made = server.send(STAFF, "POST", "/api/poc", body);
            long version = version(made);
            contact = OptionalLong.of(made.json().at("/data/0/id").longValue());
            return version;
        }

        private long version(TestResponse response) throws Exception {
            assertThat(response.status()).as(response.text()).isLessThan(300);
            return server.head();
        }
    }
}
