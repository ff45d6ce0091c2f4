package org.peerage.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/**
 * Rows of one type that some callers saw once and do not see now: each as it was when it left, deleted at that moment and
 * without what a deleted row does not show. What became of it since is in none of them.
 */
final class WithdrawnRows {
    static final WithdrawnRows NONE = new WithdrawnRows(LongTrie.empty(), LongTrie.empty(), LongTrie.empty());

    private final LongTrie<Row> fromEverybody;
    private final LongTrie<Row> fromUsers;
    private final LongTrie<List<LeftOwner>> fromOwners;

    private WithdrawnRows(
            LongTrie<Row> fromEverybody, LongTrie<Row> fromUsers, LongTrie<List<LeftOwner>> fromOwners) {
        this.fromEverybody = fromEverybody;
        this.fromUsers = fromUsers;
        this.fromOwners = fromOwners;
    }

    /**
     * A row that went to another owner, with what it hangs under.
     *
     * @param namespace of the former owner: who reads it saw the row
     */
    record LeftOwner(String namespace, Row row) {}

    /** After a row was saved. */
    WithdrawnRows with(Snapshot.RowSave save) {
        return new WithdrawnRows(
                with(fromEverybody, Visibility.Level.PUBLIC, save),
                with(fromUsers, Visibility.Level.USERS, save),
                withOwners(save));
    }

    private static LongTrie<Row> with(LongTrie<Row> left, Visibility.Level level, Snapshot.RowSave save) {
        Row before = save.before();
        Row after = save.after();
        if (level.showsRow(after)) {
            return left.get(after.id()) == null ? left : left.with(after.id(), null);
        }
        return before != null && level.showsRow(before) ? left.with(after.id(), deleted(before, save.at())) : left;
    }

    private LongTrie<List<LeftOwner>> withOwners(Snapshot.RowSave save) {
        Row before = save.before();
        long id = save.after().id();
        List<LeftOwner> known = fromOwners.get(id);
        if (!Visibility.isForOwner(save.after())) {
            return known == null ? fromOwners : fromOwners.with(id, null);
        }
        boolean sameOwner = save.namespaceBefore().equals(save.namespaceAfter());
        if (before == null || sameOwner || before.status() == Status.DELETED) {
            return fromOwners; // who saw it before sees it still, or is among the users
        }
        List<LeftOwner> left = new ArrayList<>(known == null ? List.of() : known);
        left.removeIf(owner -> owner.namespace.equals(save.namespaceBefore())
                || owner.namespace.equals(save.namespaceAfter()));
        left.add(new LeftOwner(save.namespaceBefore(), deleted(before, save.at())));
        return fromOwners.with(id, List.copyOf(left));
    }

    /** After a row was taken out for good. */
    WithdrawnRows without(long id) {
        return new WithdrawnRows(fromEverybody.with(id, null), fromUsers.with(id, null), fromOwners.with(id, null));
    }

    boolean isEmpty(Visibility.Level level) {
        return of(level).size() == 0;
    }

    void forEach(Visibility.Level level, Consumer<Row> action) {
        of(level).forEach(action);
    }

    boolean leftNoOwner() {
        return fromOwners.size() == 0;
    }

    /** Visits what went to another owner from one whom the caller belongs to, as it was when it went. */
    void forEachOfOwner(Visibility visibility, Consumer<Row> action) {
        fromOwners.forEach(owners -> owners.stream()
                .filter(owner -> visibility.reads(owner.namespace))
                .map(LeftOwner::row)
                .reduce((earlier, later) -> later)
                .ifPresent(action));
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
