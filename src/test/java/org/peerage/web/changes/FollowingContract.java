package org.peerage.web.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.rights.Namespace;
import org.peerage.accounts.following.FollowMails;
import org.peerage.api.handlers.PageFilters;
import org.peerage.registry.Past;
import org.peerage.registry.PastUnavailableException;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Following: what people are told of by mail, and how they end it (docs/spec/record.md §3.1). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FollowingContract {
    private static final String ADMIN = "user:scratchadmin/rw";
    /** A member who may edit networks of the same organization. */
    private static final String NETWORKS = "user:scratchnets/rw";

    private static final String FOLLOWER = "user:plain/rw";

    private RunningServer server;
    private WriteLane lane;
    private Registry registry;
    private Optional<Snapshot> behind = Optional.empty();
    private Accounts accounts;
    private FollowMails mails;
    private int asns = 235_000;
    private Optional<PastUnavailableException> missing = Optional.empty();
    private boolean isLogDamaged;
    private Duration searching = Duration.ZERO;
    private boolean tellsKeepers;

    abstract RunningServer start() throws Exception;

    @BeforeAll
    void open() throws Exception {
        server = start();
        RegistryStore store = server.store();
        registry = Registry.open(store);
        registry.awaitLoaded();
        Past past = new Past(store, registry, server.clock(), Optional.empty());
        lane = new WriteLane(store, registry, server.clock());
        accounts = new Accounts(server.accounts());
        mails = new FollowMails(
                server.database().source(),
                store,
                () -> {
                    catchUp();
                    return behind.orElseGet(registry::current);
                },
                accounts,
                new Authenticator(accounts, new Passwords(Ticker.systemTicker()), server.clock(), 20525),
                server.clock(),
                "https://p.example.net",
                (type, query, snapshot) -> {
                    server.clock().forward(searching);
                    return PageFilters.search(type, query, snapshot);
                },
                version -> {
                    if (missing.isPresent()) {
                        throw missing.get();
                    }
                    if (isLogDamaged) {
                        throw new StreamReadException(null, "no change");
                    }
                    return past.at(version).snapshot();
                },
                () -> tellsKeepers);
        leaveTellingToTheTest();
        mails.run();
    }

    /** The server has the same job. */
    private void leaveTellingToTheTest() throws Exception {
        try (var connection = server.database().source().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("insert into job_lease (name, holder, held_until, done_at)"
                    + " values ('tell-followers', 'the test', 9000000000000000, 0) on conflict (name)"
                    + " do update set holder = excluded.holder, held_until = excluded.held_until");
        }
    }

    private void catchUp() {
        try {
            lane.catchUp();
        } catch (WriteLane.WriteUnavailableException away) {
            throw new IllegalStateException(away);
        }
    }

    @AfterAll
    void close() throws Exception {
        lane.close();
        server.close();
    }

    @AfterEach
    void followNothing() throws Exception {
        behind = Optional.empty();
        missing = Optional.empty();
        searching = Duration.ZERO;
        tellsKeepers = false;
        server.send(FOLLOWER, "GET", "/api/follows", "")
                .json()
                .get("data")
                .forEach(follow -> send(
                        FOLLOWER, "DELETE", "/api/follows/" + follow.get("id").stringValue(), ""));
        server.clock().forward(Duration.ofDays(8));
        newMails();
        Sql.withConnection(server.database().source(), sql -> sql.update("delete from follow_mail"));
    }

    private TestResponse send(String who, String method, String path, String body) {
        try {
            TestResponse response = server.send(who, method, path, body);
            assertThat(response.status()).as(path + response.text()).isLessThan(300);
            return response;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private long network(String who) {
        int asn = asns++;
        return send(who, "POST", "/api/net", """
                {"org_id": 41, "name": "Followed %1$d", "asn": %1$d, "website": "https://n.example.net"}""".formatted(asn))
                .json()
                .at("/data/0/id")
                .longValue();
    }

    private void note(String who, long network, String note) {
        JsonNode row =
                send("", "GET", "/api/net/" + network + "?depth=0", "").json().at("/data/0");
        send(who, "PUT", "/api/net/" + network, """
                {"org_id": 41, "name": "%s", "asn": %d, "website": "https://n.example.net", "notes": "%s"}""".formatted(
                        row.get("name").stringValue(), row.get("asn").longValue(), note));
    }

    private void follow(long network, String schedule) {
        send(FOLLOWER, "POST", "/api/follows", """
                {"about": "net:%d", "schedule": "%s"}""".formatted(network, schedule));
    }

    /** The mails to followers that were written since the last look; a round is made before. */
    private List<JsonNode> newMails() throws Exception {
        accounts.refreshIfChanged();
        mails.run();
        List<JsonNode> found = new ArrayList<>();
        try (var connection = server.database().source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select payload from outbox where kind = 'mail' order by id")) {
            while (rows.next()) {
                JsonNode mail = JsonMapper.shared().readTree(rows.getString(1));
                if (mail.has("unsubscribe")) {
                    found.add(mail);
                }
            }
        }
        List<JsonNode> news = found.subList(Math.min(seen, found.size()), found.size());
        seen = found.size();
        return news;
    }

    private int seen;

    @Test
    void followerIsToldAtOnceAndThenInBundles() throws Exception {
        long network = network(ADMIN);
        follow(network, "once");
        note(ADMIN, network, "first");

        List<JsonNode> first = newMails();
        assertThat(first).singleElement().satisfies(mail -> {
            assertThat(mail.get("subject").stringValue()).isEqualTo("1 change in the registry");
            assertThat(mail.get("text").stringValue())
                    .contains("Notes:  -> first", "https://p.example.net/net/" + network)
                    .doesNotContain("scratchadmin");
        });
        note(ADMIN, network, "second");
        note(ADMIN, network, "third");
        assertThat(newMails()).isEmpty();
        server.clock().forward(Duration.ofMinutes(6));

        assertThat(newMails()).singleElement().satisfies(mail -> assertThat(
                        mail.get("text").stringValue())
                .contains("first -> second", "second -> third"));
        assertThat(newMails()).isEmpty();
    }

    @Test
    void followerIsToldInTheLanguageOfTheirAccount() throws Exception {
        PageClient follower = PageClient.signedIn(server, "plain");
        follower.get("/profile");
        follower.post("/i18n/setlang/", "language", "de");
        long network = network(ADMIN);
        follow(network, "once");
        note(ADMIN, network, "erste");

        List<JsonNode> told = newMails();
        follower.post("/i18n/setlang/", "language", "en");

        assertThat(told).singleElement().satisfies(mail -> {
            assertThat(mail.get("subject").stringValue()).isEqualTo("1 Änderung im Register");
            assertThat(mail.get("text").stringValue()).contains("Netzwerk Followed", "Anmerkungen:  -> erste");
        });
    }

    @Test
    void dailyMailComesAfterADay() throws Exception {
        long network = network(ADMIN);
        follow(network, "daily");
        note(ADMIN, network, "early");
        assertThat(newMails()).isEmpty();

        server.clock().forward(Duration.ofHours(25));

        assertThat(newMails()).hasSize(1);
    }

    @Test
    void ownChangesAreNotTold() throws Exception {
        long network = network(ADMIN);
        send(ADMIN, "POST", "/api/follows", "{\"about\": \"net:%d\", \"schedule\": \"once\"}".formatted(network));
        note(ADMIN, network, "mine");
        assertThat(newMails()).isEmpty();
        note("user:superuser/rw", network, "by others");

        assertThat(newMails()).hasSize(1);
        send(ADMIN, "DELETE", "/api/follows/net:" + network, "");
    }

    @Test
    void whatTheFollowerMayNotSeeIsNotTold() throws Exception {
        long network = network(ADMIN);
        follow(network, "once");
        send(ADMIN, "POST", "/api/poc", """
                {"net_id": %d, "role": "Sales", "visible": "Users", "name": "Petra", "email": "p@n.example.net"}""".formatted(network));

        List<JsonNode> told = newMails();

        // They are signed up, so they see the contact; but mails tell nothing about persons.
        assertThat(told).singleElement().satisfies(mail -> assertThat(
                        mail.get("text").stringValue())
                .contains("Contact Followed")
                .doesNotContain("Petra", "p@n.example.net"));
    }

    @Test
    void oneClickEndsTheMails() throws Exception {
        long network = network(ADMIN);
        follow(network, "once");
        note(ADMIN, network, "told");
        String link = newMails().getFirst().get("unsubscribe").stringValue().replace("https://p.example.net", "");
        assertThat(link).startsWith("/follow/stop/");
        PageClient nobody = PageClient.anonymous(server);
        assertThat(nobody.get(link).text()).contains("End these emails");
        assertThat(send(FOLLOWER, "GET", "/api/follows", "").json().at("/data").size())
                .isEqualTo(1);

        TestResponse ended = server.send(
                "", "POST", link, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(ended.status()).isEqualTo(200);
        assertThat(send(FOLLOWER, "GET", "/api/follows", "").json().at("/data").size())
                .isZero();
        String forged = link.substring(0, link.length() - 2) + (link.endsWith("AA") ? "BB" : "AA");
        assertThat(server.send(
                                "",
                                "POST",
                                forged,
                                "List-Unsubscribe=One-Click",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(404);
        assertThat(server.send(
                                "",
                                "POST",
                                "/profile/following",
                                "List-Unsubscribe=One-Click&about=net:1",
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void searchTellsWhatEntersLeavesAndChangesInIt() throws Exception {
        long network = network(ADMIN);
        long other = network(ADMIN);
        String id = followSearch("net", "notes__contains=peer&org_id=41", "");
        note(ADMIN, other, "quiet");
        note(ADMIN, network, "we peer");

        assertThat(newMails()).singleElement().satisfies(mail -> assertThat(
                        mail.get("text").stringValue())
                .contains("Notes:  -> we peer")
                .doesNotContain("quiet"));
        server.clock().forward(Duration.ofMinutes(6));
        note(ADMIN, network, "we all peer");
        assertThat(newMails()).hasSize(1);
        server.clock().forward(Duration.ofMinutes(6));
        note(ADMIN, network, "alone");
        assertThat(newMails()).as("it left").hasSize(1);
        server.clock().forward(Duration.ofMinutes(6));
        note(ADMIN, network, "still alone");
        assertThat(newMails()).as("it is no part of it any more").isEmpty();

        assertThat(send(
                                FOLLOWER,
                                "PUT",
                                "/api/follows/" + id,
                                "{\"ops\": [\"changed\"], \"fields\": [\"looking_glass\"]}")
                        .json()
                        .at("/data/0"))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"id": "%s", "type": "net", "query": "notes__contains=peer&org_id=41", "ops": ["changed"],
                          "fields": ["looking_glass"], "schedule": "once"}""".formatted(id)));
        note(ADMIN, network, "we peer");
        note(ADMIN, network, "we do peer");
        assertThat(newMails()).as("of other fields").isEmpty();
    }

    @Test
    void searchTellsNothingThatIsHiddenAndNobodysOwnDoing() throws Exception {
        long network = network(ADMIN);
        followSearch("poc", "name__contains=Petra", "");
        followSearch("netixlan", "ix_id=31", "");
        send(ADMIN, "POST", "/api/follows", """
                {"type": "net", "query": "id=%d", "schedule": "once"}""".formatted(network));

        send(ADMIN, "POST", "/api/poc", """
                {"net_id": %d, "role": "Sales", "visible": "Users", "name": "Petra", "email": "p@n.example.net"}""".formatted(network));
        note(ADMIN, network, "mine");

        assertThat(newMails())
                .as("they could read it, but by a search only what is public")
                .isEmpty();
        send(ADMIN, "GET", "/api/follows", "")
                .json()
                .get("data")
                .forEach(follow ->
                        send(ADMIN, "DELETE", "/api/follows/" + follow.get("id").stringValue(), ""));
    }

    @Test
    void searchThatIsNoneIsRefused() throws Exception {
        for (String wrong : List.of(
                "{\"type\": \"net\"}",
                "{\"type\": \"nets\", \"query\": \"asn=1\"}",
                "{\"type\": \"net\", \"query\": \"colour=red\"}",
                "{\"type\": \"net\", \"query\": \"limit=5\"}",
                "{\"type\": \"net\", \"query\": \"asn__lt=x\"}",
                "{\"type\": \"net\", \"query\": \"name=%zz\"}",
                "{\"type\": \"net\", \"query\": \"asn=1\", \"ops\": [\"gone\"]}",
                "{\"type\": \"net\", \"query\": \"asn=1&name_search=x\"}",
                "{\"type\": \"poc\", \"query\": \"role=NOC\", \"fields\": [\"email\"]}",
                "{\"type\": \"net\", \"query\": \"asn=1\", \"fields\": [\"notes_private\"]}",
                "{\"type\": \"net\", \"query\": \"name=" + "x".repeat(1000) + "\"}",
                "{\"type\": \"net\", \"query\": \"asn=1\", \"schedule\": \"hourly\"}")) {
            assertThat(server.send(FOLLOWER, "POST", "/api/follows", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        for (int i = 1; i <= 50; i++) {
            followSearch("net", "asn=" + i, "");
        }
        assertThat(server.send(FOLLOWER, "POST", "/api/follows", "{\"type\": \"net\", \"query\": \"asn=51\"}")
                        .status())
                .isEqualTo(400);
        assertThat(server.send(ADMIN, "DELETE", "/api/follows/" + followSearch("net", "asn=50", ""), "")
                        .status())
                .as("of somebody else")
                .isEqualTo(404);
    }

    @Test
    void searchByWordsIsRefusedWithWhatToDoInstead() throws Exception {
        String refusal = "name_search cannot be followed; use filters, such as name__contains";
        assertThat(server.send(FOLLOWER, "POST", "/api/follows", "{\"type\": \"net\", \"query\": \"name_search=x\"}")
                        .text())
                .contains(refusal);
        PageClient person = PageClient.signedIn(server, "plain");
        TestResponse asked = person.get("/profile/following?type=net&query=name_search%3Dx");
        TestResponse sent =
                person.post("/profile/following", "type", "net", "query", "name_search=x", "schedule", "once");

        assertThat(asked.status()).isEqualTo(400);
        assertThat(asked.text()).contains(refusal);
        assertThat(sent.status()).isEqualTo(400);
        assertThat(sent.text()).contains(refusal);
    }

    @Test
    void processThatIsBehindTellsNothingTwice() throws Exception {
        long network = network(ADMIN);
        follow(network, "once");
        newMails();
        Snapshot before = registry.current();
        note(ADMIN, network, "told");
        List<JsonNode> told = newMails();
        server.clock().forward(Duration.ofMinutes(6));
        behind = Optional.of(before);
        List<JsonNode> ofOther = newMails();
        behind = Optional.empty();
        List<JsonNode> again = newMails();

        assertThat(told).hasSize(1);
        assertThat(ofOther).isEmpty();
        assertThat(again).isEmpty();
    }

    @Test
    void searchIsToldLaterWhereThePastCannotBeMadeNow() throws Exception {
        long network = networkOfASearch();
        note(ADMIN, network, "waits");
        missing = Optional.of(PastUnavailableException.notNow("others are being made"));
        List<JsonNode> busy = newMails();
        List<JsonNode> stillBusy = newMails();
        missing = Optional.empty();

        List<JsonNode> told = newMails();

        assertThat(busy).isEmpty();
        assertThat(stillBusy).isEmpty();
        assertThat(told)
                .singleElement()
                .satisfies(mail -> assertThat(mail.get("text").stringValue()).contains("Notes:  -> waits"));
        assertThat(mails.untoldVersions()).isZero();
    }

    @Test
    void whoFollowsAnObjectIsToldOnceWhileSearchesWait() throws Exception {
        long network = network(ADMIN);
        newMails();
        follow(network, "once");
        followSearch("net", "id=" + network, "");
        note(ADMIN, network, "seen");
        missing = Optional.of(PastUnavailableException.notNow("others are being made"));
        List<JsonNode> first = newMails();
        server.clock().forward(Duration.ofMinutes(6));
        List<JsonNode> again = newMails();
        missing = Optional.empty();

        assertThat(first).hasSize(1);
        assertThat(again).isEmpty();
    }

    @Test
    void pastThatIsGoneHoldsNothingUp() throws Exception {
        long network = networkOfASearch();
        note(ADMIN, network, "lost");
        missing = Optional.of(PastUnavailableException.never("everything was loaded anew"));
        List<JsonNode> gone = newMails();
        missing = Optional.empty();

        assertThat(gone).isEmpty();
        assertThat(mails.untoldVersions()).isZero();
        assertThat(newMails()).isEmpty();
    }

    @Test
    void damageInTheLogHoldsNothingUp() throws Exception {
        long network = networkOfASearch();
        note(ADMIN, network, "damaged");
        isLogDamaged = true;
        List<JsonNode> damaged = newMails();
        isLogDamaged = false;

        assertThat(damaged).isEmpty();
        assertThat(mails.untoldVersions()).isZero();
    }

    @Test
    void searchesThatTakeTooLongGoOnInTheNextRound() throws Exception {
        long one = network(ADMIN);
        long other = network(ADMIN);
        newMails();
        followSearch("net", "id=" + one, "");
        followSearch("net", "id=" + other, "");
        note(ADMIN, one, "of the first");
        note(ADMIN, other, "of the second");
        searching = Duration.ofSeconds(6);
        List<JsonNode> first = newMails();
        long untold = mails.untoldVersions();
        server.clock().forward(Duration.ofMinutes(6));
        List<JsonNode> second = newMails();
        server.clock().forward(Duration.ofMinutes(6));
        List<JsonNode> third = newMails();
        searching = Duration.ZERO;

        assertThat(first).singleElement().satisfies(mail -> assertThat(
                        mail.get("text").stringValue())
                .contains("of the first")
                .doesNotContain("of the second"));
        assertThat(untold).isEqualTo(2);
        assertThat(second).singleElement().satisfies(mail -> assertThat(
                        mail.get("text").stringValue())
                .contains("of the second")
                .doesNotContain("of the first"));
        assertThat(third).isEmpty();
        assertThat(mails.untoldVersions()).isZero();
    }

    @Test
    void searchIsFollowedFromItsPageAndEndedByOneClick() throws Exception {
        PageClient person = PageClient.signedIn(server, "plain");
        Matcher link = Pattern.compile("href=\"(/profile/following[^\"]+query[^\"]+)\"")
                .matcher(person.get("/advanced_search?type=net&notes__contains=one%26two")
                        .text());
        assertThat(link.find()).isTrue();
        String address = link.group(1).replace("&amp;", "&");
        assertThat(person.get(address).text()).contains("Follow Networks with notes__contains=one&amp;two");
        assertThat(PageClient.anonymous(server)
                        .get("/advanced_search?type=net&notes__contains=x")
                        .text())
                .doesNotContain("/profile/following");

        String query = "notes__contains=one%26two";
        assertThat(person.post("/profile/following", "type", "net", "query", query, "schedule", "once")
                        .status())
                .isEqualTo(303);
        assertThat(person.get("/profile/following").text())
                .contains("href=\"/advanced_search?type=net&amp;notes__contains=one%26two\"");
        long network = network(ADMIN);
        note(ADMIN, network, "one&two");
        String end = newMails().getFirst().get("unsubscribe").stringValue().replace("https://p.example.net", "");
        server.send("", "POST", end, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded");

        assertThat(send(FOLLOWER, "GET", "/api/follows", "").json().at("/data").size())
                .isZero();
        assertThat(person.post("/profile/following", "type", "net", "query", "colour=red", "schedule", "once")
                        .status())
                .isEqualTo(400);
    }

    /** A new network that a followed search finds; of its making nobody is told any more. */
    private long networkOfASearch() throws Exception {
        long network = network(ADMIN);
        newMails();
        followSearch("net", "id=" + network, "");
        return network;
    }

    /** Its id. */
    private String followSearch(String type, String query, String more) {
        return send(FOLLOWER, "POST", "/api/follows", """
                {"type": "%s", "query": "%s", "schedule": "once"%s}""".formatted(type, query, more))
                .json()
                .at("/data/0/id")
                .stringValue();
    }

    @Test
    void followingIsSetOnItsPage() throws Exception {
        long network = network(ADMIN);
        PageClient person = PageClient.signedIn(server, "plain");
        Matcher link = Pattern.compile("href=\"(/profile/following[^\"]+)\"")
                .matcher(person.get("/net/" + network + "/changes").text());
        assertThat(link.find()).isTrue();
        assertThat(person.get(link.group(1)).text()).contains("Follow Network Followed");

        assertThat(person.post("/profile/following", "about", "net:" + network, "schedule", "weekly")
                        .status())
                .isEqualTo(303);
        assertThat(send(FOLLOWER, "GET", "/api/follows/net:" + network, "")
                        .json()
                        .at("/data/0/schedule")
                        .stringValue())
                .isEqualTo("weekly");
        person.get("/profile/following");
        assertThat(person.post("/profile/following", "about", "net:" + network).status())
                .isEqualTo(303);
        assertThat(send(FOLLOWER, "GET", "/api/follows", "").json().at("/data").size())
                .isZero();
        assertThat(PageClient.anonymous(server).get("/profile/following").status())
                .isEqualTo(302);
    }

    @Test
    void addressesOfTheReferenceFollowByPostOnly() throws Exception {
        long network = network(ADMIN);
        PageClient person = PageClient.signedIn(server, "plain");
        assertThat(person.get("/net/" + network + "/watch").header("location"))
                .isEqualTo("/profile/following?about=net:" + network);
        assertThat(send(FOLLOWER, "GET", "/api/follows", "").json().at("/data").size())
                .isZero();

        person.get("/profile/following?about=net:" + network);
        assertThat(person.post("/net/" + network + "/watch").header("location")).isEqualTo("/net/" + network);
        assertThat(send(FOLLOWER, "GET", "/api/follows", "")
                        .json()
                        .at("/data/0/schedule")
                        .stringValue())
                .isEqualTo("daily");
        person.post("/net/" + network + "/unwatch");

        assertThat(send(FOLLOWER, "GET", "/api/follows", "").json().at("/data").size())
                .isZero();
        assertThat(person.post("/net/999999/watch").status()).isEqualTo(404);
    }

    @Test
    void programsFollowForPeopleOnly() throws Exception {
        assertThat(server.send("", "GET", "/api/follows", "").status()).isEqualTo(403);
        assertThat(server.send("org:41/full", "GET", "/api/follows", "").status())
                .isEqualTo(403);
        assertThat(server.send("user:plain/ro", "POST", "/api/follows", "{\"about\": \"net:62\"}")
                        .status())
                .isEqualTo(403);
        for (String wrong : List.of(
                "{}",
                "{\"about\": \"poc:1\"}",
                "{\"about\": \"net:999999\"}",
                "{\"about\": \"net:62\", \"schedule\": \"hourly\"}")) {
            assertThat(server.send(FOLLOWER, "POST", "/api/follows", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(server.send(FOLLOWER, "DELETE", "/api/follows/net:1", "").status())
                .isEqualTo(404);
        assertThat(send(FOLLOWER, "POST", "/api/follows", "{\"about\": \"country:DE\"}")
                        .json()
                        .at("/data/0/id")
                        .stringValue())
                .isEqualTo("country:DE");
        assertThat(send(FOLLOWER, "PUT", "/api/follows/country:DE", "{\"schedule\": \"once\"}")
                        .json()
                        .at("/data/0/schedule")
                        .stringValue())
                .isEqualTo("once");
    }

    /** Whom the new mails are to, after so long. */
    private List<String> toldAfter(Duration time) throws Exception {
        newMails();
        server.clock().forward(time);
        return newMails().stream().map(mail -> mail.get("to").stringValue()).toList();
    }

    @Test
    void keepersAreToldDailyOfWhatOthersChange() throws Exception {
        tellsKeepers = true;
        long network = network(ADMIN);
        note(ADMIN, network, "by its admin");

        assertThat(newMails()).as("at once").isEmpty();
        assertThat(toldAfter(Duration.ofHours(25)))
                .as("neither who did it, nor members who may not edit it")
                .containsExactly("scratchnets@people.example.net");
        note(NETWORKS, network, "by a member");
        assertThat(toldAfter(Duration.ofHours(25))).containsExactly("scratchadmin@people.example.net");
        tellsKeepers = false;
        note(NETWORKS, network, "where the site tells nobody");
        assertThat(toldAfter(Duration.ofHours(25))).isEmpty();
    }

    @Test
    void keeperIsToldOfWhatHangsOnTheirObjects() throws Exception {
        tellsKeepers = true;
        long network = network(ADMIN);
        send(ADMIN, "POST", "/api/netfac", """
                {"net_id": %d, "fac_id": 22}""".formatted(network));

        assertThat(toldAfter(Duration.ofHours(25)))
                .as("those of the network, but for who did it, and those of the facility")
                .containsExactlyInAnyOrder("scratchnets@people.example.net", "borealisadmin@people.example.net");
    }

    @Test
    void oneClickEndsForGoodWhatKeepersAreTold() throws Exception {
        tellsKeepers = true;
        long network = network(ADMIN);
        newMails();
        server.clock().forward(Duration.ofHours(25));
        JsonNode mail = newMails().getFirst();
        assertThat(mail.get("text").stringValue()).contains("or may edit it: https://p.example.net/profile/following");
        server.send(
                "",
                "POST",
                mail.get("unsubscribe").stringValue().replace("https://p.example.net", ""),
                "List-Unsubscribe=One-Click",
                "Content-Type",
                "application/x-www-form-urlencoded");
        note(ADMIN, network, "untold");

        assertThat(toldAfter(Duration.ofHours(25))).isEmpty();
        PageClient keeper = PageClient.signedIn(server, "scratchnets");
        assertThat(keeper.get("/profile/following").text()).contains("<option value=\"\" selected>never</option>");
        choose("daily");
    }

    private void choose(String schedule) throws Exception {
        PageClient keeper = PageClient.signedIn(server, "scratchnets");
        keeper.get("/profile/following");
        assertThat(keeper.post("/profile/following", "own", "yes", "schedule", schedule)
                        .status())
                .isEqualTo(303);
    }

    @Test
    void keepersChooseHowOftenTheyAreTold() throws Exception {
        tellsKeepers = true;
        PageClient keeper = PageClient.signedIn(server, "scratchnets");
        assertThat(keeper.get("/profile/following").text())
                .contains("What your organizations have", "<option value=\"daily\" selected>daily</option>");
        choose("weekly");
        network(ADMIN);
        List<String> inADay = toldAfter(Duration.ofDays(2));
        List<String> inAWeek = toldAfter(Duration.ofDays(6));
        network(ADMIN);
        newMails();
        choose("");
        List<String> never = toldAfter(Duration.ofDays(8));
        choose("daily");

        assertThat(inADay).isEmpty();
        assertThat(inAWeek).containsExactly("scratchnets@people.example.net");
        assertThat(never).isEmpty();
        assertThat(PageClient.signedIn(server, "plain")
                        .get("/profile/following")
                        .text())
                .as("in no organization")
                .doesNotContain("What your organizations have");
    }

    @Test
    void keeperWhoFollowsAnObjectIsToldOnce() throws Exception {
        tellsKeepers = true;
        long network = network(ADMIN);
        toldAfter(Duration.ofHours(25));
        send(NETWORKS, "POST", "/api/follows", """
                {"about": "net:%d", "schedule": "once"}""".formatted(network));
        note(ADMIN, network, "once only");

        assertThat(newMails()).hasSize(1);
        assertThat(toldAfter(Duration.ofHours(50))).isEmpty();
        send(NETWORKS, "DELETE", "/api/follows/net:" + network, "");
    }

    @Test
    void mailSaysThatThereMayBeMoreThanIsKeptForIt() throws Exception {
        long network = network(ADMIN);
        follow(network, "daily");
        note(ADMIN, network, "kept");
        newMails();
        Sql.withConnection(server.database().source(), sql -> {
            for (int i = 0; i < 499; i++) {
                sql.update(
                        "insert into follow_change (user_id, schedule, version, seq)"
                                + " select user_id, schedule, version, seq + 1000 + ? from follow_change where seq < 1000",
                        i);
            }
            return sql;
        });
        note(ADMIN, network, "too many");
        newMails();
        server.clock().forward(Duration.ofHours(25));

        assertThat(newMails()).singleElement().satisfies(mail -> assertThat(
                        mail.get("text").stringValue())
                .contains("-> kept", "There may be more. All changes: https://p.example.net/changes")
                .doesNotContain("too many"));
        note(ADMIN, network, "the next day");
        newMails();
        server.clock().forward(Duration.ofHours(25));
        assertThat(newMails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.get("text").stringValue()).doesNotContain("There may be more"));
    }

    @Test
    void placeInTheLogIsANumberThatOlderProgramsRead() throws Exception {
        long network = networkOfASearch();
        note(ADMIN, network, "half done");
        missing = Optional.of(PastUnavailableException.notNow("others are being made"));
        newMails();
        long head = registry.current().version();
        String place = server.store().state("follow-position").orElseThrow();
        missing = Optional.empty();

        assertThat(place).isEqualTo(Long.toString(head));
        assertThat(newMails()).hasSize(1);
    }

    @Test
    void placeOfSearchesThatAnotherProgramLeftIsTakenUp() throws Exception {
        long network = networkOfASearch();
        long before = registry.current().version();
        note(ADMIN, network, "left behind");
        catchUp();
        Sql.withConnection(server.database().source(), sql -> {
            sql.update("delete from peerage_state where name = 'follow-searches'");
            return sql.update(
                    "update peerage_state set content = ? where name = 'follow-position'",
                    before + " " + registry.current().version() + " 0");
        });

        assertThat(newMails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.get("text").stringValue()).contains("left behind"));
        assertThat(server.store().state("follow-position"))
                .contains(Long.toString(registry.current().version()));
    }

    @Test
    void changesThatAnOlderProgramNotedAreMailed() throws Exception {
        long network = network(ADMIN);
        follow(network, "once");
        note(ADMIN, network, "noted without a time");
        catchUp();
        long version = registry.current().version();
        server.clock().forward(Duration.ofHours(2));
        Sql.withConnection(server.database().source(), sql -> {
            sql.update("update peerage_state set content = ? where name = 'follow-position'", Long.toString(version));
            return sql.update(
                    "insert into follow_change (user_id, schedule, version, seq)"
                            + " select user_id, 'once', ?, 0 from follow where subject_id = ?",
                    version,
                    network);
        });

        assertThat(newMails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.get("text").stringValue()).contains("noted without a time"));
    }

    private long waiting(String name) throws Exception {
        return Sql.withConnection(
                        server.database().source(),
                        sql -> sql.query(
                                "select count(*) from follow_change c join user_account u on u.id = c.user_id"
                                        + " where u.username = ?",
                                row -> row.getLong(1),
                                name))
                .getFirst();
    }

    /** Only so much is kept for a mail: what is not told anyway leaves its place to what is. */
    @Test
    void ownChangesTakeNoPlace() throws Exception {
        long network = network(ADMIN);
        newMails();
        follow(network, "daily");
        send(NETWORKS, "POST", "/api/follows", """
                {"about": "net:%d", "schedule": "daily"}""".formatted(network));
        followSearch("net", "id=" + network, "");
        note(NETWORKS, network, "by themselves");
        long ofFollower = waiting("plain");
        newMails();

        assertThat(ofFollower).isZero();
        assertThat(waiting("plain")).isOne();
        assertThat(waiting("scratchnets")).as("their own").isZero();
        send(NETWORKS, "DELETE", "/api/follows/net:" + network, "");
    }

    @Test
    void keepersAreNotToldOnceTheyMayNotEditItAnyMore() throws Exception {
        tellsKeepers = true;
        network(ADMIN);
        newMails();
        long noted = waiting("scratchnets");
        tellsKeepers = false;
        List<String> whereTheSiteTellsNobody = toldAfter(Duration.ofHours(25));
        tellsKeepers = true;
        network(ADMIN);
        newMails();
        long member = accounts.current().user("scratchnets").orElseThrow().id();
        Map<Namespace, Integer> grants =
                accounts.current().user(member).orElseThrow().grants();
        grant(member, Map.of());
        List<String> withoutTheGrant = toldAfter(Duration.ofHours(25));
        grant(member, grants);

        assertThat(noted).isOne();
        assertThat(whereTheSiteTellsNobody).isEmpty();
        assertThat(withoutTheGrant).isEmpty();
    }

    private void grant(long member, Map<Namespace, Integer> grants) {
        server.accounts().organizations().changeMemberGrants(member, 41, now -> Optional.of(grants));
    }

    @Test
    void scheduleThatCannotBeReadEndsNothing() throws Exception {
        PageClient keeper = PageClient.signedIn(server, "scratchnets");
        keeper.get("/profile/following");

        assertThat(keeper.post("/profile/following", "own", "yes", "schedule", "hourly")
                        .status())
                .isEqualTo(400);
        keeper.get("/profile/following");
        assertThat(keeper.post("/profile/following", "own", "yes").status()).isEqualTo(400);
        assertThat(keeper.get("/profile/following").text()).contains("<option value=\"daily\" selected>daily</option>");
    }
}
