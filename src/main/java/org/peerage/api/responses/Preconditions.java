package org.peerage.api.responses;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiRequest;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.IdempotencyRecord;

/**
 * What a write hangs on besides the rules: the version that the caller knows ({@code If-Match}, RFC 9110 §13.1.1), and
 * that it happens once ({@code Idempotency-Key}).
 */
public record Preconditions(
        @Nullable String ifMatch, @Nullable String idempotencyKey) {
    public static final int MAX_KEY_LENGTH = 200;

    public static Preconditions of(ApiRequest request) {
        return new Preconditions(request.header("If-Match"), request.header("Idempotency-Key"));
    }

    /** The version of an entity tag of ours, the newest where several are named. */
    private static OptionalLong version(String ifMatch) {
        OptionalLong newest = OptionalLong.empty();
        for (String candidate : ifMatch.split(",", -1)) {
            String entityTag = candidate.strip();
            int dash = entityTag.indexOf('-');
            if (entityTag.startsWith("\"") && entityTag.endsWith("\"") && dash > 1) {
                try {
                    long version = Long.parseLong(entityTag.substring(1, dash), 36);
                    if (newest.isEmpty() || version > newest.getAsLong()) {
                        newest = OptionalLong.of(version);
                    }
                } catch (NumberFormatException notOurs) {
                    // A tag of somebody else matches nothing here.
                }
            }
        }
        return newest;
    }

    private boolean namesAny() {
        return ifMatch == null || ifMatch.strip().equals("*");
    }

    public boolean areUnreadable() {
        return ifMatch != null && !namesAny() && version(ifMatch).isEmpty();
    }

    public Optional<QueuedWrite.ExpectedVersion> expected(ObjectType type, long id) {
        if (ifMatch == null || namesAny()) {
            return Optional.empty();
        }
        OptionalLong version = version(ifMatch);
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(new QueuedWrite.ExpectedVersion(type, id, version.getAsLong()));
    }

    public boolean idempotencyKeyIsTooLong() {
        return idempotencyKey != null && idempotencyKey.length() > MAX_KEY_LENGTH;
    }

    public QueuedWrite.@Nullable IdempotencyKey idempotency(
            ApiRequest request,
            List<Operation> operations,
            BiFunction<QueuedWrite.WriteDecisions, Snapshot, IdempotencyRecord> answer) {
        if (idempotencyKey == null
                || idempotencyKey.isBlank()
                || !request.method().equals("POST")) {
            return null;
        }
        String fingerprinted = request.rawPath() + "\n" + operations;
        return new QueuedWrite.IdempotencyKey(idempotencyKey, sha256(fingerprinted), answer);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
