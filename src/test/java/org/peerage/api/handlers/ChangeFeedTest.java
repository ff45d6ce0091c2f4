package org.peerage.api.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.peerage.access.Caller;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.access.limits.StreamLimits;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.RequestFilter;
import org.peerage.registry.Redaction;
import org.peerage.registry.Registry;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Net;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What those who follow the changes may rely on (docs/spec/record.md §2.2); {@link ChangeStreamTest} has for how long, and how many. */
class ChangeFeedTest {
    @Started
    private static RunningServer server;

    private static long contact(String email) throws Exception {
        TestResponse made = server.send("org:41/full", "POST", "/api/poc", """
                {"net_id": 62, "role": "Sales", "visible": "Users", "email": "%s"}""".formatted(email));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    @Test
    void streamThatIsTakenUpAgainGoesOnWhereItEnded() throws Exception {
        String secret = server.key("org:41/full");
        long start = server.head();
        EventStream first = EventStream.of(EventStream.open(server, secret, "after=" + start));
        for (String email : List.of("one@n.example.net", "two@n.example.net", "three@n.example.net")) {
            contact(email);
        }
        String one = first.next("id");
        first.close();

        HttpURLConnection again =
                EventStream.open(server, secret, "after=0"); // what the header says is newer than the address
        again.setRequestProperty("Last-Event-ID", Long.toString(start + 1));
        EventStream second = EventStream.of(again);
        String two = second.next("id");
        String three = second.next("id");
        second.close();

        assertThat(server.send("org:41/full", "GET", "/api/changes?after=" + start, "")
                        .text())
                .as("events and lines are the same")
                .isEqualTo(one + "\n" + two + "\n" + three + "\n");
    }

    @Test
    void filteredStreamNamesTheLineBefore() throws Exception {
        long start = server.head();
        EventStream stream =
                EventStream.of(EventStream.open(server, server.key("org:41/full"), "type=poc&after=" + start));
        stream.next("hello");
        contact("one@n.example.net");
        JsonNode first = JsonMapper.shared().readTree(stream.next("id"));
        note("nothing about contacts");
        contact("two@n.example.net");

        JsonNode second = JsonMapper.shared().readTree(stream.next("id"));
        stream.close();

        assertThat(first.path("prev").longValue()).isEqualTo(start);
        assertThat(second.path("version").longValue()).isEqualTo(start + 3);
        assertThat(second.path("prev")).isEqualTo(first.path("version"));
    }

    private static void note(String text) throws Exception {
        server.save("org:41/full", "net/62", "notes", text);
    }

    @Test
    void versionsWithoutAnythingToTellAreLines() throws Exception {
        long start = server.head();
        contact("hidden@n.example.net");

        JsonNode line = JsonMapper.shared()
                .readTree(server.send("", "GET", "/api/changes?after=" + start, "")
                        .text());

        assertThat(line.path("version").longValue()).isEqualTo(start + 1);
        assertThat(line.path("changes").findValuesAsString("type")).doesNotContain("poc");
    }

    @Test
    void linesComeAsManyAsAreWanted() throws Exception {
        long start = server.head();
        for (int i = 0; i < 3; i++) {
            note("changed " + i);
        }

        TestResponse two = server.send("", "GET", "/api/changes?limit=2&after=" + start, "");

        assertThat(two.text().lines()).hasSize(2);
        assertThat(two.header("X-Peerage-Last")).isEqualTo(Long.toString(start + 2));
        assertThat(two.header("X-Peerage-Version")).isEqualTo(Long.toString(start + 3));
        assertThat(server.send("", "GET", "/api/changes?limit=0&after=" + start, "")
                        .status())
                .isEqualTo(400);
        assertThat(server.send("", "GET", "/api/changes?after=0&limit=100000", "")
                        .text()
                        .lines()
                        .count())
                .isLessThanOrEqualTo(500);
    }

    @Test
    void lineStaysAsItIsUntilAValueIsRedacted() throws Exception {
        long start = server.head();
        note("slander");
        String line = server.send("", "GET", "/api/changes?limit=1&after=" + start, "")
                .text();
        note("other");
        assertThat(server.send("", "GET", "/api/changes?limit=1&after=" + start, "")
                        .text())
                .isEqualTo(line);
        long noted = server.head();
        server.redact(new Redaction.Target(
                Net.TYPE,
                62,
                Net.TYPE.field("notes").orElseThrow(),
                new Redaction.RedactedRange(start + 1, noted - 1)));

        assertThat(server.send("", "GET", "/api/changes?limit=1&after=" + start, "")
                        .text())
                .isEqualTo(line.replace("slander", ""));
        JsonNode told = JsonMapper.shared()
                .readTree(server.send("", "GET", "/api/changes?op=redact&after=" + start, "")
                        .text())
                .at("/changes/0");
        assertThat(told.path("type").asString() + "/" + told.path("id").asLong())
                .isEqualTo("net/62");
        assertThat(told.path("fields").toString()).isEqualTo("[\"notes\"]");
        assertThat(told.path("versions").toString()).isEqualTo("[" + (start + 1) + "," + (noted - 1) + "]");
        assertThat(told.has("actor")).isFalse();
        String ofNet = "/api/changes?op=redact&type=net&after=" + start + "&field=";
        assertThat(server.send("", "GET", ofNet + "notes", "").text().lines()).hasSize(1);
        assertThat(server.send("", "GET", ofNet + "name", "").text()).isEmpty();
    }

    @Test
    void commentsOfRedactedValuesAreGone() throws Exception {
        long commented = 0;
        for (String said : List.of("he told me", "slander removed", "beside it")) {
            String row =
                    "{\"org_id\": 41, \"name\": \"Commented\", \"website\": \"https://c.example.net\", \"notes\": \"%s\"}"
                            .formatted("number " + said.length());
            TestResponse saved = commented == 0
                    ? server.send("org:41/full", "POST", "/api/carrier", row, "X-Peerage-Comment", said)
                    : server.send("org:41/full", "PUT", "/api/carrier/" + commented, row, "X-Peerage-Comment", said);
            assertThat(saved.status()).as(saved.text()).isLessThan(300);
            commented = saved.json().at("/data/0/id").longValue();
        }
        String history = "/api/carrier/" + commented + "/history";
        assertThat(server.send("org:41/full", "GET", history, "").text()).contains("he told me", "slander removed");
        long first = server.head() - 2;

        server.redact(new Redaction.Target(
                Carrier.TYPE,
                commented,
                Carrier.TYPE.field("notes").orElseThrow(),
                new Redaction.RedactedRange(first, first)));

        assertThat(server.send("org:41/full", "GET", history, "").text())
                .doesNotContain("he told me", "slander removed")
                .contains("beside it");
    }

    @Test
    void linesLeadToWhatTheApiAnswers() throws Exception {
        long start = server.head();
        Map<String, ObjectNode> rows = rows();
        note("as lines tell");
        long made = contact("made@n.example.net");
        assertThat(server.send("org:41/full", "POST", "/api/netfac", "{\"net_id\": 62, \"fac_id\": 31}")
                        .status())
                .isEqualTo(201);
        assertThat(server.send("org:41/full", "DELETE", "/api/poc/" + made, "").status())
                .isEqualTo(204);

        for (String line : server.send("org:41/full", "GET", "/api/changes?after=" + start, "")
                .text()
                .lines()
                .toList()) {
            for (JsonNode change : JsonMapper.shared().readTree(line).path("changes")) {
                ObjectNode row = rows.computeIfAbsent(
                        change.path("type").asString() + "/" + change.path("id").asLong(),
                        none -> JsonMapper.shared().createObjectNode());
                change.path("fields")
                        .properties()
                        .forEach(field ->
                                row.set(field.getKey(), field.getValue().get(1)));
            }
        }

        rows().forEach((object, row) -> {
            ObjectNode applied = rows.get(object);
            assertThat(applied).as(object).isNotNull();
            if (row.path("status").asString().equals("ok")) { // others are shown without some of what they have
                row.properties().stream()
                        .filter(field -> applied.has(field.getKey()))
                        .forEach(field -> assertThat(applied.get(field.getKey()))
                                .as(object + " " + field.getKey())
                                .isEqualTo(field.getValue()));
            }
            assertThat(applied.path("status")).isEqualTo(row.path("status"));
        });
    }

    /** Some of what a key sees, by type and id. */
    private static Map<String, ObjectNode> rows() throws Exception {
        Map<String, ObjectNode> rows = new HashMap<>();
        for (String type : List.of("org", "net", "fac", "netfac", "poc")) {
            server.send("org:41/full", "GET", "/api/" + type + "?since=1&depth=0", "")
                    .json()
                    .path("data")
                    .forEach(row -> rows.put(type + "/" + row.path("id").asLong(), (ObjectNode) row));
        }
        return rows;
    }

    @Test
    void silentStreamSaysWhereItIsAndEndsInTime() throws Exception {
        String heard = streamed(Duration.ofSeconds(20), () -> false);

        assertThat(heard).startsWith("retry: 2000\n\nevent: hello\ndata: {\"session\": ");
        assertThat(heard).contains(": at " + server.head() + "\n\n").endsWith("event: bye\ndata: time\n\n");
    }

    @Test
    void streamsOfWhoReadsSlowlyAndOfAServerThatStopsEnd() throws Exception {
        assertThat(streamed(Duration.ofSeconds(40), () -> false)).endsWith("event: bye\ndata: slow\n\n");
        assertThat(streamed(Duration.ofSeconds(1), () -> true)).endsWith("event: bye\ndata: shutdown\n\n");
    }

    /** What a stream says to whom nothing happens, where each look at the clock finds it so much later. */
    private static String streamed(Duration step, BooleanSupplier stops) throws Exception {
        Registry registry = Registry.open(server.store());
        registry.awaitLoaded();
        AccessDecision.Admitted everybody = new AccessDecision.Admitted(Caller.anonymous());
        AtomicLong clock = new AtomicLong();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ChangeStream(
                        new HistoryHandler(server.store(), new Everybody(everybody), new StreamLimits(clock::get)),
                        registry.current().version(),
                        ChangeCriteria.NONE,
                        everybody,
                        () -> everybody,
                        registry::current,
                        stops,
                        () -> clock.addAndGet(step.toNanos()))
                .follow(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Lets in everybody as nobody in particular. */
    private record Everybody(AccessDecision.Admitted admitted) implements RequestFilter {
        @Override
        public AccessDecision admit(ApiRequest request) {
            return admitted;
        }

        @Override
        public Supplier<AccessDecision> renewal(ApiRequest request) {
            return () -> admitted;
        }

        @Override
        public Optional<ApiResponse> refusal(ApiRequest request, AccessDecision.Admitted caller, long bytes) {
            return Optional.empty();
        }
    }
}
