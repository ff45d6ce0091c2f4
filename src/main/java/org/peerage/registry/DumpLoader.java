package org.peerage.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.RegistryStore;

/**
 * Loads a public dump as it is: ids, statuses and timestamps are kept, rows of known ids are replaced. Everything
 * becomes durable at once. Rows that would break the registry are left out, and so are rows that refer to them.
 */
public final class DumpLoader {
    private final RegistryStore store;
    private final Clock clock;

    public DumpLoader(RegistryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Told how far a load is: rows read, then rows written of all. */
    public interface Progress {
        void read(long rows);

        void written(long rows, long all);
    }

    /**
     * Loads a file.
     *
     * @param atomic whether one refused row undoes the whole load
     * @throws IOException where the file cannot be read
     * @throws SQLException where the database fails; then nothing was changed
     */
    public LoadReport load(Path dump, boolean atomic, Progress progress) throws IOException, SQLException {
        long begun = System.nanoTime();
        LongConsumer reading = progress::read;
        DumpReader reader = new DumpReader(reading);
        reader.read(dump);
        List<LoadReport.Refused> refused = new ArrayList<>(reader.refused());
        Map<ObjectType, List<Row>> rows = new Check(store, refused).accepted(reader.rows());
        Map<String, Integer> loaded = new LinkedHashMap<>();
        Types.ALL.forEach(type ->
                loaded.put(type.tag(), rows.getOrDefault(type, List.of()).size()));
        boolean commit = !(atomic && !refused.isEmpty());
        if (commit) {
            write(rows, loaded, progress);
        }
        return new LoadReport(
                loaded, List.copyOf(refused), reader.ignored(), commit, (System.nanoTime() - begun) / 1e9);
    }

    private void write(Map<ObjectType, List<Row>> rows, Map<String, Integer> loaded, Progress progress)
            throws SQLException {
        long all = loaded.values().stream().mapToLong(Integer::longValue).sum();
        long written = 0;
        Instant now = clock.instant();
        try (RegistryStore.Transaction transaction = store.begin()) {
            long version = transaction.nextVersion(now);
            for (ObjectType type : Types.ALL) {
                List<Row> some = rows.getOrDefault(type, List.of());
                for (int from = 0; from < some.size(); from += 5000) {
                    List<Row> part = some.subList(from, Math.min(some.size(), from + 5000));
                    transaction.put(type, part);
                    written += part.size();
                    progress.written(written, all);
                }
            }
            // A load replaces the registry as a whole: a row in the log for each of its rows would only repeat it.
            transaction.log(version, 0, now, "load", "load", "*", loaded.toString());
            transaction.commit();
        }
    }

    /** Sorts out rows that would break the registry, parents before children. */
    private static final class Check {
        private final List<LoadReport.Refused> refused;
        private final Map<ObjectType, Set<Long>> ids = new HashMap<>();
        private final Map<ObjectType, Map<Long, Row>> stored = new HashMap<>();

        Check(RegistryStore store, List<LoadReport.Refused> refused) throws SQLException {
            this.refused = refused;
            store.readAll(Types.ALL).rows().forEach((type, rows) -> {
                Map<Long, Row> byId = new HashMap<>();
                rows.forEach(row -> byId.put(row.id(), row));
                stored.put(type, byId);
                ids.put(type, new HashSet<>(byId.keySet()));
            });
        }

        Map<ObjectType, List<Row>> accepted(Map<ObjectType, List<Row>> given) {
            Map<ObjectType, List<Row>> accepted = new HashMap<>();
            for (ObjectType type : Types.ALL) {
                accepted.put(type, accepted(type, given.getOrDefault(type, List.of())));
            }
            return accepted;
        }

        private List<Row> accepted(ObjectType type, List<Row> given) {
            Set<Long> seen = new HashSet<>();
            Set<Long> replaced = new HashSet<>();
            given.forEach(row -> replaced.add(row.id()));
            Uniqueness unique = new Uniqueness(type);
            stored.getOrDefault(type, Map.of()).values().stream()
                    .filter(row -> !replaced.contains(row.id()))
                    .forEach(unique::problem);
            List<Row> accepted = new ArrayList<>(given.size());
            for (Row row : given) {
                String problem = seen.add(row.id()) ? brokenReference(row) : "the id comes twice";
                if (problem == null) {
                    problem = unique.problem(row);
                }
                if (problem == null) {
                    accepted.add(row);
                    ids.computeIfAbsent(type, t -> new HashSet<>()).add(row.id());
                } else {
                    refused.add(new LoadReport.Refused(type.tag(), row.id(), problem));
                }
            }
            return accepted;
        }

        private @Nullable String brokenReference(Row row) {
            for (Field<?> field : row.type().fields()) {
                Object id = field.isReference() ? row.find(field) : null;
                if (id != null && !ids.getOrDefault(field.target(), Set.of()).contains(id)) {
                    return field.name() + ": there is no " + field.target().tag() + " " + id;
                }
            }
            return null;
        }
    }

    /** What no two active rows of a type share. */
    private static final class Uniqueness {
        private final List<List<Field<?>>> keys = new ArrayList<>();
        private final Map<List<Object>, Long> holders = new HashMap<>();

        Uniqueness(ObjectType type) {
            for (Field<?> field : type.fields()) {
                if (field.isUnique()) {
                    keys.add(List.of(field));
                }
            }
            switch (type.tag()) {
                case "netixlan" -> {
                    keys.add(List.of(NetIxLan.IPADDR4));
                    keys.add(List.of(NetIxLan.IPADDR6));
                }
                case "ixfac" -> keys.add(List.of(IxFac.IX_ID, IxFac.FAC_ID));
                case "netfac" -> keys.add(List.of(NetFac.NET_ID, NetFac.FAC_ID));
                case "carrierfac" -> keys.add(List.of(CarrierFac.CARRIER_ID, CarrierFac.FAC_ID));
                default -> {}
            }
        }

        /** Takes a row's values, or tells which of them another row has. */
        @Nullable
        String problem(Row row) {
            if (row.status() == Status.DELETED) {
                return null;
            }
            List<List<Object>> taken = new ArrayList<>();
            for (List<Field<?>> key : keys) {
                List<Object> values = new ArrayList<>();
                values.add(key.getFirst().name());
                for (Field<?> field : key) {
                    Object value = row.find(field);
                    if (value != null) {
                        values.add(value instanceof String text ? text.toLowerCase(Locale.ROOT) : value);
                    }
                }
                if (values.size() == key.size() + 1) {
                    Long holder = holders.get(values);
                    if (holder != null) {
                        return key + ": " + row.type().tag() + " " + holder + " has the same";
                    }
                    taken.add(values);
                }
            }
            taken.forEach(values -> holders.put(values, row.id()));
            return null;
        }
    }
}
