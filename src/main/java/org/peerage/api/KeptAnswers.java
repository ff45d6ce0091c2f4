package org.peerage.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.ref.WeakReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/**
 * Answers that took some work, for the next who ask the same while nothing changes. What is asked a second time, whatever the
 * version, is kept. It goes with the version it is of; among those of one version, what is asked often stays.
 */
final class KeptAnswers {
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int ENTRY_BYTES = 300;
    private static final int LONGEST_QUERY = 1000;

    /** Answers that depend on more than the version, what the caller sees, and the address. */
    private static final Set<String> OF_MORE = Set.of("page", "distance");

    private volatile @Nullable Version current;

    private final LatelyAsked asked = new LatelyAsked();

    /** The answers of one version. */
    private static final class Version {
        private final WeakReference<Snapshot> snapshot;
        private final Cache<Question, Body.Kept> answers = Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .weigher(KeptAnswers::weight)
                .executor(Runnable::run)
                .build();

        Version(Snapshot snapshot) {
            this.snapshot = new WeakReference<>(snapshot);
        }
    }

    private record Question(
            Visibility.Level level, String path, @Nullable String query) {}

    /** Compressed, it takes a part of its length once more. */
    private static int weight(Question question, Body.Kept kept) {
        int letters = question.path.length() + (question.query == null ? 0 : question.query.length());
        return kept.length() + kept.length() / 4 + 2 * letters + ENTRY_BYTES;
    }

    /** The body of an answer that is kept; null where none is. */
    Body.@Nullable Kept find(Snapshot snapshot, Visibility visibility, Asked request) {
        Version version = current;
        return version != null && visibility.hasNoPrivateGrants() && version.snapshot.refersTo(snapshot)
                ? version.answers.getIfPresent(new Question(visibility.level(), request.path(), request.query()))
                : null;
    }

    /** Keeps an answer, if it is one to be kept: then it has another body. */
    Answer keep(Snapshot snapshot, Visibility visibility, Asked request, Answer answer) {
        if (answer.status() != 200
                || !(answer.body() instanceof Body.Bytes(byte[] bytes))
                || bytes.length > LARGEST
                || !visibility.hasNoPrivateGrants()) {
            return answer;
        }
        Question question = new Question(visibility.level(), request.path(), request.query());
        if (!asked.again(question) || !dependsOnAddressAlone(request.query())) {
            return answer;
        }
        Version version = versionOf(snapshot);
        if (version == null) {
            return answer;
        }
        Body.Kept kept = new Body.Kept(bytes);
        version.answers.put(question, kept);
        return new Answer(200, answer.headers(), kept);
    }

    private static boolean dependsOnAddressAlone(@Nullable String query) {
        if (query == null) {
            return true;
        }
        // What text search finds follows changes a moment later.
        return query.length() <= LONGEST_QUERY
                && Parameters.parse(query).all().keySet().stream()
                        .noneMatch(name -> OF_MORE.contains(name) || name.contains("search") || name.equals("q"));
    }

    /** Where answers of that version are kept; null where a newer one is current, which is not pushed out by who is late. */
    private @Nullable Version versionOf(Snapshot snapshot) {
        Version version = current;
        if (version != null && version.snapshot.refersTo(snapshot)) {
            return version;
        }
        Snapshot there = version == null ? null : version.snapshot.get();
        if (there != null && there.version() > snapshot.version()) {
            return null;
        }
        Version next = new Version(snapshot);
        current = next;
        return next;
    }
}
