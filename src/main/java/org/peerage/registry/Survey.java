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
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.RegistryStore;

/**
 * Sorts the rows of a dump, which may come in any order, into those that the registry can take and those that would
 * break it. A row is known by its type and its place among the rows of that type in the dump.
 */
final class Survey {
    private final Map<ObjectType, List<Candidate>> candidates = new HashMap<>();
    private final Map<ObjectType, UniqueKeys> unique = new HashMap<>();
    private final Map<ObjectType, List<Field<?>>> references = new HashMap<>();
    private final List<LoadReport.Refused> refused = new ArrayList<>();
    private final Map<ObjectType, BitSet> accepted = new HashMap<>();
    private final Map<ObjectType, Set<Long>> known = new HashMap<>();

    Survey() {
        for (ObjectType type : Types.ALL) {
            candidates.put(type, new ArrayList<>());
            unique.put(type, new UniqueKeys(type));
            references.put(
                    type, type.fields().stream().filter(Field::isReference).toList());
            known.put(type, new HashSet<>());
        }
    }

    void add(Row row) {
        ObjectType type = row.type();
        of(candidates, type).add(Candidate.of(row, of(references, type), of(unique, type)));
    }

    /** Judges all rows by what the registry holds, parents before children. */
    void judge(RegistryStore.Transaction registry) throws SQLException {
        for (ObjectType type : Types.ALL) {
            judge(type, registry);
        }
    }

    boolean isAccepted(ObjectType type, int place) {
        return of(accepted, type).get(place);
    }

    int accepted(ObjectType type) {
        return of(accepted, type).cardinality();
    }

    List<LoadReport.Refused> refused() {
        return refused;
    }

    private void judge(ObjectType type, RegistryStore.Transaction registry) throws SQLException {
        Set<Long> ids = of(known, type);
        Set<Long> given = new HashSet<>();
        of(candidates, type).forEach(row -> given.add(row.id()));
        List<Candidate> others = new ArrayList<>();
        Map<Long, Candidate> replaced = new HashMap<>();
        registry.read(type, row -> {
            Candidate stored = Candidate.of(row, List.of(), of(unique, type));
            ids.add(stored.id());
            if (given.contains(stored.id())) {
                replaced.put(stored.id(), stored);
            } else {
                others.add(stored);
            }
        });
        Verdict verdict = verdict(type, others);
        // The stored row of a refused one stays, and keeps what is unique of it.
        for (List<Candidate> stay = staying(verdict, replaced); !stay.isEmpty(); stay = staying(verdict, replaced)) {
            others.addAll(stay);
            stay.forEach(row -> replaced.remove(row.id()));
            verdict = verdict(type, others);
        }
        refused.addAll(verdict.refused);
        accepted.put(type, verdict.accepted);
        ids.addAll(verdict.acceptedIds);
        registry.release(type, changingKeys(of(candidates, type), verdict.accepted, replaced));
        candidates.put(type, List.of());
    }

    private static List<Candidate> staying(Verdict verdict, Map<Long, Candidate> replaced) {
        List<Candidate> stay = new ArrayList<>();
        replaced.forEach((id, stored) -> {
            if (!verdict.acceptedIds.contains(id)) {
                stay.add(stored);
            }
        });
        return stay;
    }

    private Verdict verdict(ObjectType type, List<Candidate> others) {
        Holders holders = new Holders(type.tag(), of(unique, type));
        others.forEach(holders::hold);
        Verdict verdict = new Verdict();
        Set<Long> seen = new HashSet<>();
        int place = 0;
        for (Candidate row : of(candidates, type)) {
            String problem = seen.add(row.id()) ? brokenReference(type, row) : "the id comes twice";
            if (problem == null) {
                problem = holders.conflict(row);
            }
            if (problem == null) {
                holders.hold(row);
                verdict.accepted.set(place);
                verdict.acceptedIds.add(row.id());
            } else {
                verdict.refused.add(new LoadReport.Refused(type.tag(), row.id(), problem));
            }
            place++;
        }
        return verdict;
    }

    private @Nullable String brokenReference(ObjectType type, Candidate row) {
        List<Field<?>> fields = of(references, type);
        for (int i = 0; i < fields.size(); i++) {
            Field<?> field = fields.get(i);
            long id = row.references()[i];
            if (id != 0 && !of(known, field.target()).contains(id)) {
                return field.name() + ": there is no " + field.target().tag() + " " + id;
            }
        }
        return null;
    }

    private static List<Long> changingKeys(List<Candidate> rows, BitSet accepted, Map<Long, Candidate> replaced) {
        List<Long> changing = new ArrayList<>();
        accepted.stream().mapToObj(rows::get).forEach(row -> {
            Candidate stored = replaced.get(row.id());
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
        private final List<LoadReport.Refused> refused = new ArrayList<>();
    }

    /** Who holds which unique value. */
    static final class Holders {
        private final String tag;
        private final UniqueKeys unique;
        private final List<Map<Object, Long>> holders = new ArrayList<>();

        Holders(String tag, UniqueKeys unique) {
            this.tag = tag;
            this.unique = unique;
            for (int i = 0; i < unique.count(); i++) {
                holders.add(new HashMap<>());
            }
        }

        @Nullable
        String conflict(Candidate row) {
            for (int i = 0; i < row.keys().size(); i++) {
                Object value = row.keys().get(i);
                Long holder = value == null ? null : holders.get(i).get(value);
                if (holder != null) {
                    return unique.name(i) + ": " + tag + " " + holder + " has the same";
                }
            }
            return null;
        }

        void hold(Candidate row) {
            for (int i = 0; i < row.keys().size(); i++) {
                Object value = row.keys().get(i);
                if (value != null) {
                    holders.get(i).put(value, row.id());
                }
            }
        }
    }
}
