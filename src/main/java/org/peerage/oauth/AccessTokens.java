package org.peerage.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.peerage.access.AccountDirectory;
import org.peerage.access.Accounts;
import org.peerage.accounts.RandomTokens;

/**
 * Tells what a bearer's token is worth. Tokens that were accepted are remembered with the directory of accounts they were
 * looked up in, as API keys are: whatever ends a token makes another directory, on every node, and then they are looked
 * up again, each by its hash.
 */
public final class AccessTokens {
    private static final int MAX_CACHED = 50_000;
    private static final Duration CACHE_TTL = Duration.ofMinutes(5);
    private static final int MAX_LENGTH = 100;

    private final TokenStore store;
    private final Accounts accounts;
    private final Cache<String, VerifiedToken> accepted = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(CACHE_TTL)
            .build();

    AccessTokens(TokenStore store, Accounts accounts) {
        this.store = store;
        this.accounts = accounts;
    }

    private record VerifiedToken(AccountDirectory directory, AccessToken token) {}

    /** What the token is worth now; empty: nothing. */
    public Optional<AccessToken> check(String token) {
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String hash = RandomTokens.hash(token);
        AccountDirectory directory = accounts.current();
        VerifiedToken known = accepted.getIfPresent(hash);
        Optional<AccessToken> good;
        if (known != null && known.directory == directory) {
            good = Optional.of(known.token).filter(store::isGood);
        } else {
            good = store.findAccess(token);
            good.ifPresent(found -> accepted.put(hash, new VerifiedToken(directory, found)));
        }
        good.ifPresent(store::recordUse);
        return good;
    }
}
