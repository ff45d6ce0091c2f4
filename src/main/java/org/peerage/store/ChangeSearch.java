package org.peerage.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;

/**
 * Which changes of the log are looked for.
 *
 * @param about null: everything
 * @param type of the object that was changed; null: any
 * @param actor who did it; null: anybody
 * @param field that changed; null: any
 * @param after versions above this one
 * @param before versions below this one
 * @param withDerived whether counters and the like are wanted, which follow from other changes
 * @param limit the most changes that are found
 */
public record ChangeSearch(
        @Nullable ChangeSubject about,
        @Nullable ObjectType type,
        @Nullable String actor,
        @Nullable Field<?> field,
        long after,
        long before,
        boolean newestFirst,
        boolean withDerived,
        int limit) {
    /** Whose changes, and those of what hangs on them, are noted by {@link ChangeIndex}; others have none but their own. */
    private static final Set<String> INDEXED =
            Set.of("net", "ix", "fac", "carrier", "campus", "org", ChangeSubject.COUNTRY);

    /** The newest changes, of whatever. */
    public static ChangeSearch newest(int limit) {
        return new ChangeSearch(null, null, null, null, 0, Long.MAX_VALUE, true, false, limit);
    }

    public ChangeSearch about(@Nullable ChangeSubject subject) {
        return new ChangeSearch(subject, type, actor, field, after, before, newestFirst, withDerived, limit);
    }

    public ChangeSearch ofType(@Nullable ObjectType changed) {
        return new ChangeSearch(about, changed, actor, field, after, before, newestFirst, withDerived, limit);
    }

    public ChangeSearch by(@Nullable String author) {
        return new ChangeSearch(about, type, author, field, after, before, newestFirst, withDerived, limit);
    }

    public ChangeSearch of(@Nullable Field<?> changed) {
        return new ChangeSearch(about, type, actor, changed, after, before, newestFirst, withDerived, limit);
    }

    /** Versions between two, neither of which is meant. */
    public ChangeSearch between(long later, long earlier) {
        return new ChangeSearch(about, type, actor, field, later, earlier, newestFirst, withDerived, limit);
    }

    public ChangeSearch oldestFirst() {
        return new ChangeSearch(about, type, actor, field, after, before, false, withDerived, limit);
    }

    public ChangeSearch including(boolean derived) {
        return new ChangeSearch(about, type, actor, field, after, before, newestFirst, derived, limit);
    }

    boolean isIndexed() {
        return about != null && isIndexed(about.kind());
    }

    /** Whether what hangs on such an object is found with it. */
    public static boolean isIndexed(String kind) {
        return INDEXED.contains(kind);
    }
}
