package org.peerage.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.LoadReport;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** The rows that a round fetched, and those that it finds it has to fetch as well. */
final class FetchedRows {
    private static final int MAX_GENERATIONS = 4;
    private static final int MAX_SINGLE_FETCHES = 100;

    private final ListFetcher lists;
    private final Snapshot base;
    private final Map<ObjectType, Map<Long, Row>> rows = new HashMap<>();
    private final Map<ObjectType, Set<Long>> requestedIds = new HashMap<>();
    private final Map<ObjectType, Set<Long>> withdrawn = new HashMap<>();
    private final List<LoadReport.RejectedRow> unreadable = new ArrayList<>();

    FetchedRows(ListFetcher lists, Snapshot base) {
        this.lists = lists;
        this.base = base;
        ObjectTypes.ALL.forEach(type -> {
            rows.put(type, new LinkedHashMap<>());
            requestedIds.put(type, new TreeSet<>());
        });
    }

    Map<ObjectType, Map<Long, Row>> rows() {
        return rows;
    }

    /** Rows that the other tells nobody of any more, by id. */
    Map<ObjectType, Set<Long>> withdrawn() {
        return withdrawn;
    }

    /** What was told of a row before does not count any more. */
    void withdraw(ObjectType type, long id) {
        rows(type).remove(id);
        withdrawn.computeIfAbsent(type, none -> new TreeSet<>()).add(id);
    }

    List<LoadReport.RejectedRow> unreadable() {
        return unreadable;
    }

    Map<Long, Row> rows(ObjectType type) {
        return rows.computeIfAbsent(type, none -> new LinkedHashMap<>());
    }

    void add(ObjectType type, ListFetcher.FetchedList response) {
        Optional<Field<Long>> organization = OwnWebsites.organization(type);
        response.rows().forEach((id, row) -> rows(type)
                .put(id, organization.isPresent() ? withOwnWebsite(row, organization.get()) : row));
        withdrawn.getOrDefault(type, new TreeSet<>()).removeAll(response.rows().keySet());
        unreadable.addAll(response.unreadable());
    }

    private Row withOwnWebsite(Row row, Field<Long> organization) {
        long id = row.get(organization);
        Row fetched = rows(Org.TYPE).get(id);
        Row org = fetched == null ? base.find(Org.TYPE, id) : fetched;
        return org == null ? row : OwnWebsites.of(row, org.get(Org.WEBSITE), base.find(row.type(), row.id()));
    }

    /** Whether anything is not as it is here. */
    boolean isNews() {
        boolean leaves = withdrawn.entrySet().stream()
                .anyMatch(type -> type.getValue().stream().anyMatch(id -> base.find(type.getKey(), id) != null));
        return leaves
                || ObjectTypes.ALL.stream()
                        .anyMatch(type -> rows(type).values().stream().anyMatch(this::isNew));
    }

    /** Asks for rows that are not fetched yet; the ids of those that the other does not show. */
    Set<Long> fetch(ObjectType type, Collection<Long> ids) throws RemoteRegistryException, InterruptedException {
        Set<Long> missing = new TreeSet<>(ids);
        missing.removeAll(rows(type).keySet());
        missing.removeAll(requestedIds(type));
        if (missing.isEmpty()) {
            return missing;
        }
        requestedIds(type).addAll(missing);
        ListFetcher.FetchedList response = lists.byId(type, missing, id -> base.find(type, id));
        add(type, response);
        missing.removeAll(response.rows().keySet());
        response.unreadable().forEach(row -> missing.remove(row.id()));
        return missing;
    }

    /** Parents that are neither here nor fetched: made while the round was on its way. */
    void fetchMissingParents() throws RemoteRegistryException, InterruptedException {
        for (int i = 0; i < MAX_GENERATIONS; i++) {
            Map<ObjectType, Set<Long>> missing = new HashMap<>();
            for (ObjectType type : ObjectTypes.ALL) {
                for (Row row : rows(type).values()) {
                    missingParents(row, missing);
                }
            }
            if (missing.isEmpty()) {
                return;
            }
            for (Map.Entry<ObjectType, Set<Long>> parents : missing.entrySet()) {
                Set<Long> unlisted = fetch(parents.getKey(), parents.getValue());
                for (long id : unlisted.stream().limit(MAX_SINGLE_FETCHES).toList()) {
                    // Pending rows are in no list, but can be asked for one by one.
                    ObjectType type = parents.getKey();
                    add(type, lists.single(type, id, known -> base.find(type, known)));
                }
            }
        }
    }

    private void missingParents(Row row, Map<ObjectType, Set<Long>> missing) {
        for (Field<?> field : row.type().fields()) {
            if (field.isReference()
                    && row.find(field) instanceof Long parent
                    && base.find(field.target(), parent) == null
                    && !rows(field.target()).containsKey(parent)
                    && !requestedIds(field.target()).contains(parent)) {
                missing.computeIfAbsent(field.target(), none -> new TreeSet<>()).add(parent);
            }
        }
    }

    /**
     * Asks for rows that a change alters without a change of their own: parents count their children, and show when those
     * changed; rows of an organization may show its website.
     */
    void fetchAffectedRows() throws RemoteRegistryException, InterruptedException {
        Map<ObjectType, Set<Long>> bystanders = new HashMap<>();
        for (ObjectType type : ObjectTypes.ALL) {
            for (Row row : List.copyOf(rows(type).values())) {
                if (isNew(row)) {
                    AffectedRows.of(row, base, bystanders);
                }
            }
        }
        for (Map.Entry<ObjectType, Set<Long>> entry : bystanders.entrySet()) {
            Set<Long> _ = fetch(entry.getKey(), entry.getValue());
        }
    }

    private boolean isNew(Row row) {
        @Nullable Row here = base.find(row.type(), row.id());
        return !row.equals(here);
    }

    private Set<Long> requestedIds(ObjectType type) {
        return requestedIds.computeIfAbsent(type, none -> new TreeSet<>());
    }
}
