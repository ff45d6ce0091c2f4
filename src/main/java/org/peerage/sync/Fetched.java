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
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** The rows that a round fetched, and those that it finds it has to fetch as well. */
final class Fetched {
    private static final int GENERATIONS = 4;
    private static final int MOST_SINGLE = 100;

    private final Lists lists;
    private final Snapshot base;
    private final Map<ObjectType, Map<Long, Row>> rows = new HashMap<>();
    private final Map<ObjectType, Set<Long>> asked = new HashMap<>();
    private final List<LoadReport.Refused> unreadable = new ArrayList<>();

    Fetched(Lists lists, Snapshot base) {
        this.lists = lists;
        this.base = base;
        Types.ALL.forEach(type -> {
            rows.put(type, new LinkedHashMap<>());
            asked.put(type, new TreeSet<>());
        });
    }

    Map<ObjectType, Map<Long, Row>> rows() {
        return rows;
    }

    List<LoadReport.Refused> unreadable() {
        return unreadable;
    }

    Map<Long, Row> rows(ObjectType type) {
        return rows.computeIfAbsent(type, none -> new LinkedHashMap<>());
    }

    void add(ObjectType type, Lists.Answer answer) {
        Optional<Field<Long>> organization = OwnWebsites.organization(type);
        answer.rows().forEach((id, row) -> rows(type)
                .put(id, organization.isPresent() ? withOwnWebsite(row, organization.get()) : row));
        unreadable.addAll(answer.unreadable());
    }

    private Row withOwnWebsite(Row row, Field<Long> organization) {
        long id = row.get(organization);
        Row fetched = rows(Org.TYPE).get(id);
        Row org = fetched == null ? base.find(Org.TYPE, id) : fetched;
        return org == null ? row : OwnWebsites.of(row, org.get(Org.WEBSITE), base.find(row.type(), row.id()));
    }

    /** Whether anything is not as it is here. */
    boolean isNews() {
        return Types.ALL.stream().anyMatch(type -> rows(type).values().stream().anyMatch(this::isNew));
    }

    /** Asks for rows that are not fetched yet; the ids of those that the other does not show. */
    Set<Long> fetch(ObjectType type, Collection<Long> ids) throws RemoteFailed, InterruptedException {
        Set<Long> missing = new TreeSet<>(ids);
        missing.removeAll(rows(type).keySet());
        missing.removeAll(asked(type));
        if (missing.isEmpty()) {
            return missing;
        }
        asked(type).addAll(missing);
        Lists.Answer answer = lists.byId(type, missing, id -> base.find(type, id));
        add(type, answer);
        missing.removeAll(answer.rows().keySet());
        answer.unreadable().forEach(row -> missing.remove(row.id()));
        return missing;
    }

    /** Parents that are neither here nor fetched: made while the round was on its way. */
    void fetchMissingParents() throws RemoteFailed, InterruptedException {
        for (int i = 0; i < GENERATIONS; i++) {
            Map<ObjectType, Set<Long>> missing = new HashMap<>();
            for (ObjectType type : Types.ALL) {
                for (Row row : rows(type).values()) {
                    missingParents(row, missing);
                }
            }
            if (missing.isEmpty()) {
                return;
            }
            for (Map.Entry<ObjectType, Set<Long>> parents : missing.entrySet()) {
                Set<Long> unlisted = fetch(parents.getKey(), parents.getValue());
                for (long id : unlisted.stream().limit(MOST_SINGLE).toList()) {
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
                    && !asked(field.target()).contains(parent)) {
                missing.computeIfAbsent(field.target(), none -> new TreeSet<>()).add(parent);
            }
        }
    }

    /**
     * Asks for rows that a change alters without a change of their own: parents count their children, and show when those
     * changed; rows of an organization may show its website.
     */
    void fetchBystanders() throws RemoteFailed, InterruptedException {
        Map<ObjectType, Set<Long>> bystanders = new HashMap<>();
        for (ObjectType type : Types.ALL) {
            for (Row row : List.copyOf(rows(type).values())) {
                if (isNew(row)) {
                    Bystanders.of(row, base, bystanders);
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

    private Set<Long> asked(ObjectType type) {
        return asked.computeIfAbsent(type, none -> new TreeSet<>());
    }
}
