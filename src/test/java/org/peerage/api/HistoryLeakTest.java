package org.peerage.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.RecordComponent;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.http.WebServer;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.PageClient;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever is made, hidden, shown, corrected, deleted, denied, handed on and taken up by others: no door tells a caller
 * of a personal value, or of a value of a time as pending, that the present does not show them, but for the keeper's own.
 */
class HistoryLeakTest {
    private static final int STEPS = 60;
    private static final int LOOK_EVERY = 20;
    private static final int PUBLISH_EVERY = 5;
    private static final Pattern TOKEN = Pattern.compile("tok\\d+x");
    private static final List<String> CALLERS = List.of(
            "",
            "user:plain/rw",
            "user:unverified/rw",
            "org:41/full",
            "org:42/full",
            "user:scratchadmin/rw",
            "user:scratchadmin/ro",
            "user:otheradmin/rw");
    private static final List<String> DOWNLOADS = List.of("/peerage.sqlite.gz", "/peerage.csv.zip");
    private static final Map<String, Long> KEEPERS =
            Map.of("org:41/full", 41L, "user:scratchadmin/rw", 41L, "org:42/full", 42L, "user:otheradmin/rw", 42L);

    /** Who reads the log of changes. A new one is a new door: it has to be told by {@link ChangeVisibility}, and to be in {@link World#doors}. */
    private static final Set<String> READERS = Set.of(
            "org.peerage.access.changes.ChangeVisibility",
            "org.peerage.access.changes.ChangeFinder",
            "org.peerage.access.changes.UndoService",
            "org.peerage.accounts.following.FollowMails",
            // Notes places of the log, and tells nothing of what stands there: the mails do.
            "org.peerage.accounts.following.FollowQueue",
            "org.peerage.api.handlers.HistoryHandler",
            "org.peerage.web.changes.UndoPages",
            "org.peerage.web.objects.HistoryPages",
            "org.peerage.web.objects.DeletedPage",
            "org.peerage.web.objects.ConflictDetails",
            "org.peerage.web.site.LatestChanges",
            // For superusers, who see everything, and of whom everything is in the audit.
            "org.peerage.accounts.organizations.OrganizationMergeUndo",
            "org.peerage.web.staff.StaffHistoryPages",
            "org.peerage.web.staff.RedactionPages",
            "org.peerage.web.staff.QueueMails");

    @TempDir
    private Path folder;

    @Test
    void readersOfTheLogAreListed() {
        DescribedPredicate<JavaCall<?>> readTheLog = DescribedPredicate.describe(
                "read the log of changes",
                call -> call.getTargetOwner().isEquivalentTo(RegistryStore.class)
                        && Set.of(
                                        "changes",
                                        "changesIn",
                                        "changesAfter",
                                        "changesOf",
                                        "eachSide",
                                        "extractAfter",
                                        "eachChangeAfter",
                                        "pendingMarks",
                                        "ownerMarks")
                                .contains(call.getTarget().getName()));
        noClasses()
                .that(DescribedPredicate.describe(
                        "are no known readers",
                        type -> !type.getPackageName().matches("org\\.peerage\\.(registry|store|cli)(\\..*)?")
                                && READERS.stream()
                                        .noneMatch(known -> type.getName().startsWith(known))))
                .should()
                .callMethodWhere(readTheLog)
                .check(new ClassFileImporter()
                        .withImportOption(location -> !location.contains("/test"))
                        .importPackages("org.peerage"));
    }

    @Test
    void routesAreListed() {
        assertThat(Arrays.stream(Route.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .containsExactlyInAnyOrder(
                        "MissingSlash",
                        "ApiIndex",
                        "Collection",
                        "Item",
                        "MissingId",
                        "ObjectAction",
                        "ObjectHistory",
                        "ChangeFeed",
                        "Batch",
                        "Undo",
                        "OrganizationUsers",
                        "OrganizationLog",
                        "FollowList",
                        "ImportProposals",
                        "AllAsSets",
                        "AsSet",
                        "ObjectLogo",
                        "OwnItem",
                        "SearchRoute",
                        "ApiSchema",
                        "NotFound");
    }

    /** First parts of addresses whose pages tell of what objects were: {@link World#doors} asks for them. */
    private static final Set<String> PAGES_WITH_A_PAST = Set.of(
            "",
            "advanced_search",
            "asn",
            "changes",
            "changes.atom",
            "compare",
            "export",
            "import",
            "org_admin",
            "profile",
            "search",
            "undo",
            // For superusers, who see everything.
            "staff");

    /** Those of pages that show the present, people themselves, or what is of no object. */
    private static final Set<String> PAGES_WITHOUT_A_PAST = Set.of(
            ".well-known",
            "about",
            "account",
            "affiliate-to-org",
            "api_search",
            "apidocs",
            "aup",
            "autocomplete",
            "change-password",
            "choices",
            "data",
            "exchanges",
            "favicon.ico",
            "first-admin",
            "follow",
            "healthcheck",
            "i18n",
            "login",
            "logo",
            "logout",
            "maintenance",
            "oauth2",
            "opensearch.xml",
            "pick",
            "register",
            "reset-password",
            "robots.txt",
            "sitemap",
            "sitemap.xml",
            "sponsors",
            "stats",
            "suggest",
            "theme",
            "user_keys",
            "username-retrieve",
            "verified-update",
            "verify");

    /** A new address is a new door: it stands in one of the two, and in the first only if it is asked for below. */
    @Test
    void pagesAreListed() throws IOException {
        Set<String> pages = new TreeSet<>(PAGES_WITH_A_PAST);
        pages.addAll(PAGES_WITHOUT_A_PAST);
        assertThat(words("PageRoutes", "pages\\.put\\(\\s*\"([^\"]*)\"")).isEqualTo(pages);
        assertThat(words("PastPages", "\"([a-z_]+)\""))
                .as("pages with at=")
                .containsExactly("advanced_search", "asn", "compare", "export", "points", "search", "tables");
        assertThat(words("export/ExportPages", "(?:case|MEMBER_LIST =) \"([^\"]+)\""))
                .as("files at /export/")
                .containsExactly("advanced-search", "ixp-member-list", "kmz");
        assertThat(words("search/Exports", "case \"([^\"]+)\""))
                .as("files at /export/")
                .containsExactly("advanced-search", "compare", "csv", "csv-api", "json", "xlsx");
        assertThat(words("imports/ImportEndpoints", "(?:equals\\(|case )\"([a-z-]+)\""))
                .as("documents at /import/")
                .containsExactly("document", "ixf", "postmortem", "preview", "settings", "stop");
        assertThat(words("imports/ImportEndpoints", "type == ([A-Za-z]+)\\.TYPE"))
                .as("types at /import/")
                .containsExactly("IxLan", "Net");
    }

    /** Whatever answers beside pages and the API: states of the past as dumps, files of copies; the rest is no door of objects. */
    @Test
    void handlersOfTheWebServerAreListed() {
        assertThat(Arrays.stream(WebServer.Handlers.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly("isReady", "api", "dumps", "files", "pages", "management");
    }

    /** What a class of the pages has at the places of a pattern. */
    private static Set<String> words(String type, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(ProjectFiles.of("src/main/java/org/peerage/web/" + type + ".java")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource({"sqlite,1", "postgresql,3"})
    void responsesRevealNothingOfThePast(String database, long seed) throws Exception {
        try (RunningServer server = RunningServer.startWithCopies(
                database.equals("sqlite")
                        ? Database.openFolder(folder.resolve("data"))
                        : Database.openUrl(PostgresServer.newDatabaseUrl()))) {
            World world = new World(server, seed);
            for (int step = 1; step <= STEPS; step++) {
                world.change();
                if (step % PUBLISH_EVERY == 0) {
                    world.publish();
                }
                if (step % LOOK_EVERY == 0) {
                    world.look(step == STEPS);
                }
            }
        }
    }

    /** What differs between two servers by itself: times, names of histories and of requests, ports. */
    private static final Pattern OWN = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{5,8}(Z| UTC)?|just now|\\w+ minutes?"
                    + " ago|name=\"csrfmiddlewaretoken\""
                    + " value=\"[^\"]+\"|[0-9]{10}\\.0|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|127\\.0\\.0\\.1:[0-9]+");

    /** What is for signed-in users is hidden from visitors only; what is of the past, deleted or pending from all but its keepers. */
    @ParameterizedTest
    @ValueSource(strings = {"", "user:plain/rw user:otheradmin/rw org:42/full"})
    void hiddenValuesChangeNoByte(String callers) throws Exception {
        List<String> strangers = List.of(callers.split(" "));
        try (RunningServer one = RunningServer.startWithDump(withPrivate("a", "Sales"));
                RunningServer other = RunningServer.startWithDump(withPrivate("quite-another-value", "Policy"))) {
            Map<String, String> seen = withHidden(one, strangers, "a", "Sales");
            Map<String, String> seenThere = withHidden(other, strangers, "quite-another-value", "Policy");

            seen.forEach(
                    (door, told) -> assertThat(seenThere.get(door)).as(door).isEqualTo(told));
        }
    }

    /**
     * Contacts of network 62 that are private, as old rows are: whoever is not of its organization does not see them. The last is shown
     * later: of its past no personal value is told, but which role it had is.
     */
    private static final List<Long> PRIVATE = List.of(58L, 59L, 57L);

    /** The world with these contacts, which nobody can make any more. */
    private Path withPrivate(String value, String role) throws Exception {
        JsonNode dump =
                JsonMapper.shared().readTree(ProjectFiles.conformance("world").resolve("dump.json"));
        int found = 0;
        for (JsonNode row : dump.at("/poc/data").isArray() ? dump.at("/poc/data") : dump.path("poc")) {
            if (PRIVATE.contains(row.path("id").longValue())) {
                ((ObjectNode) row)
                        .put("visible", "Private")
                        .put("role", row.path("id").longValue() == PRIVATE.getLast() ? "Sales" : role)
                        .put("name", value)
                        .put("email", value + "@n.example.net")
                        .put("url", "https://" + value + ".example.net");
                found++;
            }
        }
        assertThat(found).isEqualTo(PRIVATE.size());
        return Files.writeString(folder.resolve(value + ".json"), dump.toString());
    }

    /** Does the same with other values, each of which is hidden in the end; what everybody is told then. */
    private static Map<String, String> withHidden(
            RunningServer server, List<String> strangers, String value, String role) throws Exception {
        String keeper = "org:41/full";
        String contact = """
            {"net_id": 62, "role": "%s", "name": "%s", "visible": "%s", "email": "%s@n.example.net"}\
            """;
        String carrier = """
            {"org_id": 41, "name": "Of hidden notes", "website": "https://c.example.net", "notes": "%s"}\
            """;
        boolean areSignedIn = !strangers.equals(List.of(""));
        String ofUsers = areSignedIn ? "same" : value;
        String roleOfUsers = areSignedIn ? "Sales" : role;
        for (long id : PRIVATE) {
            assertThat(server.send(keeper, "GET", "/api/poc/" + id, "").json().at("/data/0/name"))
                    .hasToString("\"" + value + "\"");
        }
        server.clock().forward(Duration.ofMinutes(1));
        TestResponse shown = server.send(
                "user:scratchadmin/rw",
                "PUT",
                "/api/poc/" + PRIVATE.getLast(),
                contact.formatted("Sales", "shown", "Public", "shown").replace("}", ", \"url\": \"\"}"));
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        long turned = make(server, "poc", contact.formatted("Sales", "same", "Public", "same"));
        long never = make(server, "poc", contact.formatted(roleOfUsers, ofUsers, "Users", ofUsers));
        save(server, "poc/" + turned, contact.formatted("Sales", "same", "Users", "same"));
        save(server, "poc/" + turned, contact.formatted(roleOfUsers, ofUsers, "Users", ofUsers));
        long corrected = make(server, "poc", contact.formatted("Sales", value, "Public", value));
        save(server, "poc/" + corrected, contact.formatted("Sales", "right", "Public", "right"));
        long deleted = make(server, "poc", contact.formatted("Sales", value, "Public", value));
        server.clock().forward(Duration.ofMinutes(1));
        assertThat(server.send(keeper, "DELETE", "/api/poc/" + deleted, "").status())
                .isEqualTo(204);
        long pending = make(server, "carrier", carrier.formatted(value));
        save(server, "carrier/" + pending, carrier.formatted("in the end"));
        server.clock().forward(Duration.ofMinutes(1));
        PageClient staff = PageClient.signedIn(server, "superuser");
        staff.get("/staff/queue/carrier/" + pending);
        assertThat(staff.post("/staff/queue/carrier/" + pending + "/approve").status())
                .isLessThan(400);

        Map<String, String> seen = new LinkedHashMap<>();
        for (String stranger : strangers) {
            seen.putAll(told(server, stranger, List.of(turned, never, corrected, deleted), pending));
        }
        return seen;
    }

    /** What somebody is told at each door that could tell of these contacts and of that carrier, by the door. */
    private static Map<String, String> told(RunningServer server, String caller, List<Long> contacts, long pending)
            throws Exception {
        long turned = contacts.get(0);
        long never = contacts.get(1);
        long corrected = contacts.get(2);
        long deleted = contacts.get(3);
        Map<String, String> seen = new LinkedHashMap<>();
        for (String door : List.of(
                "/api/changes?after=1",
                "/api/changes?about=net:62",
                "/api/changes?about=carrier:" + pending,
                "/api/changes?order=desc&type=poc",
                "/api/changes?order=desc&field=email",
                "/api/net/62/history?links=1",
                "/api/poc?since=1",
                "/api/poc?since=1&id=" + turned,
                "/api/poc?since=1&id=" + never,
                "/api/poc/" + never + "/history",
                "/api/poc/" + corrected + "/history",
                "/api/poc/" + deleted + "/history",
                "/api/carrier/" + pending + "/history",
                "/carrier/" + pending + "/history",
                "/poc/" + deleted,
                "/api/poc/58",
                "/api/poc?id__in=57,58,59",
                "/api/poc/57/history",
                "/poc/57/history",
                "/api/poc?since=1&id=57",
                "/api/poc?id=58&since=1",
                "/api/poc/58/history",
                "/poc/58",
                "/poc/59/history",
                "/api/poc?role=Policy&net_id=62",
                "/api/poc?email=quite-another-value@n.example.net",
                "/api/poc?url__contains=quite-another-value",
                "/api/net?poc__name=quite-another-value",
                "/net/62/changes",
                "/net/62/changes.atom",
                "/changes?field=email",
                "/changes.atom",
                "/carrier/" + pending + "/changes",
                "/net/62/history",
                "/net/62",
                "/poc-0.json",
                "/api/poc?email__contains=a&since=1",
                "/api/poc?name=quite-another-value",
                "/api/net?limit=3&depth=2",
                "/api/org/41?depth=2",
                "/search?q=quite-another-value",
                "/export/advanced-search/net/json?poc__name=quite-another-value",
                "/export/advanced-search/carrier/csv-api",
                "/")) {
            TestResponse response = server.send(caller, "GET", door, "");
            seen.put(
                    caller + door,
                    response.status()
                            + (door.startsWith("/api/") || door.contains("-0.json") ? response.header("ETag") : "")
                            + " "
                            + OWN.matcher(response.text()).replaceAll("…"));
        }
        long head = server.head();
        for (long version = head; version > head - 13; version--) {
            for (String door : List.of(
                    "/api/poc?since=1&at=",
                    "/api/poc?diff=&at=",
                    "/api/net/62?depth=2&at=",
                    "/api/carrier?since=1&at=",
                    "/api/carrier/" + pending + "?at=",
                    "/api/poc/" + never + "?at=",
                    "/api/poc/58?at=",
                    "/api/poc/57?at=",
                    "/api/poc?name=quite-another-value&at=",
                    "/api/poc?email=a@n.example.net&at=",
                    "/net/62?at=",
                    "/poc-0.json?at=")) {
                TestResponse response = server.send(caller, "GET", door + version, "");
                seen.put(
                        caller + door + version,
                        response.status()
                                + (door.startsWith("/net") ? "" : response.header("ETag"))
                                + OWN.matcher(response.text()).replaceAll("…"));
            }
        }
        return seen;
    }

    /** A minute later, so that each write has a time of its own. */
    private static long make(RunningServer server, String typeName, String body) throws Exception {
        server.clock().forward(Duration.ofMinutes(1));
        TestResponse made = server.send("org:41/full", "POST", "/api/" + typeName, body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/data/0/id").longValue();
    }

    private static void save(RunningServer server, String object, String body) throws Exception {
        server.clock().forward(Duration.ofMinutes(1));
        TestResponse saved = server.send("org:41/full", "PUT", "/api/" + object, body);
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
    }

    /** A value that not everybody may know. */
    private record Secret(String object, long org, int hands) {}

    /** What is done, and what may be known of it. */
    private static final class World {
        private final RunningServer server;
        private final Random random;
        private final PageClient staff;
        private final long start;
        private final Map<String, Secret> personal = new HashMap<>();
        private final Map<String, Secret> pendingOnly = new HashMap<>();
        private final Map<String, Thing> things = new LinkedHashMap<>();
        private final List<List<String>> posts = new ArrayList<>();
        /** Request headers of a feed: shown to nobody, not to those who entered them either. */
        private final Set<String> secrets = new HashSet<>();
        /** All files that copies were ever told of. */
        private final Set<String> files = new TreeSet<>(DOWNLOADS);

        private int tokens;

        /** An object, with the organization that has it and how often it changed hands. */
        private static final class Thing {
            private final String typeName;
            private final long id;
            private final String name;
            private long org;
            private int hands;
            private boolean pending;
            private boolean deleted;
            private String visible = "Public";
            private String value = "";

            Thing(String typeName, long id, String name, long org) {
                this.typeName = typeName;
                this.id = id;
                this.name = name;
                this.org = org;
            }

            String object() {
                return typeName + "/" + id;
            }
        }

        World(RunningServer server, long seed) throws Exception {
            this.server = server;
            this.random = new Random(seed);
            this.staff = PageClient.signedIn(server, "superuser");
            this.start = server.head();
            things.put("fac/31", new Thing("fac", 31, "", 41));
            Thing feed = new Thing("ixlan", 19, "", 41);
            feed.visible = "Users";
            things.put(feed.object(), feed);
            enterHeader();
        }

        private static String key(long org) {
            return "org:" + org + "/full";
        }

        private String token() {
            return "tok" + tokens++ + "x";
        }

        void change() throws Exception {
            List<Thing> contacts = all("poc");
            List<Thing> carriers = all("carrier");
            switch (random.nextInt(16)) {
                case 0, 1 -> makeContact();
                case 2, 3 -> pick(contacts).ifPresentOrElse(this::correct, this::skip);
                case 4, 5 -> pick(contacts).ifPresentOrElse(this::turn, this::skip);
                case 6 -> pick(contacts).ifPresentOrElse(this::delete, this::skip);
                case 7 -> makeCarrier();
                case 8 -> pick(carriers).ifPresentOrElse(this::rewrite, this::skip);
                case 9 ->
                    pick(carriers.stream().filter(it -> it.pending).toList())
                            .ifPresentOrElse(carrier -> decide(carrier, random.nextInt(3) > 0), this::skip);
                case 10 -> pick(carriers).ifPresentOrElse(this::deleteAndRevive, this::skip);
                case 11 -> correctFacility();
                case 12 -> correctFeed();
                case 13 -> turnFeed();
                case 14 -> enterHeader();
                default -> handOn();
            }
        }

        private void skip() {}

        private List<Thing> all(String typeName) {
            return things.values().stream()
                    .filter(thing -> thing.typeName.equals(typeName) && !thing.deleted)
                    .toList();
        }

        private java.util.Optional<Thing> pick(List<Thing> some) {
            return some.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(some.get(random.nextInt(some.size())));
        }

        private TestResponse send(String who, String method, String path, String body, String... headers) {
            try {
                TestResponse response = server.send(who, method, path, body, headers);
                assertThat(response.status())
                        .as(method + " " + path + " " + response.text())
                        .isLessThan(300);
                return response;
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }

        private long post(String who, String typeName, String body) {
            posts.add(List.of(who, "/api/" + typeName, body, "key" + posts.size()));
            return send(
                            who,
                            "POST",
                            "/api/" + typeName,
                            body,
                            "Idempotency-Key",
                            posts.getLast().getLast())
                    .json()
                    .at("/data/0/id")
                    .longValue();
        }

        private String contact(Thing contact) {
            return """
                {"net_id": %d, "role": "Sales", "visible": "%s", "name": "%s", "email": "%s@n.example.net"}\
                """.formatted(contact.org == 41 ? 62 : 65, contact.visible, contact.value, contact.value);
        }

        private void makeContact() {
            Thing contact = new Thing("poc", 0, "", random.nextBoolean() ? 41 : 42);
            contact.value = token();
            contact.visible = random.nextBoolean() ? "Public" : "Users";
            long id = post(key(contact.org), "poc", contact(contact));
            Thing made = new Thing("poc", id, "", contact.org);
            made.visible = contact.visible;
            remember(made, contact.value);
        }

        private void remember(Thing thing, String token) {
            thing.value = token;
            things.put(thing.object(), thing);
            personal.put(token, new Secret(thing.object(), thing.org, thing.hands));
        }

        private void correct(Thing contact) {
            remember(contact, token());
            send(key(contact.org), "PUT", "/api/" + contact.object(), contact(contact));
        }

        private void turn(Thing contact) {
            contact.visible = contact.visible.equals("Public") ? "Users" : "Public";
            send(key(contact.org), "PUT", "/api/" + contact.object(), contact(contact));
        }

        private void delete(Thing thing) {
            thing.deleted = true;
            send(key(thing.org), "DELETE", "/api/" + thing.object(), "");
        }

        private static String carrier(Thing carrier) {
            return """
                {"org_id": %d, "name": "%s", "website": "https://c.example.net", "notes": "%s"}\
                """.formatted(carrier.org, carrier.name, carrier.value);
        }

        private void makeCarrier() {
            Thing carrier = new Thing("carrier", 0, "Carrier " + token(), random.nextBoolean() ? 41 : 42);
            carrier.value = token();
            Thing made = new Thing(
                    "carrier", post(key(carrier.org), "carrier", carrier(carrier)), carrier.name, carrier.org);
            made.pending = true;
            write(made, carrier.value);
        }

        private void write(Thing carrier, String token) {
            carrier.value = token;
            things.put(carrier.object(), carrier);
            if (carrier.pending) {
                pendingOnly.put(token, new Secret(carrier.object(), carrier.org, carrier.hands));
            }
        }

        private void rewrite(Thing carrier) {
            write(carrier, token());
            send(key(carrier.org), "PUT", "/api/" + carrier.object(), carrier(carrier));
        }

        private void decide(Thing carrier, boolean approved) {
            try {
                String place = "/staff/queue/" + carrier.object();
                staff.get(place);
                assertThat(staff.post(place + (approved ? "/approve" : "/deny"), "reason", "no")
                                .status())
                        .isLessThan(400);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
            if (approved) {
                carrier.pending = false;
                pendingOnly.remove(carrier.value);
            } else {
                carrier.deleted = true;
            }
        }

        private void deleteAndRevive(Thing carrier) {
            delete(carrier);
            carrier.deleted = false;
            carrier.org = carrier.org == 41 ? 42 : 41;
            carrier.hands++;
            carrier.pending = true;
            carrier.value = token();
            assertThat(post(key(carrier.org), "carrier", carrier(carrier))).isEqualTo(carrier.id);
            write(carrier, carrier.value);
        }

        private JsonNode facility() {
            return send("", "GET", "/api/fac/31?depth=0", "").json().at("/data/0");
        }

        private void saveFacility(String who, Map<String, Object> values) {
            Map<String, Object> row = new LinkedHashMap<>();
            facility().properties().forEach(value -> {
                if (!value.getKey().equals("suggest")) {
                    row.put(value.getKey(), value.getValue());
                }
            });
            row.putAll(values);
            send(
                    who,
                    "PUT",
                    "/api/fac/31",
                    tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(row));
        }

        private void correctFacility() {
            Thing facility = things.get("fac/31");
            remember(facility, token());
            saveFacility(key(facility.org), Map.of("sales_email", facility.value + "@f.example.net"));
        }

        private void handOn() {
            Thing facility = things.get("fac/31");
            facility.org = facility.org == 41 ? 42 : 41;
            facility.hands++;
            // What it holds when it is handed on, the next keeper has.
            personal.computeIfPresent(
                    facility.value, (token, secret) -> new Secret(secret.object, facility.org, facility.hands));
            saveFacility("user:superuser/rw", Map.of("org_id", facility.org));
        }

        private void correctFeed() {
            Thing feed = Objects.requireNonNull(things.get("ixlan/19"));
            remember(feed, token());
            saveFeed(feed);
        }

        private void turnFeed() {
            Thing feed = Objects.requireNonNull(things.get("ixlan/19"));
            List<String> others = new ArrayList<>(List.of("Private", "Users", "Public"));
            others.remove(feed.visible);
            feed.visible = others.get(random.nextInt(others.size()));
            saveFeed(feed);
        }

        private void saveFeed(Thing feed) {
            ObjectNode row = (ObjectNode) send(key(feed.org), "GET", "/api/ixlan/19?depth=0", "")
                    .json()
                    .at("/data/0");
            row.put("ixf_ixp_member_list_url_visible", feed.visible);
            if (!feed.value.isEmpty()) {
                row.put("ixf_ixp_member_list_url", "https://ix19.example.net/" + feed.value + ".json");
            }
            send(key(feed.org), "PUT", "/api/ixlan/19", row.toString());
        }

        private void enterHeader() {
            String secret = token();
            secrets.add(secret);
            String url = send(key(41), "GET", "/api/ixlan/19?depth=0", "")
                    .json()
                    .at("/data/0/ixf_ixp_member_list_url")
                    .stringValue();
            send(key(41), "POST", "/import/ixlan/19/ixf/settings", """
                    {"request_header": {"name": "Authorization", "value": "%s", "url": "%s"}}\
                    """.formatted(secret, url));
        }

        /** Makes the files for copies. */
        void publish() throws Exception {
            server.clock().forward(Duration.ofMinutes(11)); // what was withdrawn is made again after ten
            server.publishCopies();
            JsonNode list = server.send("", "GET", "/copies/public/notification.json", "")
                    .json();
            files.add("/copies/public/" + list.at("/snapshot/url").stringValue());
            list.path("deltas")
                    .forEach(delta ->
                            files.add("/copies/public/" + delta.path("url").stringValue()));
        }

        /** What files tell is what everybody reads now, whether a list still names them or not. */
        private void lookAtFiles() throws Exception {
            Set<String> present = present("");
            for (String file : files) {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create(server.url() + file).toURL().openConnection();
                if (connection.getResponseCode() != 200) {
                    continue; // withdrawn
                }
                Set<String> told = tokens(unpacked(file, connection.getInputStream()));
                told.removeIf(token -> present.contains(token) || !isNotForAll(token));
                assertThat(told).as(file).isEmpty();
            }
            assertThat(tokens(server.send("", "GET", "/copies/public/notification.json", "")
                            .text()))
                    .isEmpty();
        }

        private static String unpacked(String file, InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            if (file.endsWith(".zip")) {
                try (ZipInputStream parts = new ZipInputStream(in)) {
                    while (parts.getNextEntry() != null) {
                        text.append(new String(parts.readAllBytes(), StandardCharsets.ISO_8859_1));
                    }
                }
            } else {
                try (GZIPInputStream whole = new GZIPInputStream(in)) {
                    text.append(new String(whole.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
            return text.toString();
        }

        private boolean isNotForAll(String token) {
            return personal.containsKey(token) || pendingOnly.containsKey(token) || secrets.contains(token);
        }

        void look(boolean isLast) throws Exception {
            lookAtFiles();
            for (String caller : CALLERS) {
                Set<String> present = present(caller);
                for (Map.Entry<String, String> door : doors(caller, isLast).entrySet()) {
                    Set<String> told = tokens(door.getValue());
                    boolean isHistory = door.getKey().contains("history"); // keepers are told more
                    told.removeIf(token -> present.contains(token)
                            || isOwn(caller, pendingOnly.get(token))
                            || (isHistory && isOwn(caller, personal.get(token)))
                            || !isNotForAll(token));
                    assertThat(told).as(door.getKey() + " for " + caller).isEmpty();
                }
            }
        }

        private boolean isOwn(String caller, Secret secret) {
            Thing thing = secret == null ? null : things.get(secret.object);
            return thing != null && thing.hands == secret.hands && KEEPERS.getOrDefault(caller, 0L) == thing.org;
        }

        /** What the caller reads in the objects as they are. */
        private Set<String> present(String caller) throws Exception {
            Set<String> present = new HashSet<>();
            for (String list : List.of("poc?since=1", "fac?since=1", "carrier?since=1", "ixlan?since=1")) {
                present.addAll(
                        tokens(server.send(caller, "GET", "/api/" + list, "").text()));
            }
            for (Thing thing : things.values()) {
                present.addAll(tokens(server.send(caller, "GET", "/api/" + thing.object() + "?depth=0", "")
                        .text()));
            }
            return present;
        }

        /** What the caller is told at every door that knows of the past. */
        private Map<String, String> doors(String caller, boolean isLast) throws Exception {
            Map<String, String> doors = new LinkedHashMap<>();
            for (Thing thing : things.values()) {
                doors.put(thing.object() + " history", get(caller, "/api/" + thing.object() + "/history"));
                if (!isLast) {
                    continue;
                }
                String about = thing.object().replace('/', ':');
                doors.put(about + " about", get(caller, "/api/changes?after=" + start + "&about=" + about));
                doors.put(
                        about + " undo, which tells keepers what a history tells",
                        server.send(
                                        caller,
                                        "POST",
                                        "/api/undo?dry-run",
                                        "{\"changes\": " + changes(thing) + ", \"conflicts\": \"skip\"}")
                                .text());
            }
            for (String network : List.of("62", "65")) {
                doors.put("history of links " + network, get(caller, "/api/net/" + network + "/history?links=1"));
                doors.put("feed about " + network, get(caller, "/api/changes?about=net:" + network));
            }
            for (String organization : List.of("41", "42")) {
                doors.put("history in the log of " + organization, get(caller, "/api/org/" + organization + "/log"));
            }
            doors.put("feed", get(caller, "/api/changes?after=" + start));
            doors.put("feed of contacts", get(caller, "/api/changes?order=desc&type=poc"));
            doors.put("feed of addresses", get(caller, "/api/changes?field=email&after=" + start));
            if (isLast) { // a stream that is left counts as one for some seconds, and an address has few
                doors.put("events", events(caller));
            }
            for (List<String> post : posts) {
                if (post.getFirst().equals(caller)) {
                    doors.put(
                            "repeated " + post,
                            server.send(caller, "POST", post.get(1), post.get(2), "Idempotency-Key", post.get(3))
                                    .text());
                }
            }
            PageClient person = caller.startsWith("user:") && caller.endsWith("/rw") && !caller.contains("unverified")
                    ? PageClient.signedIn(server, caller.substring(5, caller.indexOf('/')))
                    : PageClient.anonymous(server);
            boolean anonymous = caller.isEmpty();
            if (anonymous || caller.startsWith("user:")) {
                for (String page : List.of(
                        "/net/62/history",
                        "/net/65/history",
                        "/fac/31/history",
                        "/ix/19/history",
                        "/ix/19",
                        "/ix/19/imports",
                        "/search?q=tok",
                        "/changes",
                        "/changes.atom",
                        "/changes?field=email",
                        "/")) {
                    doors.put("page " + page, person.get(page).text());
                }
                for (Thing thing : things.values()) {
                    if (thing.typeName.equals("carrier")) {
                        doors.put(
                                "page history " + thing.object(),
                                person.get("/" + thing.object() + "/history").text());
                    }
                }
                for (String object : List.of("net/62", "net/65", "fac/31", "ix/19", "org/41", "org/42")) {
                    doors.put(
                            "page, history " + object,
                            person.get("/" + object + "/changes").text());
                    doors.put(
                            "feed of " + object,
                            person.get("/" + object + "/changes.atom").text());
                }
                for (String page : List.of("/org_admin/41/changes", "/profile/following?about=net:62")) {
                    doors.put(
                            "page, history of org 41 " + page, person.get(page).text());
                }
            }
            for (String address : List.of(
                    "/export/advanced-search/fac/csv-api",
                    "/export/advanced-search/carrier/csv-api",
                    "/ix/19/imports/settings",
                    "/import/ixlan/19/ixf/document",
                    "/import/ixlan/19/ixf/settings",
                    "/import/net/62/ixf/postmortem",
                    "/import/net/65/ixf/postmortem")) {
                doors.put(
                        address.endsWith("/settings")
                                ? address + ", which tells keepers as a history does what URL a header was entered for"
                                : address,
                        anonymous || caller.startsWith("org:")
                                ? get(caller, address)
                                : person.get(address).text());
            }
            doors.put("dump", get(caller, "/poc-0.json") + get(caller, "/fac-0.json") + get(caller, "/ixlan-0.json"));
            past(caller, person, doors);
            return doors;
        }

        /** States of the past, some of them twice: what is told of one that is kept follows the present. */
        private void past(String caller, PageClient person, Map<String, String> doors) throws Exception {
            long head = server.head();
            for (long version : List.of(start + random.nextLong(head - start), head - 5, start + 1)) {
                String at = "at=" + version;
                for (String address : List.of(
                        "/api/poc?",
                        "/api/poc?since=1&",
                        "/api/poc?email__contains=tok&",
                        "/api/net/62?depth=2&",
                        "/api/fac?since=1&",
                        "/api/fac/31?depth=1&",
                        "/api/carrier?since=1&",
                        "/api/carrier?depth=1&",
                        "/api/ixlan?since=1&",
                        "/api/ix/19?depth=2&",
                        "/api/ixlan?diff=&",
                        "/api/poc?diff=&",
                        "/api/fac?diff=&",
                        "/api/carrier?diff=" + (version + random.nextLong(head - version + 1)) + "&",
                        "/poc-0.json?",
                        "/ixlan-0.json?",
                        "/carrier-0.json?",
                        "/export/ix/19/ixp-member-list?",
                        "/export/ixlan/19/ixp-member-list?version=1.0&",
                        "/export/advanced-search/fac/csv-api?",
                        "/export/advanced-search/carrier/csv-api?name__contains=tok&",
                        "/export/compare/json?asns=213001,213004&")) {
                    if (!address.startsWith("/export/") || random.nextInt(3) == 0) {
                        doors.put(address + at, get(caller, address + at));
                    }
                }
                for (Thing thing : things.values()) {
                    if (random.nextInt(3) == 0) {
                        doors.put(thing.object() + at, get(caller, "/api/" + thing.object() + "?" + at));
                    }
                }
                for (String page : List.of(
                        "/net/62?",
                        "/net/65?",
                        "/fac/31?",
                        "/org/41?",
                        "/ix/19?",
                        "/asn/213001?",
                        "/net/62.txt?",
                        "/fac/31.txt?",
                        "/net/62/tables/contacts.json?",
                        "/fac/31/points?",
                        "/advanced_search?reftag=carrier&name_search=tok&",
                        "/compare?asns=213001,213004&",
                        "/ix/19/changes?diff=&",
                        "/org/41/changes?diff=&",
                        "/changes?diff=&",
                        "/search?q=tok&")) {
                    if (random.nextInt(3) == 0) {
                        doors.put("page " + page + at, person.get(page + at).text());
                    }
                }
            }
        }

        /** All changes of an object, as an undo names them. */
        private String changes(Thing thing) throws Exception {
            return server
                    .store()
                    .changes(ChangeSearch.newest(100)
                            .about(ChangeSubject.of(
                                    ObjectTypes.byName(thing.typeName).orElseThrow(), thing.id))
                            .alone(true))
                    .stream()
                    .map(change -> "{\"version\": %d, \"type\": \"%s\", \"id\": %d}"
                            .formatted(change.version(), thing.typeName, thing.id))
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        private String get(String caller, String path) throws Exception {
            return server.send(caller, "GET", path, "").text();
        }

        /** The events up to the head. */
        private String events(String caller) throws Exception {
            long head = server.head();
            HttpURLConnection connection = (HttpURLConnection) URI.create(server.url() + "/api/changes?after=" + start)
                    .toURL()
                    .openConnection();
            connection.setRequestProperty("Accept", "text/event-stream");
            if (!caller.isEmpty()) {
                connection.setRequestProperty("Authorization", "Api-Key " + server.key(caller));
            }
            connection.setReadTimeout(10_000);
            StringBuilder told = new StringBuilder();
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                String last = "id: " + head;
                for (String line = in.readLine(); !line.equals(last); line = in.readLine()) {
                    told.append(line).append('\n');
                }
                told.append(in.readLine());
            } finally {
                connection.disconnect();
            }
            return told.toString();
        }

        private static Set<String> tokens(String text) {
            Set<String> tokens = new TreeSet<>();
            Matcher found = TOKEN.matcher(text);
            while (found.find()) {
                tokens.add(found.group());
            }
            return tokens;
        }
    }
}
