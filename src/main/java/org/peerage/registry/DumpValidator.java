package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.RegistryStore;

/**
 * Sorts the rows of a dump, which may come in any order, into those that the registry can take and those that would
 * break it. A row is known by its type and its place among the rows of that type in the dump.
 */
final class DumpValidator {
    private final Map<ObjectType, List<DumpRowKeys>> candidates = new HashMap<>();
    private final Map<ObjectType, UniqueKeys> unique = new HashMap<>();
    private final Map<ObjectType, List<Field<?>>> references = new HashMap<>();
    private final List<LoadReport.RejectedRow> rejected = new ArrayList<>();
    private final Map<ObjectType, BitSet> accepted = new HashMap<>();
    private final Map<ObjectType, Set<Long>> known = new HashMap<>();

    DumpValidator() {
        for (ObjectType type : ObjectTypes.ALL) {
            candidates.put(type, new ArrayList<>());
            unique.put(type, new UniqueKeys(type));
            references.put(
                    type, type.fields().stream().filter(Field::isReference).toList());
            known.put(type, new HashSet<>());
        }
    }

    void add(Row row) {
        ObjectType type = row.type();
        of(candidates, type).add(DumpRowKeys.of(row, of(references, type), of(unique, type)));
    }

    /** Judges all rows by what the registry holds, parents before children. */
    void validate(RegistryStore.Transaction registry) throws SQLException {
        for (ObjectType type : ObjectTypes.ALL) {
            validate(type, registry);
        }
    }

    boolean isAccepted(ObjectType type, int index) {
        return of(accepted, type).get(index);
    }

    int accepted(ObjectType type) {
        return of(accepted, type).cardinality();
    }

    List<LoadReport.RejectedRow> rejected() {
        return rejected;
    }

    private void validate(ObjectType type, RegistryStore.Transaction registry) throws SQLException {
        Set<Long> ids = of(known, type);
        Set<Long> given = new HashSet<>();
        of(candidates, type).forEach(row -> given.add(row.id()));
        List<DumpRowKeys> others = new ArrayList<>();
        Map<Long, DumpRowKeys> replaced = new HashMap<>();
        registry.read(type, row -> {
            DumpRowKeys stored = DumpRowKeys.of(row, List.of(), of(unique, type));
            ids.add(stored.id());
            if (given.contains(stored.id())) {
                replaced.put(stored.id(), stored);
            } else {
                others.add(stored);
            }
        });
        Verdict verdict = verdict(type, others);
        // The stored row of a refused one stays, and keeps what is unique of it.
        for (List<DumpRowKeys> stay = staying(verdict, replaced); !stay.isEmpty(); stay = staying(verdict, replaced)) {
            others.addAll(stay);
            stay.forEach(row -> replaced.remove(row.id()));
            verdict = verdict(type, others);
        }
        rejected.addAll(verdict.refused);
        accepted.put(type, verdict.accepted);
        ids.addAll(verdict.acceptedIds);
        registry.release(type, changingKeys(of(candidates, type), verdict.accepted, replaced));
        candidates.put(type, List.of());
    }

    private static List<DumpRowKeys> staying(Verdict verdict, Map<Long, DumpRowKeys> replaced) {
        List<DumpRowKeys> stay = new ArrayList<>();
        replaced.forEach((id, stored) -> {
            if (!verdict.acceptedIds.contains(id)) {
                stay.add(stored);
            }
        });
        return stay;
    }

    private Verdict verdict(ObjectType type, List<DumpRowKeys> others) {
        UniqueValueHolders holders = new UniqueValueHolders(type.typeName(), of(unique, type));
        others.forEach(holders::hold);
        Verdict verdict = new Verdict();
        Set<Long> seen = new HashSet<>();
        int index = 0;
        for (DumpRowKeys row : of(candidates, type)) {
            String problem = seen.add(row.id()) ? brokenReference(type, row) : "the id comes twice";
            if (problem == null) {
                problem = holders.conflict(row);
            }
            if (problem == null) {
                holders.hold(row);
                verdict.accepted.set(index);
                verdict.acceptedIds.add(row.id());
            } else {
                verdict.refused.add(new LoadReport.RejectedRow(type.typeName(), row.id(), problem));
            }
            index++;
        }
        return verdict;
    }

    private @Nullable String brokenReference(ObjectType type, DumpRowKeys row) {
        List<Field<?>> fields = of(references, type);
        for (int i = 0; i < fields.size(); i++) {
            Field<?> field = fields.get(i);
            long id = row.references()[i];
            if (id != 0 && !of(known, field.target()).contains(id)) {
                return field.name() + ": there is no " + field.target().typeName() + " " + id;
            }
        }
        return null;
    }

    private static List<Long> changingKeys(List<DumpRowKeys> rows, BitSet accepted, Map<Long, DumpRowKeys> replaced) {
        List<Long> changing = new ArrayList<>();
        accepted.stream().mapToObj(rows::get).forEach(row -> {
            DumpRowKeys stored = replaced.get(row.id());
            if (stored != null && !stored.keys().equals(row.keys())) {
                changing.add(row.id());
            }
        });
        return changing;
    }

    private static <V> V of(Map<ObjectType, V> map, ObjectType type) {
        V value = map.get(type);
        if (value == null) {
            throw new IllegalStateException("no type of the registry: " + type);
        }
        return value;
    }

    private static final class Verdict {
        private final BitSet accepted = new BitSet();
        private final Set<Long> acceptedIds = new HashSet<>();
        private final List<LoadReport.RejectedRow> refused = new ArrayList<>();
    }

    /** Who holds which unique value. */
    static final class UniqueValueHolders {
        private final String typeName;
        private final UniqueKeys unique;
        private final List<Map<Object, Long>> holders = new ArrayList<>();

        UniqueValueHolders(String typeName, UniqueKeys unique) {
            this.typeName = typeName;
            this.unique = unique;
            for (int i = 0; i < unique.count(); i++) {
                holders.add(new HashMap<>());
            }
        }

        @Nullable
        String conflict(DumpRowKeys row) {
            for (int i = 0; i < row.keys().size(); i++) {
                Object value = row.keys().get(i);
                Long holder = value == null ? null : holders.get(i).get(value);
                if (holder != null) {
                    return unique.name(i) + ": " + typeName + " " + holder + " has the same";
                }
            }
            return null;
        }

        void hold(DumpRowKeys row) {
            for (int i = 0; i < row.keys().size(); i++) {
                Object value = row.keys().get(i);
                if (value != null) {
                    holders.get(i).put(value, row.id());
                }
            }
        }
    }
}
