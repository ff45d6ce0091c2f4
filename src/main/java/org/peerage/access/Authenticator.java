package org.peerage.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.Sha256;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.DefaultGrants;
import org.peerage.access.rights.Grants;

/**
 * Tells who asks from the request's headers (docs/spec/rest.md §4; where the recorded cases {@code auth} differ, they
 * win: an inactive key of an organization is 401). Safe for use by many threads.
 *
 * <p>Headers that were accepted are remembered under their SHA-256, together with the directory they were looked up
 * in: another directory, and they are looked up again. So a revoked key lives no longer than the directory.
 */
public final class Authenticator {
    private static final String API_KEY = "api-key";
    private static final String BASIC = "basic";
    private static final int MAX_CACHED = 50_000;
    private static final Duration CACHE_TTL = Duration.ofMinutes(5);

    private static final AuthenticationResult ANONYMOUS = new AuthenticationResult.Authenticated(Caller.anonymous());
    private static final AuthenticationResult MALFORMED =
            AuthenticationResult.AuthenticationFailed.withCharset(400, "Malformed authorization header");
    private static final AuthenticationResult UNKNOWN_METHOD =
            AuthenticationResult.AuthenticationFailed.withCharset(400, "Unknown authorization method");
    private static final AuthenticationResult INVALID_KEY =
            AuthenticationResult.AuthenticationFailed.plain(401, "Invalid API key");
    private static final AuthenticationResult INACTIVE_ORGANIZATION_KEY =
            AuthenticationResult.AuthenticationFailed.plain(401, "Inactive API key");
    private static final AuthenticationResult INACTIVE_USER_KEY =
            AuthenticationResult.AuthenticationFailed.plain(403, "Inactive API key");
    private static final AuthenticationResult NETWORK_NOT_ALLOWED =
            AuthenticationResult.AuthenticationFailed.plain(403, "API key is not allowed from this address");
    private static final AuthenticationResult WRONG_PASSWORD =
            AuthenticationResult.AuthenticationFailed.plain(401, "Invalid username or password");

    private static final AuthenticationResult PASSKEYS_ONLY = AuthenticationResult.AuthenticationFailed.plain(
            403, "Your organization requires passkey authentication. Please switch to API key authentication.");

    private final Accounts accounts;
    private final Passwords passwords;
    private final Clock clock;
    private final Grants usersGroup;
    private final Cache<ByteBuffer, VerifiedCredentials> accepted = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(CACHE_TTL)
            .build();

    /** What a header stood for in one directory; without a key it was a password. */
    private record VerifiedCredentials(
            AccountDirectory directory,
            AuthenticationResult.Authenticated result,
            @Nullable StoredKey key) {}

    /** The organization under which every verified user may create: suggestions (docs/spec/objects.md §1.4). */
    public Authenticator(Accounts accounts, Passwords passwords, Clock clock, long suggestionOrganization) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
        usersGroup = DefaultGrants.user(suggestionOrganization);
    }

    public AuthenticationResult authenticate(RequestHeaders request) {
        if (hasMisspelledHeader(request)) {
            return MALFORMED;
        }
        String header = request.authorization();
        if (header == null) {
            return ANONYMOUS;
        }
        AccountDirectory directory = accounts.current();
        ByteBuffer digest = ByteBuffer.wrap(Sha256.sha256(header));
        VerifiedCredentials known = accepted.getIfPresent(digest);
        if (known != null && known.directory == directory) {
            return known.key == null ? known.result : ifUsable(known.key, known.result, request);
        }
        return lookUp(header.strip(), directory, digest, request);
    }

    /** Whether what was given is wrong, and not merely of no use now or here. */
    public static boolean isWrong(AuthenticationResult.AuthenticationFailed refused) {
        return refused.equals(INVALID_KEY) || refused.equals(WRONG_PASSWORD);
    }

    /** The name that comes with a password, whether or not there is such an account; empty where none can be read. */
    public static Optional<String> nameIn(@Nullable String authorization) {
        String header = authorization == null ? "" : authorization.strip();
        if (!header.regionMatches(true, 0, BASIC + " ", 0, BASIC.length() + 1)) {
            return Optional.empty();
        }
        return BasicCredentials.parse(header.substring(BASIC.length()).strip())
                        instanceof BasicCredentials.ParsedCredentials(String name, String password)
                ? Optional.of(name)
                : Optional.empty();
    }

    /** A caller for a user who is signed in by other means, such as a session; empty if there is no such active user. */
    public Optional<Caller> ofUser(long id) {
        AccountDirectory directory = accounts.current();
        return directory
                .user(id)
                .filter(UserAccount::active)
                .map(user -> Caller.user(user, usersGroup, directory.emails(user), restricted(directory, user)));
    }

    /** The organizations that let a user only read for now. */
    private LongPredicate restricted(AccountDirectory directory, UserAccount user) {
        long now = clock.millis() / 1000;
        return organization ->
                directory.policies().suspension(user, organization, now) != OrganizationPolicies.Suspension.NONE;
    }

    /** A caller as somebody with that key would be, for telling what it may do; empty if its owner is not active. */
    public Optional<Caller> ofKey(StoredKey key) {
        return switch (key.owner()) {
            case StoredKey.Owner.OrganizationOwner(long id) -> Optional.of(Caller.organizationKey(id, key, usersGroup));
            case StoredKey.Owner.UserOwner(long id) ->
                accounts.current()
                        .user(id)
                        .filter(UserAccount::active)
                        .map(user -> userKey(user, key, accounts.current()));
        };
    }

    private static boolean hasMisspelledHeader(RequestHeaders request) {
        for (String name : request.headerNames("auth")) {
            if (!name.equalsIgnoreCase("authorization")) {
                return true;
            }
        }
        return false;
    }

    private AuthenticationResult lookUp(
            String header, AccountDirectory directory, ByteBuffer digest, RequestHeaders request) {
        int space = header.indexOf(' ');
        String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
        String credentials = space < 0 ? "" : header.substring(space).strip();
        if (scheme.equals(BASIC)) {
            return byPassword(credentials, directory, digest);
        }
        if (scheme.equals(API_KEY) && !credentials.isEmpty()) {
            return byKey(credentials, directory, digest, request);
        }
        return UNKNOWN_METHOD;
    }

    private AuthenticationResult byPassword(String credentials, AccountDirectory directory, ByteBuffer digest) {
        return switch (BasicCredentials.parse(credentials)) {
            case BasicCredentials.UnreadableCredentials(AuthenticationResult.AuthenticationFailed answer) -> answer;
            case BasicCredentials.ParsedCredentials(String username, String password) -> {
                Optional<UserAccount> user = directory.user(username).filter(UserAccount::active);
                if (user.isEmpty()) {
                    passwords.verifyDummy(password);
                    yield WRONG_PASSWORD;
                }
                if (!passwords.verify(user.get().id(), user.get().passwordHash(), password)) {
                    yield WRONG_PASSWORD;
                }
                // What an organization asks at sign-in holds at this door, too (docs/spec/identity.md §9).
                yield directory.policies().signInRules(user.get()).noPasswords()
                        ? PASSKEYS_ONLY
                        : cache(digest, directory, byPassword(user.get(), directory), null);
            }
        };
    }

    private Caller byPassword(UserAccount user, AccountDirectory directory) {
        return directory.hasSecondFactor(user.id())
                ? Caller.userWithoutSecondFactor(user, usersGroup, directory.emails(user), restricted(directory, user))
                : Caller.user(user, usersGroup, directory.emails(user), restricted(directory, user));
    }

    private Caller userKey(UserAccount user, StoredKey key, AccountDirectory directory) {
        return Caller.userKey(user, key, usersGroup, directory.emails(user), restricted(directory, user));
    }

    private AuthenticationResult byKey(
            String credentials, AccountDirectory directory, ByteBuffer digest, RequestHeaders request) {
        Optional<ApiKey> given = ApiKey.parse(credentials);
        Optional<StoredKey> stored = given.flatMap(key -> directory.key(key.prefix()));
        if (stored.isEmpty() || !given.orElseThrow().matches(stored.get().hash())) {
            return INVALID_KEY;
        }
        StoredKey key = stored.get();
        if (key.status() == StoredKey.KeyStatus.REVOKED) {
            return INVALID_KEY;
        }
        boolean isActive = key.status() == StoredKey.KeyStatus.ACTIVE;
        return switch (key.owner()) {
            case StoredKey.Owner.OrganizationOwner(long id) ->
                isActive
                        ? ifUsable(
                                key,
                                cache(digest, directory, Caller.organizationKey(id, key, usersGroup), key),
                                request)
                        : INACTIVE_ORGANIZATION_KEY;
            case StoredKey.Owner.UserOwner(long id) -> {
                Optional<UserAccount> user = directory.user(id).filter(UserAccount::active);
                yield isActive && user.isPresent()
                        ? ifUsable(key, cache(digest, directory, userKey(user.get(), key, directory), key), request)
                        : INACTIVE_USER_KEY;
            }
        };
    }

    private AuthenticationResult.Authenticated cache(
            ByteBuffer digest, AccountDirectory directory, Caller caller, @Nullable StoredKey key) {
        AuthenticationResult.Authenticated answer = new AuthenticationResult.Authenticated(caller);
        accepted.put(digest, new VerifiedCredentials(directory, answer, key));
        return answer;
    }

    /** What of a key depends on the moment and the place. */
    private AuthenticationResult ifUsable(
            StoredKey key, AuthenticationResult.Authenticated answer, RequestHeaders request) {
        long now = clock.millis() / 1000;
        if (key.isExpired(now)) {
            return INVALID_KEY;
        }
        if (!key.isAllowedFrom(request.remoteAddress())) {
            return NETWORK_NOT_ALLOWED;
        }
        accounts.recordUse(key, now, request.remoteAddress());
        return answer;
    }
}
