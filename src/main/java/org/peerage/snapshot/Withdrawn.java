package org.peerage.snapshot;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Rows of one type that a view showed once and does not show now: each as it was when it left, deleted at that moment and
 * without what a deleted row does not show. What became of it since is in none of them.
 */
final class Withdrawn {
    static final Withdrawn NONE = new Withdrawn(LongTrie.empty(), LongTrie.empty());

    private final LongTrie<Row> fromEverybody;
    private final LongTrie<Row> fromUsers;

    private Withdrawn(LongTrie<Row> fromEverybody, LongTrie<Row> fromUsers) {
        this.fromEverybody = fromEverybody;
        this.fromUsers = fromUsers;
    }

    /** After a row was saved at that moment. */
    Withdrawn with(@Nullable Row before, Row after, Instant at) {
        return new Withdrawn(
                with(fromEverybody, View.PUBLIC, before, after, at), with(fromUsers, View.USERS, before, after, at));
    }

    private static LongTrie<Row> with(LongTrie<Row> left, View view, @Nullable Row before, Row after, Instant at) {
        if (shows(view, after)) {
            return left.get(after.id()) == null ? left : left.with(after.id(), null);
        }
        return before != null && shows(view, before) ? left.with(after.id(), deleted(before, at)) : left;
    }

    /** After a row was taken out for good. */
    Withdrawn without(long id) {
        return new Withdrawn(fromEverybody.with(id, null), fromUsers.with(id, null));
    }

    boolean isEmpty(View view) {
        return of(view).size() == 0;
    }

    void forEach(View view, Consumer<Row> action) {
        of(view).forEach(action);
    }

    private LongTrie<Row> of(View view) {
        return switch (view) {
            case PUBLIC -> fromEverybody;
            case USERS -> fromUsers;
            case FULL -> LongTrie.empty();
        };
    }

    private static boolean shows(View view, Row row) {
        ObjectType.Visibility visibility = row.type().rowVisibility().orElse(null);
        return visibility == null || view.shows(row.get(visibility.level()));
    }

    private static Row deleted(Row row, Instant at) {
        ObjectType type = row.type();
        Row.Builder deleted = row.toBuilder().set(type.status(), Status.DELETED).set(type.updated(), at);
        for (Field<?> field : type.fields()) {
            if (type.isBlankWhenDeleted(field)) {
                deleted.restore(field, "");
            }
        }
        return deleted.build();
    }
}
