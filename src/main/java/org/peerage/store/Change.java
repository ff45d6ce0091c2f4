package org.peerage.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the log of changes: what a write did to one object.
 *
 * @param version of the registry after the write; all rows of one write share it
 * @param seq the place within the write, from 0
 * @param actor who wrote, such as {@code user:12} or {@code org-key:prg1a2b3}
 * @param requestId of the request that asked for it
 * @param operation create, update, revive, delete, derive; or load, of type {@code *}
 * @param type tag of the object's type
 * @param before the stored values that changed, as they were; null for a new object
 * @param after the same values as they are; all of them for a new object
 */
public record Change(
        long version,
        int seq,
        Instant at,
        String actor,
        @Nullable String requestId,
        String operation,
        String type,
        @Nullable Long objectId,
        @Nullable String before,
        @Nullable String after) {

    /** Stands for all objects at once: a load of a whole registry. */
    public static final String EVERYTHING = "*";

    /** The same change with other values before and after. */
    public Change with(@Nullable String otherBefore, @Nullable String otherAfter) {
        return new Change(version, seq, at, actor, requestId, operation, type, objectId, otherBefore, otherAfter);
    }

    /** What tells this write from others that could have got the same version in another history of the database. */
    public String stamp() {
        return stamp(at.getEpochSecond(), actor, requestId, type, objectId == null ? 0 : objectId);
    }

    static String stamp(long at, String actor, @Nullable String requestId, String type, long object) {
        return at + " " + actor + " " + requestId + " " + type + " " + object;
    }
}
