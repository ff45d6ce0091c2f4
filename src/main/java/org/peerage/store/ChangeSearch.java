package org.peerage.store;

import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;

/**
 * Which changes of the log are looked for.
 *
 * @param about null: everything
 * @param alone whether only the object itself is meant, without what hangs on it
 * @param type of the object that was changed; null: any
 * @param actor who did it; null: anybody
 * @param field that changed; null: any
 * @param after versions above this one
 * @param before versions below this one
 * @param beforeSeq and the changes of that version below this place
 * @param withDerived whether counters and the like are wanted, which follow from other changes
 * @param limit the most changes that are found
 */
public record ChangeSearch(
        @Nullable ChangeSubject about,
        boolean alone,
        @Nullable ObjectType type,
        @Nullable String actor,
        @Nullable Field<?> field,
        long after,
        long before,
        int beforeSeq,
        boolean newestFirst,
        boolean withDerived,
        int limit) {
    /** The newest changes, of whatever. */
    public static ChangeSearch newest(int limit) {
        return new ChangeSearch(null, false, null, null, null, 0, Long.MAX_VALUE, 0, true, false, limit);
    }

    public ChangeSearch about(@Nullable ChangeSubject subject) {
        return new ChangeSearch(
                subject, alone, type, actor, field, after, before, beforeSeq, newestFirst, withDerived, limit);
    }

    public ChangeSearch ofType(@Nullable ObjectType changed) {
        return new ChangeSearch(
                about, alone, changed, actor, field, after, before, beforeSeq, newestFirst, withDerived, limit);
    }

    public ChangeSearch by(@Nullable String author) {
        return new ChangeSearch(
                about, alone, type, author, field, after, before, beforeSeq, newestFirst, withDerived, limit);
    }

    public ChangeSearch of(@Nullable Field<?> changed) {
        return new ChangeSearch(
                about, alone, type, actor, changed, after, before, beforeSeq, newestFirst, withDerived, limit);
    }

    /** Only the object itself, without what hangs on it. */
    public ChangeSearch alone(boolean itself) {
        return new ChangeSearch(
                about, itself, type, actor, field, after, before, beforeSeq, newestFirst, withDerived, limit);
    }

    /** Versions between two, neither of which is meant. */
    public ChangeSearch between(long later, long earlier) {
        return new ChangeSearch(about, alone, type, actor, field, later, earlier, 0, newestFirst, withDerived, limit);
    }

    /** Only what stands before a place in the log. */
    public ChangeSearch before(long version, int seq) {
        return new ChangeSearch(about, alone, type, actor, field, after, version, seq, newestFirst, withDerived, limit);
    }

    public ChangeSearch oldestFirst() {
        return new ChangeSearch(about, alone, type, actor, field, after, before, beforeSeq, false, withDerived, limit);
    }

    public ChangeSearch including(boolean derived) {
        return new ChangeSearch(
                about, alone, type, actor, field, after, before, beforeSeq, newestFirst, derived, limit);
    }

    boolean isIndexed() {
        return about != null && !alone && about.isIndexed();
    }
}
