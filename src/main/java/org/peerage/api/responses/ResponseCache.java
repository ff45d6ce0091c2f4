package org.peerage.api.responses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.ref.WeakReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/**
 * Answers that took some work, for the next who ask the same while nothing changes. What is asked a second time, whatever the
 * version, is kept. It goes with the version it is of; among those of one version, what is asked often stays.
 */
public final class ResponseCache {
    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;
    private static final int ENTRY_BYTES = 300;
    private static final int MAX_QUERY_LENGTH = 1000;

    /** Answers that depend on more than the version, what the caller sees, and the address. */
    private static final Set<String> UNCACHEABLE = Set.of("page", "distance");

    private volatile @Nullable VersionEntries current;

    private final SecondHitFilter asked = new SecondHitFilter();

    /** The answers of one version. */
    private static final class VersionEntries {
        private final WeakReference<Snapshot> snapshot;
        private final Cache<CacheKey, ResponseBody.Cached> answers = Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher(ResponseCache::weight)
                .executor(Runnable::run)
                .build();

        VersionEntries(Snapshot snapshot) {
            this.snapshot = new WeakReference<>(snapshot);
        }
    }

    private record CacheKey(
            Visibility.Level level, String path, @Nullable String query) {}

    /** Compressed, it takes a part of its length once more. */
    private static int weight(CacheKey question, ResponseBody.Cached kept) {
        int letters = question.path.length() + (question.query == null ? 0 : question.query.length());
        return kept.length() + kept.length() / 4 + 2 * letters + ENTRY_BYTES;
    }

    /** The body of an answer that is kept; null where none is. */
    public ResponseBody.@Nullable Cached find(Snapshot snapshot, Visibility visibility, ApiRequest request) {
        VersionEntries version = current;
        return version != null && visibility.hasNoPrivateGrants() && version.snapshot.refersTo(snapshot)
                ? version.answers.getIfPresent(new CacheKey(visibility.level(), request.path(), request.query()))
                : null;
    }

    /** Answers that are kept now, and bytes that they take. */
    public record Size(long answers, long bytes) {}

    public Size size() {
        VersionEntries version = current;
        return version == null
                ? new Size(0, 0)
                : new Size(
                        version.answers.estimatedSize(),
                        version.answers
                                .policy()
                                .eviction()
                                .map(eviction -> eviction.weightedSize().orElse(0))
                                .orElse(0L));
    }

    /** Keeps an answer, if it is one to be kept: then it has another body. */
    public ApiResponse put(Snapshot snapshot, Visibility visibility, ApiRequest request, ApiResponse response) {
        if (response.status() != 200
                || !(response.body() instanceof ResponseBody.Bytes(byte[] bytes))
                || bytes.length > MAX_BODY_BYTES
                || !visibility.hasNoPrivateGrants()) {
            return response;
        }
        CacheKey question = new CacheKey(visibility.level(), request.path(), request.query());
        if (!asked.seenBefore(question) || !dependsOnUrlAlone(request)) {
            return response;
        }
        VersionEntries version = versionOf(snapshot);
        if (version == null) {
            return response;
        }
        ResponseBody.Cached kept = new ResponseBody.Cached(bytes);
        version.answers.put(question, kept);
        return new ApiResponse(200, response.headers(), kept);
    }

    private static boolean dependsOnUrlAlone(ApiRequest request) {
        String query = request.query();
        if (query == null) {
            return true;
        }
        // What text search finds follows changes a moment later.
        return query.length() <= MAX_QUERY_LENGTH
                && request.parameters().all().keySet().stream()
                        .noneMatch(name -> UNCACHEABLE.contains(name) || name.contains("search") || name.equals("q"));
    }

    /** Where answers of that version are kept; null where a newer one is current, which is not pushed out by who is late. */
    private @Nullable VersionEntries versionOf(Snapshot snapshot) {
        VersionEntries version = current;
        if (version != null && version.snapshot.refersTo(snapshot)) {
            return version;
        }
        Snapshot there = version == null ? null : version.snapshot.get();
        if (there != null && there.version() > snapshot.version()) {
            return null;
        }
        VersionEntries next = new VersionEntries(snapshot);
        current = next;
        return next;
    }
}
