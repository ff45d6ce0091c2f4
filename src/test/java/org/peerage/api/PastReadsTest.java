package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.Caller;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.access.limits.RateLimiter;
import org.peerage.cli.ServeSettings;
import org.peerage.cli.Server;
import org.peerage.registry.DependentData;
import org.peerage.registry.HistoryLoader;
import org.peerage.registry.PastArchive;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.PageClient;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** What {@code at} and {@code diff} answer, at the API and on pages (docs/spec/record.md §1.1, §1.7, §1.8). */
class PastReadsTest {
    private static final String STAFF = "user:superuser/rw";

    @Started
    private static RunningServer server;

    @TempDir
    private static Path folder;

    private static long before;
    private static long renamed;
    private static long noted;

    @BeforeAll
    static void rename() throws Exception {
        before = server.head();
        server.clock().forward(Duration.ofHours(1));
        server.save(STAFF, "net/62", "name", "Renamed Network");
        renamed = server.head();
        server.clock().forward(Duration.ofHours(1));
        server.save(STAFF, "net/62", "notes", "noted later");
        noted = server.head();
        server.clock().forward(Duration.ofMinutes(1));
    }

    private static TestResponse get(String address, String... headers) throws Exception {
        return server.send("", "GET", address, "", headers);
    }

    @Test
    void momentsThatAreNoneAreRefused() throws Exception {
        long head = server.head();
        for (String wrong : List.of("", "yesterday", "-1", "2026-02-30", "2999-01-01", "2999-01-01T00:00:00Z")) {
            TestResponse refused = get("/api/net/62?at=" + wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.json().at("/meta/error").asString()).startsWith("'at' ");
        }
        assertThat(get("/api/net/62?at").status()).as("without a value").isEqualTo(400);
        assertThat(get("/api/net/62?%61%74=" + before).header("X-Peerage-At"))
                .as("a name that is escaped")
                .isEqualTo(Long.toString(before));
        assertThat(get("/api/net?at=" + (head + 1)).json().at("/meta/error").asString())
                .contains("last version, " + head);
        assertThat(get("/api/net?at=" + before + "&at=" + renamed).status()).isEqualTo(400);
        assertThat(get("/net-0.json?at=never").status()).isEqualTo(400);
        TestResponse early = get("/api/net?at=2001-01-01");
        assertThat(early.status()).isEqualTo(410);
        assertThat(early.header("X-Peerage-First")).isEqualTo("1");
    }

    @Test
    void momentsAreForReadingObjects() throws Exception {
        for (String address : List.of("/api/search?q=net&at=1", "/api/changes?at=1", "/api/schema?at=1")) {
            assertThat(get(address).status()).as(address).isEqualTo(address.contains("search") ? 401 : 400);
        }
        assertThat(server.send(STAFF, "DELETE", "/api/net/62?at=" + before, "").status())
                .isEqualTo(400);
        assertThat(get("/api/net/62").status()).isEqualTo(200);
        assertThat(get("/search?q=net&at=" + before).status()).isEqualTo(400);
    }

    @Test
    void answersSayWhichMomentTheyAreOf() throws Exception {
        TestResponse then = get("/api/net/62?depth=0&at=" + before);
        assertThat(then.json().at("/data/0/name").asString()).isNotEqualTo("Renamed Network");
        assertThat(then.header("X-Peerage-At")).isEqualTo(Long.toString(before));
        assertThat(then.header("X-Peerage-Version")).isEqualTo(Long.toString(server.head()));
        assertThat(then.header("Memento-Datetime")).endsWith("GMT");
        assertThat(then.header("Content-Location")).isEqualTo("/api/net/62?at=" + before + "&depth=0");
        assertThat(then.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(then.header("Last-Modified")).isEmpty();
        assertThat(get("/api/net/62?depth=0&at=" + before, "If-None-Match", then.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(get("/api/net/62?depth=0&at=" + renamed).header("ETag")).isNotEqualTo(then.header("ETag"));
        assertThat(server.send("user:plain/rw", "GET", "/api/net/62?at=" + before, "")
                        .header("Cache-Control"))
                .isEqualTo("private, no-cache");
    }

    @Test
    void historiesEndAtTheMoment() throws Exception {
        JsonNode all = get("/api/net/62/history").json().at("/data");
        JsonNode then = get("/api/net/62/history?at=" + renamed).json().at("/data");
        assertThat(then.size()).isLessThan(all.size());
        assertThat(then.at("/0/version").longValue()).isEqualTo(renamed);
    }

    @Test
    void pagesOfAListLeadOnInThePast() throws Exception {
        String next = get("/api/net?page=1&per_page=5&at=" + before)
                .json()
                .at("/meta/pagination/next")
                .asString();
        assertThat(next).contains("at=" + before);
    }

    @Test
    void momentsAreCompared() throws Exception {
        JsonNode compared = get("/api/net?at=" + before + "&diff=" + noted).json();
        assertThat(compared.at("/data").size()).isEqualTo(1);
        assertThat(compared.at("/data/0/change").asString()).isEqualTo("changed");
        assertThat(compared.at("/data/0/fields/name/1").asString()).isEqualTo("Renamed Network");
        assertThat(compared.at("/data/0/fields/notes/1").asString()).isEqualTo("noted later");
        assertThat(compared.at("/meta/counts/changed").longValue()).isEqualTo(1);
        JsonNode first = get("/api/net?at=" + before + "&diff=" + renamed).json();
        assertThat(first.at("/data/0/fields").has("notes")).isFalse();
        assertThat(get("/api/net?id=20&at=" + before + "&diff=")
                        .json()
                        .at("/data")
                        .size())
                .isZero();
        assertThat(get("/api/net?at=" + renamed + "&diff=" + before).status()).isEqualTo(400);
        assertThat(get("/api/net?at=" + before + "&diff=soon")
                        .json()
                        .at("/meta/error")
                        .asString())
                .startsWith("'diff' ");
    }

    @Test
    void pagesShowThePast() throws Exception {
        PageClient visitor = PageClient.anonymous(server);
        String then = visitor.get("/net/62?at=" + before).text();
        assertThat(then)
                .contains("As of ")
                .contains("(version " + before + ")")
                .contains("<meta name=\"robots\" content=\"noindex\">")
                .contains("href=\"/org/41?at=" + before + "\"")
                .contains("href=\"/net/62\" data-present")
                .contains("name=\"next\" value=\"/net/62?at=" + before + "\"")
                .doesNotContain("<h1>Renamed Network");
        assertThat(visitor.get("/net/62").text())
                .contains("<h1>Renamed Network")
                .doesNotContain("As of ");
        assertThat(visitor.get("/asn/213001?at=" + before).header("Location")).isEqualTo("/net/62?at=" + before);
        assertThat(visitor.get("/advanced_search?type=net&name__contains=renamed&at=" + before)
                        .text())
                .contains("As of ")
                .doesNotContain("Renamed Network");
        assertThat(visitor.get("/net/62?at=soon").status()).isEqualTo(400);
        assertThat(visitor.get("/net/62/changes").text()).contains("/net/62?at=" + renamed);
        PageClient staff = PageClient.signedIn(server, "superuser");
        assertThat(staff.get("/net/62").text()).contains("/net/62/edit");
        assertThat(staff.get("/net/62?at=" + before).text()).doesNotContain("/net/62/edit");
    }

    @Test
    void pagesCompareMoments() throws Exception {
        PageClient visitor = PageClient.anonymous(server);
        String page = visitor.get("/net/62/changes?at=" + before + "&diff=").text();
        assertThat(page).contains("<ins>Renamed Network</ins>").contains("Changed (1)");
        assertThat(visitor.get("/net/62/changes?at=" + server.head() + "&diff=").text())
                .contains("Nothing differs.");
        assertThat(visitor.get("/net/62/changes?at=" + renamed + "&diff=" + before)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nodesAnswerAlike() throws Exception {
        try (Server other = Server.start(ServeSettings.unlimited(), server.database(), server.clock())) {
            PageClient visitor = PageClient.anonymous(other.url());
            server.clock().forward(Duration.ofMinutes(1));
            server.save(STAFF, "net/62", "notes", "heard of by another node");
            long head = server.head();
            for (long version : List.of(head, before, renamed)) {
                for (String address : List.of("/api/net/62?depth=0&at=", "/api/poc?since=1&at=", "/net-0.json?at=")) {
                    assertThat(visitor.get(address + version).text())
                            .as(address + version)
                            .isEqualTo(get(address + version).text());
                }
            }
        }
    }

    @Test
    void archiveIsReadLikeThePast() throws Exception {
        try (Database archived = Database.openFolder(folder)) {
            HistoryLoader loader = new HistoryLoader(new RegistryStore(archived), DependentData.NONE);
            Path dump = ProjectFiles.conformance("world").resolve("dump.json");
            assertThat(loader.load(dump, Instant.parse("2001-02-03T00:00:00Z")))
                    .isInstanceOf(HistoryLoader.HistoryResult.Loaded.class);
        }
        attach(folder.toString());
        try {
            TestResponse then = get("/api/net/62?depth=0&at=2001-06-01");
            assertThat(then.json().at("/data/0/name").asString()).isNotEqualTo("Renamed Network");
            assertThat(then.header("X-Peerage-At")).isEqualTo("archive/1");
            assertThat(then.header("Memento-Datetime")).isEqualTo("Sat, 03 Feb 2001 00:00:00 GMT");
            String location = then.header("Content-Location");
            assertThat(get(location).text()).isEqualTo(then.text());
            assertThat(get("/api/net/62?depth=0&at=2001-06-01", "If-None-Match", then.header("ETag"))
                            .status())
                    .isEqualTo(304);
            assertThat(get("/net-0.json?at=2001-06-01").status()).isEqualTo(200);
            assertThat(get("/api/net/62/history?at=2001-06-01")
                            .json()
                            .at("/data")
                            .size())
                    .isZero();
            JsonNode compared = get("/api/net?id=62&at=2001-06-01&diff=").json();
            assertThat(compared.at("/data/0/fields/name/1").asString()).isEqualTo("Renamed Network");
            assertThat(compared.at("/meta/at/version").asString()).isEqualTo("archive/1");
            assertThat(get("/api/net?at=" + before + "&diff=2001-06-01").status())
                    .isEqualTo(400);
            assertThat(get("/net/62?at=2001-06-01").text()).contains("at=archive/1", "archive/1)");
            TestResponse early = get("/api/net?at=2001-01-01");
            assertThat(early.status()).isEqualTo(410);
            assertThat(early.header("X-Peerage-First")).isEqualTo("archive/1");
        } finally {
            attach("");
        }
    }

    private static void attach(String archive) throws Exception {
        try (RegistryStore.Transaction transaction = server.store().beginTransaction()) {
            transaction.putState(PastArchive.STATE, archive);
            transaction.commit();
        }
    }

    @Test
    void momentsThatHaveToBeLookedUpAreLimited() {
        RateLimiter limiter = new RateLimiter(RateLimitSettings.defaults(), Ticker.systemTicker());
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.admitPastState(Caller.anonymous(), "192.0.2.1")).isEmpty();
        }
        assertThat(limiter.admitPastState(Caller.anonymous(), "192.0.2.1")).isPresent();
        assertThat(limiter.admitPastState(Caller.anonymous(), "192.0.2.2")).isEmpty();
    }
}
