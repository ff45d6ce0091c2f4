package org.peerage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Permission;
import org.peerage.net.IpPrefix;
import org.peerage.snapshot.Visibility;
import org.peerage.testing.AdjustableClock;

/** Answers as recorded in the cases {@code auth}, {@code visibility} and {@code permissions}. */
class AuthenticatorTest {
    private static final String ACCOUNTS = """
        {"users": [
           {"name": "root", "password": "root-Passw0rd!", "verified": true, "superuser": true,
            "api_keys": [{"name": "rw"}, {"name": "ro", "readonly": true}]},
           {"name": "admin", "password": "admin-Passw0rd!", "verified": true, "orgs": {"41": "admin"},
            "api_keys": [{"name": "rw"}, {"name": "ro", "readonly": true}]},
           {"name": "member", "password": "member-Passw0rd!", "verified": true, "orgs": {"41": "member"},
            "permissions": [["peeringdb.organization.41.network.62", "ru"]], "api_keys": [{"name": "rw"}]},
           {"name": "plain", "password": "plain-Passw0rd!", "verified": true, "api_keys": [{"name": "rw"}]},
           {"name": "unverified", "password": "unverified-Passw0rd!", "verified": false,
            "orgs": {"41": "admin"}, "api_keys": [{"name": "rw"}]}],
         "org_api_keys": [
           {"org_id": 41, "name": "full", "permissions": [["peeringdb.organization.41", "crud"],
               ["peeringdb.manage_organization.41", "crud"]]},
           {"org_id": 41, "name": "none", "permissions": []},
           {"org_id": 41, "name": "inactive", "status": "inactive", "permissions": []},
           {"org_id": 41, "name": "revoked", "status": "revoked", "permissions": []}]}
        """;
    private static final Passwords PASSWORDS = new Passwords(() -> 0);
    private static final String HASHED = withHashes(ACCOUNTS);
    private static final String CONTACTS = "peeringdb.organization.41.network.62.poc_set.";
    private static final String MEMBER_LIST =
            "peeringdb.organization.41.internetexchange.21.ixf_ixp_member_list_url.private";
    private static final String HERE = "192.0.2.1";

    @TempDir
    Path directory;

    private final AdjustableClock clock = AdjustableClock.standingAt(Instant.ofEpochSecond(1_700_000_000));
    private Accounts accounts;
    private Authenticator authenticator;
    private Map<String, String> secrets;
    private DataSource database;

    /** Hashes the PASSWORDS once for all tests, for it takes long. */
    private static String withHashes(String accounts) {
        return Pattern.compile("\"password\": \"([^\"]+)\"")
                .matcher(accounts)
                .replaceAll(found ->
                        Matcher.quoteReplacement("\"password_hash\": \"" + PASSWORDS.hash(found.group(1)) + "\""));
    }

    private record Headers(@Nullable String authorization, List<String> names, String remoteAddress)
            implements RequestHeaders {
        @Override
        public Iterable<String> headerNames(String beginning) {
            return names.stream()
                    .filter(name -> name.regionMatches(true, 0, beginning, 0, beginning.length()))
                    .toList();
        }
    }

    @BeforeEach
    void importAccounts() {
        database = TestDatabase.sqlite(directory);
        accounts = new Accounts(new AccountStore(database, PASSWORDS, clock));
        authenticator = new Authenticator(accounts, PASSWORDS, clock, 20525);
        AccountsFile file = AccountsFile.read(new ByteArrayInputStream(HASHED.getBytes(StandardCharsets.UTF_8)));
        secrets = ((AccountChangeResult.Imported) accounts.change(store -> store.importAccounts(file))).secrets();
    }

    private AuthenticationResult resolve(@Nullable String authorization) {
        return resolve(authorization, HERE);
    }

    private AuthenticationResult resolve(@Nullable String authorization, String ipAddress) {
        return authenticator.authenticate(new Headers(authorization, List.of("Accept", "authorization"), ipAddress));
    }

    private Caller caller(String name) {
        return ((AuthenticationResult.Authenticated) resolve("Api-Key " + secrets.get(name))).caller();
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private Caller signedIn(String name) {
        return ((AuthenticationResult.Authenticated) resolve(basic(name + ":" + name + "-Passw0rd!"))).caller();
    }

    private String prefix(String name) {
        return ApiKey.parse(Objects.requireNonNull(secrets.get(name)))
                .orElseThrow()
                .prefix();
    }

    private static AuthenticationResult invalidKey() {
        return new AuthenticationResult.AuthenticationFailed(401, "Invalid API key", true, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "Api-Key", "Api-Key ", "Bearer x", "Bearer", "Token x", "Digest username=x", "Foo b c"})
    void unknownAuthenticationMethodsAreRefused(String header) {
        assertThat(resolve(header))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(
                        400, "Unknown authorization method", false, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Api-Key x", "Api-Key abcdefgh.ijklmnopqrstuvwxyzabcdefghijkl", "API-KEY x.y", "Api-Key a b"})
    void invalidKeysAreRefused(String header) {
        assertThat(resolve(header)).isEqualTo(invalidKey());
    }

    @ParameterizedTest
    @CsvSource({
        "Basic x, 400, Corrupt base64 input.",
        "Basic !!!!, 400, Invalid Input.",
        "Basic cGxhaW4=, 400, Invalid Input.",
        "Basic cGxhaW46d3Jvbmc=, 401, Invalid username or password",
        "Basic bm9ib2R5Ong=, 401, Invalid username or password"
    })
    void wrongBasicCredentialsAreRefused(String header, int status, String message) {
        assertThat(resolve(header))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(status, message, true, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "basic"})
    void basicWithoutCredentialsIsRefused(String header) {
        assertThat(resolve(header))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(
                        401, "Invalid basic header. No credentials provided.", false, "Basic realm=\"api\""));
    }

    @Test
    void basicAuthenticationWorks() {
        for (String scheme : List.of("Basic", "bASIC", "Basic")) {
            AuthenticationResult answer = resolve(scheme + " cGxhaW46cGxhaW4tUGFzc3cwcmQh");

            Caller caller = ((AuthenticationResult.Authenticated) answer).caller();
            assertThat(caller.cameWithPassword()).isTrue();
            assertThat(caller.isVerified()).isTrue();
            assertThat(caller.actor()).isEqualTo("user:" + caller.userId().orElseThrow());
        }
    }

    @Test
    void callerWithoutAHeaderIsAnonymous() {
        assertThat(resolve(null)).isEqualTo(new AuthenticationResult.Authenticated(Caller.anonymous()));
        assertThat(Caller.anonymous().actor()).isEqualTo("anonymous");
    }

    @Test
    void misspelledHeaderIsReported() {
        assertThat(authenticator.authenticate(new Headers(null, List.of("Authorisation"), HERE)))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(
                        400, "Malformed authorization header", false, null));
    }

    @Test
    void revokedAndInactiveKeysAreRefused() {
        assertThat(resolve("Api-Key " + secrets.get("org:41/inactive")))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(401, "Inactive API key", true, null));
        assertThat(resolve("Api-Key " + secrets.get("org:41/revoked"))).isEqualTo(invalidKey());
    }

    @Test
    void inactiveUsersAreRefused() {
        long plain = accounts.current().user("plain").orElseThrow().id();
        assertThat(caller("user:plain/rw").isVerified()).isTrue();
        signedIn("plain");

        accounts.change(store -> {
            store.setActive(plain, false);
            return plain;
        });

        assertThat(resolve("Api-Key " + secrets.get("user:plain/rw")))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(403, "Inactive API key", true, null));
        assertThat(resolve(basic("plain:plain-Passw0rd!")))
                .isEqualTo(
                        new AuthenticationResult.AuthenticationFailed(401, "Invalid username or password", true, null));
    }

    @Test
    void revokedKeyIsOutAtOnce() {
        assertThat(caller("user:plain/rw").actor()).isEqualTo("user-key:" + prefix("user:plain/rw"));

        accounts.change(store -> store.revokeKey(prefix("user:plain/rw")));

        assertThat(resolve("api-key " + secrets.get("user:plain/rw"))).isEqualTo(invalidKey());
        assertThat(resolve("Api-Key " + secrets.get("user:plain/rw"))).isEqualTo(invalidKey());
    }

    @Test
    void keysExpireAndAreBoundToNetworks() {
        ApiKey key = accounts.change(store -> store.addKey(new NewKey(
                new StoredKey.Owner.OrganizationOwner(41),
                "bound",
                "noc@example.net",
                false,
                StoredKey.KeyStatus.ACTIVE,
                1_700_000_010L,
                List.of(IpPrefix.parse("192.0.2.0/24").orElseThrow()),
                Map.of())));
        String header = "Api-Key " + key.reveal();

        assertThat(resolve(header)).isInstanceOf(AuthenticationResult.Authenticated.class);
        assertThat(resolve(header, "198.51.100.1"))
                .isEqualTo(new AuthenticationResult.AuthenticationFailed(
                        403, "API key is not allowed from this address", true, null));
        clock.forward(Duration.ofSeconds(10));
        assertThat(resolve(header)).isEqualTo(invalidKey());
    }

    @Test
    void lastUseIsStoredWhenFlushed() {
        caller("user:plain/rw");

        accounts.flushUsage();
        accounts.reload();

        StoredKey key = accounts.current().key(prefix("user:plain/rw")).orElseThrow();
        assertThat(key.lastUsedAt()).isEqualTo(1_700_000_000);
        assertThat(key.lastUsedIp()).isEqualTo(HERE);
    }

    @Test
    void lastUseIsKnownAtOnceHereAndElsewhereWhenFlushed() {
        StoredKey key = accounts.current().key(prefix("user:plain/rw")).orElseThrow();
        Accounts elsewhere = new Accounts(new AccountStore(database, PASSWORDS, clock));

        caller("user:plain/rw");

        assertThat(lastUse(accounts, key)).isEqualTo("1700000000 " + HERE);
        assertThat(lastUse(elsewhere, key)).isEqualTo("null null");
        accounts.flushUsage();
        assertThat(lastUse(elsewhere, key)).isEqualTo("1700000000 " + HERE);
        assertThat(lastUse(accounts, key)).isEqualTo("1700000000 " + HERE);
    }

    private static String lastUse(Accounts there, StoredKey wanted) {
        return there.keysOf(wanted.owner()).stream()
                .filter(key -> key.id() == wanted.id())
                .map(key -> key.lastUsedAt() + " " + key.lastUsedIp())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyPasswordsCountAsLogin() {
        assertThat(caller("user:root/rw").cameWithPassword()).isFalse();
        assertThat(caller("org:41/full").cameWithPassword()).isFalse();
        assertThat(signedIn("unverified").cameWithPassword()).isTrue();
    }

    @Test
    void unverifiedUsersAreGuests() {
        for (Caller caller : List.of(caller("user:unverified/rw"), signedIn("unverified"))) {
            assertThat(caller.isVerified()).isFalse();
            assertThat(caller.visibility().level()).isEqualTo(Visibility.Level.PUBLIC);
            assertThat(caller.visibility().hasNoPrivateGrants()).isTrue();
            assertThat(caller.mayRead(CONTACTS + "users")).isFalse();
            assertThat(caller.may(Permission.UPDATE, "peeringdb.organization.41"))
                    .isFalse();
            assertThat(caller.visibilityTag()).isEqualTo(Caller.anonymous().visibilityTag());
            assertThat(caller.rateLimitIdentity()).isEmpty();
        }
    }

    @Test
    void privateObjectsAreVisibleAsRecorded() {
        for (String seer : List.of("user:admin/rw", "user:admin/ro", "user:member/rw", "org:41/full", "org:41/none")) {
            assertThat(caller(seer).visibility().level()).isEqualTo(Visibility.Level.USERS);
            assertThat(caller(seer).visibility().hasNoPrivateGrants()).as(seer).isFalse();
            assertThat(caller(seer).mayRead(CONTACTS + "private")).as(seer).isTrue();
            assertThat(caller(seer).mayRead(MEMBER_LIST)).as(seer).isTrue();
            assertThat(caller(seer).mayRead(CONTACTS.replace("41", "42") + "private"))
                    .isFalse();
            assertThat(caller(seer).visibilityTag())
                    .isEqualTo(caller("user:member/rw").visibilityTag());
        }
        Caller plain = caller("user:plain/rw");
        assertThat(plain.visibility().hasNoPrivateGrants()).isTrue();
        assertThat(plain.mayRead(CONTACTS + "private")).isFalse();
        assertThat(plain.mayRead(CONTACTS + "users")).isTrue();
        assertThat(plain.visibilityTag()).isNotEqualTo(caller("org:41/none").visibilityTag());
        assertThat(caller("user:root/ro").visibility().level()).isEqualTo(Visibility.Level.FULL);
        assertThat(caller("user:root/ro").mayRead(CONTACTS + "private")).isTrue();
    }

    @Test
    void permissionsAreAsRecorded() {
        String network = "peeringdb.organization.41.network.62";

        assertThat(caller("user:admin/rw").may(Permission.ALL, network)).isTrue();
        assertThat(caller("user:admin/rw").may(Permission.DELETE, CONTACTS + "users"))
                .isTrue();
        assertThat(caller("user:admin/rw").may(Permission.ALL, "peeringdb.manage_organization.41"))
                .isTrue();
        assertThat(caller("user:admin/rw").may(Permission.UPDATE, "peeringdb.organization.42"))
                .isFalse();
        assertThat(caller("user:admin/ro").may(Permission.READ, network)).isTrue();
        assertThat(caller("user:admin/ro").may(Permission.UPDATE, network)).isFalse();
        assertThat(caller("user:root/rw").may(Permission.ALL, network)).isTrue();
        assertThat(caller("user:root/ro").may(Permission.UPDATE, network)).isFalse();
        assertThat(caller("user:member/rw").may(Permission.UPDATE, network)).isTrue();
        assertThat(caller("user:member/rw").may(Permission.CREATE, network)).isFalse();
        assertThat(caller("user:member/rw").may(Permission.UPDATE, "peeringdb.organization.41"))
                .isFalse();
        assertThat(caller("org:41/full").may(Permission.ALL, network)).isTrue();
        assertThat(caller("org:41/full").may(Permission.READ, "peeringdb.manage_organization.41"))
                .isFalse();
        assertThat(caller("org:41/none").may(Permission.UPDATE, network)).isFalse();
        assertThat(caller("user:plain/rw").may(Permission.CREATE, "peeringdb.organization.20525"))
                .isTrue();
        assertThat(Caller.anonymous().may(Permission.READ, network)).isTrue();
        assertThat(Caller.anonymous().may(Permission.CREATE, "peeringdb.organization.20525"))
                .isFalse();
    }
}
