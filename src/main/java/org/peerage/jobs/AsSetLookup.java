package org.peerage.jobs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.peerage.net.AsSets;

/**
 * Which registries have an as-set, for who edits a network (docs/spec/operations.md §4.5). Only the servers of
 * {@code --irr} are asked, few things at a time, for names of one form; answers are kept for five minutes.
 */
public final class AsSetLookup {
    private static final int AT_ONCE = 4;
    private static final int MAX_NAME = 255;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final IrrServers servers;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Cache<String, Result> known;

    public AsSetLookup(IrrServers servers, Ticker ticker) {
        this.servers = servers;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(10_000)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /**
     * What is known of a name.
     *
     * @param sources the registries that have it, in order
     * @param isSure whether a registry said so; with no sources, that there is none
     */
    public record Result(List<String> sources, boolean isSure) {
        public Result {
            sources = List.copyOf(sources);
        }

        private static final Result UNKNOWN = new Result(List.of(), false);
    }

    /** Whether it is the name of one as-set, with or without a registry before it. */
    public static boolean isName(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        return upper.length() <= MAX_NAME
                && !upper.matches(".*[\\s,].*")
                && upper.contains("AS-")
                && AsSets.read(upper, true).problems().isEmpty();
    }

    /** Asks for a name for which {@link #isName} holds. */
    public Result find(String name) throws InterruptedException {
        String set = AsSetCheck.plain(name.strip().toUpperCase(Locale.ROOT));
        Result before = known.getIfPresent(set);
        if (before != null) {
            return before;
        }
        if (servers.isEmpty() || !turns.tryAcquire()) {
            return Result.UNKNOWN;
        }
        try {
            Result found =
                    switch (servers.find(set)) {
                        case IrrServers.Answer.FoundIn(Set<String> sources) ->
                            new Result(sources.stream().sorted().toList(), true);
                        case IrrServers.Answer.Missing() -> new Result(List.of(), true);
                        case IrrServers.Answer.NotKnown() -> Result.UNKNOWN;
                    };
            if (found.isSure()) {
                known.put(set, found);
            }
            return found;
        } finally {
            turns.release();
        }
    }
}
