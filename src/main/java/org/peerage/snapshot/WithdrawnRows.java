package org.peerage.snapshot;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Rows of one type that a class of callers saw once and does not see now: each as it was when it left, deleted at that moment and
 * without what a deleted row does not show. What became of it since is in none of them.
 */
final class WithdrawnRows {
    static final WithdrawnRows NONE = new WithdrawnRows(LongTrie.empty(), LongTrie.empty());

    private final LongTrie<Row> fromEverybody;
    private final LongTrie<Row> fromUsers;

    private WithdrawnRows(LongTrie<Row> fromEverybody, LongTrie<Row> fromUsers) {
        this.fromEverybody = fromEverybody;
        this.fromUsers = fromUsers;
    }

    /** After a row was saved at that moment. */
    WithdrawnRows with(@Nullable Row before, Row after, Instant at) {
        return new WithdrawnRows(
                with(fromEverybody, Visibility.Level.PUBLIC, before, after, at),
                with(fromUsers, Visibility.Level.USERS, before, after, at));
    }

    private static LongTrie<Row> with(
            LongTrie<Row> left, Visibility.Level level, @Nullable Row before, Row after, Instant at) {
        if (level.showsRow(after)) {
            return left.get(after.id()) == null ? left : left.with(after.id(), null);
        }
        return before != null && level.showsRow(before) ? left.with(after.id(), deleted(before, at)) : left;
    }

    /** After a row was taken out for good. */
    WithdrawnRows without(long id) {
        return new WithdrawnRows(fromEverybody.with(id, null), fromUsers.with(id, null));
    }

    boolean isEmpty(Visibility.Level level) {
        return of(level).size() == 0;
    }

    void forEach(Visibility.Level level, Consumer<Row> action) {
        of(level).forEach(action);
    }

    private LongTrie<Row> of(Visibility.Level level) {
        return switch (level) {
            case PUBLIC -> fromEverybody;
            case USERS -> fromUsers;
            case FULL -> LongTrie.empty();
        };
    }

    private static Row deleted(Row row, Instant at) {
        ObjectType type = row.type();
        Row.Builder deleted = row.toBuilder().set(type.status(), Status.DELETED).set(type.updated(), at);
        for (Field<?> field : type.fields()) {
            if (type.isClearedWhenDeleted(field)) {
                deleted.setStored(field, "");
            }
        }
        return deleted.build();
    }
}
