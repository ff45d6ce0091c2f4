package org.peerage.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.Status;

/**
 * What one caller may read: the level that their class shares, and what their own grants open beyond it. Bytes are written by
 * it, and queries see rows and fields through it alone ({@link VisibleRows}, docs/decisions/0025).
 *
 * @param level the level of their class
 * @param grants whether they may read a permission namespace; asked only where the level hides something. Empty for
 *     callers who see just what their class does
 */
public record Visibility(Level level, Optional<Predicate<String>> grants) {
    public static final Visibility PUBLIC = of(Level.PUBLIC);

    private static final List<String> BY_STRICTNESS = List.of("Public", "Users", "Private");

    /** The three classes of callers, for which what they see is kept ready. */
    public enum Level {
        /** What everybody may see. */
        PUBLIC(0),
        /** Also what is for signed-in users. */
        USERS(1),
        /** Everything. */
        FULL(2);

        /** How many there are. */
        static final int COUNT = 3;

        private final int index;

        Level(int index) {
            this.index = index;
        }

        /** The place of this level where something is kept for each. */
        int index() {
            return index;
        }

        /** Whether something of this visibility (docs/spec/objects.md §A.1) is shown. */
        boolean shows(String visibility) {
            return switch (visibility) {
                case "Public" -> true;
                case "Users" -> this != PUBLIC;
                default -> this == FULL;
            };
        }

        /** The key that this level leaves out of a row. */
        Optional<Field<?>> hiddenKey(Row row) {
            return row.type()
                    .keyVisibility()
                    .filter(key -> !shows(row.get(key.level())))
                    .map(ObjectType.KeyVisibilityRule::key);
        }

        boolean showsRow(Row row) {
            ObjectType.RowVisibilityRule visibility = row.type().rowVisibility().orElse(null);
            return visibility == null || shows(row.get(visibility.level()));
        }

        /**
         * The row as filters may see it: without a value in fields that are hidden, or shown as spaces. The same row where
         * nothing is hidden, null where all is.
         */
        @Nullable
        Row readable(Row row) {
            if (!showsRow(row)) {
                return null;
            }
            ObjectType type = row.type();
            boolean blanks =
                    row.status() == Status.DELETED && !type.clearedWhenDeleted().isEmpty();
            Field<?> key = hiddenKey(row).orElse(null);
            if (key == null && !blanks) {
                return row;
            }
            List<Field<?>> hidden = new ArrayList<>(blanks ? type.clearedWhenDeleted() : List.of());
            if (key != null) {
                hidden.add(key);
            }
            return row.without(hidden);
        }
    }

    /** Whether fewer may see something of the one visibility than of the other (docs/spec/objects.md §A.1). */
    public static boolean isStricter(String one, String other) {
        return BY_STRICTNESS.indexOf(one) > BY_STRICTNESS.indexOf(other);
    }

    /** Whether only who has a right on the row's namespace may see it, which is another when its owner is. */
    public static boolean isForOwner(Row row) {
        ObjectType.RowVisibilityRule rule = row.type().rowVisibility().orElse(null);
        return rule != null && !Level.USERS.shows(row.get(rule.level()));
    }

    /** Whether the row has a key, with a value or without, that only who has a right on the row's namespace may see. */
    public static boolean hasKeyForOwner(Row row) {
        ObjectType.KeyVisibilityRule rule = row.type().keyVisibility().orElse(null);
        return rule != null && !Level.USERS.shows(row.get(rule.level()));
    }

    /** Whether who reads that namespace may see a row that is for its owner. */
    boolean reads(String namespace) {
        return grants.isPresent() && grants.get().test(namespace);
    }

    public static Visibility of(Level level) {
        return new Visibility(level, Optional.empty());
    }

    /** Whether the caller sees just what their class does. */
    public boolean hasNoPrivateGrants() {
        return level == Level.FULL || grants.isEmpty();
    }

    /** Whether the caller may see the row at all. */
    public boolean canSee(Row row, Snapshot snapshot) {
        return levelOf(row, snapshot).showsRow(row);
    }

    /** Whether the caller sees a key of a row that they see. */
    public boolean showsKey(Row row, Field<?> key, Snapshot snapshot) {
        return levelOf(row, snapshot)
                .hiddenKey(row)
                .filter(hidden -> hidden == key)
                .isEmpty();
    }

    /** The level at which the caller sees a row: their own, or a higher one where grants open what is hidden in it. */
    Level levelOf(Row row, Snapshot snapshot) {
        if (hasNoPrivateGrants()) {
            return level;
        }
        ObjectType type = row.type();
        ObjectType.RowVisibilityRule whole = type.rowVisibility().orElse(null);
        if (whole != null && !level.shows(row.get(whole.level()))) {
            boolean shown = mayRead(row, whole.level(), whole.namespace(), snapshot) || snapshot.isToldAsGone(row);
            return shown ? Level.FULL : level;
        }
        ObjectType.KeyVisibilityRule key = type.keyVisibility().orElse(null);
        if (key != null && !level.shows(row.get(key.level()))) {
            return mayRead(row, key.level(), key.namespace(), snapshot) ? Level.FULL : level;
        }
        return level;
    }

    /** The row as this caller's filters may see it, likewise. */
    @Nullable
    Row readable(Row row, Snapshot snapshot) {
        return levelOf(row, snapshot).readable(row);
    }

    private boolean mayRead(
            Row row, Field<String> levelField, BiFunction<Row, Rows, String> namespace, Snapshot snapshot) {
        return grants.isPresent() && snapshot.isNamespace(row, levelField, namespace, grants.get());
    }
}
