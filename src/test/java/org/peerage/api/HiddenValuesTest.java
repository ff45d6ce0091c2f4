package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.AccountsFile;
import org.peerage.access.AuthenticationResult;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.keys.KeyActivity;
import org.peerage.api.handlers.DumpHandler;
import org.peerage.api.handlers.HistoryHandler;
import org.peerage.api.handlers.ImportProposalsHandler;
import org.peerage.api.handlers.ImportStatusColumn;
import org.peerage.api.handlers.LogoHandler;
import org.peerage.api.handlers.MembersHandler;
import org.peerage.api.handlers.PageFilters;
import org.peerage.api.handlers.WriteHandler;
import org.peerage.api.openapi.OpenApi;
import org.peerage.api.routing.Api;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.AuthorizationHeader;

/**
 * What a caller may not read cannot be guessed (docs/spec/deviations.md 4): of two registries that differ only in that, whatever is
 * asked, every answer is the same to the last byte, with its headers.
 */
class HiddenValuesTest {
    private static final int QUESTIONS = 400;
    /** A field more makes all random questions others, which may find less: then more are asked. */
    private static final int MAX_QUESTIONS = 4 * QUESTIONS;

    private static final List<Integer> USUAL_STATUSES = List.of(200, 304, 404);

    private static final String ACCOUNTS = """
        {"users": [
           {"name": "root", "password_hash": "-", "verified": true, "superuser": true, "api_keys": [{"name": "rw"}]},
           {"name": "admin", "password_hash": "-", "verified": true, "orgs": {"1": "admin"},
            "api_keys": [{"name": "ro", "readonly": true}]},
           {"name": "member", "password_hash": "-", "verified": true, "orgs": {"2": "member", "3": "member"},
            "api_keys": [{"name": "rw"}]},
           {"name": "granted", "password_hash": "-", "verified": true, "orgs": {"4": "member"},
            "permissions": [["peeringdb.organization.1.network.1.poc_set.private", "r"],
                            ["peeringdb.organization.4.network.4.poc_set.private", "u"],
                            ["peeringdb.organization.*.internetexchange.3.ixf_ixp_member_list_url.private", "r"]],
            "api_keys": [{"name": "rw"}]},
           {"name": "plain", "password_hash": "-", "verified": true, "api_keys": [{"name": "ro", "readonly": true}]},
           {"name": "unverified", "password_hash": "-", "verified": false, "orgs": {"1": "admin"},
            "api_keys": [{"name": "rw"}]}],
         "org_api_keys": [
           {"org_id": 1, "name": "none", "permissions": []},
           {"org_id": 2, "name": "full", "permissions": [["peeringdb.organization.2", "crud"]]},
           {"org_id": 3, "name": "more", "permissions": [
               ["peeringdb.organization.*.network.*.poc_set.private", "r"],
               ["peeringdb.organization.1.internetexchange.*.ixf_ixp_member_list_url.private", "r"]]}]}
        """;

    @TempDir
    private static Path folder;

    private static Database database;
    private static Accounts accounts;
    private static final Map<String, Caller> CALLERS = new LinkedHashMap<>();

    @BeforeAll
    static void makeCallers() throws Exception {
        database = Database.openFolder(folder);
        accounts = new Accounts(
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC()));
        AccountsFile file = AccountsFile.read(new ByteArrayInputStream(ACCOUNTS.getBytes(StandardCharsets.UTF_8)));
        Map<String, String> secrets =
                ((AccountChangeResult.Imported) accounts.change(store -> store.importAccounts(file))).secrets();
        Authenticator authenticator =
                new Authenticator(accounts, new Passwords(Ticker.systemTicker()), Clock.systemUTC(), 20525);
        CALLERS.put("nobody", Caller.anonymous());
        secrets.forEach((name, secret) -> CALLERS.put(
                name,
                ((AuthenticationResult.Authenticated)
                                authenticator.authenticate(new AuthorizationHeader("Api-Key " + secret)))
                        .caller()));
        CALLERS.put(
                "session of member",
                authenticator
                        .ofUser(accounts.current().user("member").orElseThrow().id())
                        .orElseThrow());
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void registriesThatDifferInWhatIsHiddenAnswerAlike(long seed) {
        int telling = 0;
        for (Map.Entry<String, Caller> caller : CALLERS.entrySet()) {
            RandomRequests questions = new RandomRequests(seed);
            HiddenValueRegistry world = new HiddenValueRegistry(seed);
            Twin one = new Twin(world.with(caller.getValue().visibility(), 2 * seed));
            Twin other = new Twin(world.with(caller.getValue().visibility(), 2 * seed + 1));
            Map<Integer, Integer> statuses = new LinkedHashMap<>();
            int found = 0;
            for (int i = 0; i < MAX_QUESTIONS && (i < QUESTIONS || !isEnough(found, statuses)); i++) {
                TestRequest question = questions.next();
                // Others ask before, who may see more or less: what is kept for them is for nobody else.
                Caller before = List.copyOf(CALLERS.values()).get(i % CALLERS.size());
                one.asked(before, question);
                other.asked(before, question);
                telling += one.ids(question).equals(other.ids(question)) ? 0 : 1;

                List<Seen> seen = one.asked(caller.getValue(), question);

                assertThat(other.asked(caller.getValue(), question))
                        .as("seed %d, %s asks %s", seed, caller.getKey(), question)
                        .isEqualTo(seen);
                assertThat(other.selected(caller.getValue(), question))
                        .as("page: seed %d, %s asks %s", seed, caller.getKey(), question)
                        .isEqualTo(one.selected(caller.getValue(), question));
                statuses.merge(seen.getFirst().status, 1, Integer::sum);
                found += seen.getFirst().hasRows() ? 1 : 0;
            }
            assertThat(isEnough(found, statuses))
                    .as("%s got %d answers with rows, and by status %s", caller.getKey(), found, statuses)
                    .isTrue();
        }
        assertThat(telling).as("questions that hidden values decide").isGreaterThan(100);
    }

    /** Whether what was asked tells something. */
    private static boolean isEnough(int found, Map<Integer, Integer> statuses) {
        return found > QUESTIONS / 4 && statuses.keySet().containsAll(USUAL_STATUSES);
    }

    private static Caller root() {
        return Objects.requireNonNull(CALLERS.get("user:root/rw"));
    }

    /** What comes back, as far as it can be seen. */
    private record Seen(int status, List<String> headers, String body) {
        boolean hasRows() {
            return status == 200 && body.startsWith("{\"data\": [{");
        }
    }

    /** A registry that answers as the server does. */
    private static final class Twin {
        private final Snapshot snapshot;
        private final Search search = Search.withoutIndex();
        private final Api api;
        private final DumpHandler dumps;
        private Caller caller = Caller.anonymous();

        Twin(Snapshot snapshot) {
            this.snapshot = snapshot;
            Supplier<Snapshot> current = () -> snapshot;
            RequestFilter requestFilter = new RequestFilter() {
                @Override
                public AccessDecision admit(ApiRequest request) {
                    return new AccessDecision.Admitted(caller);
                }

                @Override
                public Supplier<AccessDecision> renewal(ApiRequest request) {
                    return () -> admit(request);
                }

                @Override
                public Optional<ApiResponse> refusal(ApiRequest request, AccessDecision.Admitted admitted, long bytes) {
                    return Optional.empty();
                }
            };
            ReadYourWrites ownWrites = new ReadYourWrites(notNeeded(), notNeeded());
            api = new Api(
                    current,
                    requestFilter,
                    OpenApi::document,
                    new WriteHandler(notNeeded(), notNeeded()),
                    notNeeded(),
                    notNeeded(),
                    notNeeded(),
                    new ImportProposalsHandler(notNeeded()),
                    new ImportStatusColumn(notNeeded()),
                    new HistoryHandler(new RegistryStore(database), requestFilter, notNeeded()),
                    new MembersHandler(notNeeded(), notNeeded(), notNeeded(), ""),
                    ownWrites,
                    search,
                    new LogoHandler(notNeeded()),
                    new KeyWarnings(
                            accounts,
                            new KeyActivity(accounts, database.source(), Clock.systemUTC()),
                            Clock.systemUTC()),
                    notNeeded(),
                    notNeeded());
            dumps = new DumpHandler(current, requestFilter, ownWrites, notNeeded());
        }

        /** Of what only writes touch. */
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
        private static <T> T notNeeded() {
            return null;
        }

        /** Some are asked three times, so that the answer is made, made and kept, and taken from what is kept. */
        List<Seen> asked(Caller who, TestRequest question) {
            caller = who;
            return question.again() ? List.of(seen(question), seen(question), seen(question)) : List.of(seen(question));
        }

        private Seen seen(TestRequest question) {
            WireResponse out = question.path().startsWith("/api/") ? api.handle(question) : dumps.handle(question);
            List<String> headers = new ArrayList<>();
            out.forEachHeader((name, value) -> headers.add(name + ": " + value));
            headers.add("Content-Length: " + out.length());
            return new Seen(out.status(), headers, body(out));
        }

        private static String body(WireResponse out) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ByteBuffer ready = out.ready();
                ResponseBody.BodyWriter writer = out.writer();
                if (ready != null) {
                    byte[] all = new byte[ready.remaining()];
                    ready.get(all);
                    bytes.writeBytes(all);
                } else if (writer != null) {
                    writer.writeTo(bytes);
                }
                return bytes.toString(StandardCharsets.ISO_8859_1);
            } catch (IOException inMemory) {
                throw new IllegalStateException(inMemory);
            }
        }

        private static String fields(Row row) {
            return row.type().fields().stream()
                    .filter(field -> !field.isHidden())
                    .map(field -> String.valueOf(row.find(field)))
                    .toList()
                    .toString();
        }

        /** The same filters behind a page and its files: what was found, or the problem. */
        String selected(Caller who, TestRequest question) {
            return switch (selection(who, question)) {
                case ParseResult.Problem<List<Row>>(String message) -> message;
                case ParseResult.Value<List<Row>>(List<Row> rows) ->
                    rows.stream().map(Twin::fields).toList().toString();
            };
        }

        /** What is found where nothing is hidden. */
        List<Long> ids(TestRequest question) {
            return selection(root(), question) instanceof ParseResult.Value<List<Row>>(List<Row> rows)
                    ? rows.stream().map(Row::id).toList()
                    : List.of();
        }

        private ParseResult<List<Row>> selection(Caller who, TestRequest question) {
            return PageFilters.of(
                    snapshot, search, who.visibility(), who.isVerified(), question.type(), question.query());
        }
    }
}
