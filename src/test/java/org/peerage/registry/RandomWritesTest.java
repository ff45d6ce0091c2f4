package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.net.IpAddress;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.snapshot.WholeList;
import org.peerage.testing.Owner;
import org.peerage.testing.Snapshots;
import org.peerage.text.Folding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random sequences of writes against a model as simple as can be, a map of rows: whatever is asked, the rules of
 * docs/spec/objects.md hold afterwards, and the snapshot is what it would be if it were made anew from all rows.
 */
class RandomWritesTest {
    private static final int STEPS = 1500;
    private static final OperationHandler WRITER = new OperationHandler(RegistrySettings.STANDARD);
    private static final Author OWNER = Owner.BOUND;

    private final Map<ObjectType, Map<Long, Row>> model = new HashMap<>();
    private Random random = new Random();
    private Snapshot snapshot = Snapshots.of();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int names;
    private int applied;

    private record AnyFacts() {
        static ExternalFacts of(Operation operation) {
            if (operation instanceof Operation.Create(ObjectType type, RequestFields input) && type == Net.TYPE) {
                return input.find("asn")
                        .map(asn -> new ExternalFacts(Map.of(
                                new org.peerage.net.Asn(asn.longValue()), new ExternalFacts.AsnRecord.Unchecked())))
                        .orElse(ExternalFacts.NONE);
            }
            return ExternalFacts.NONE;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomWritesKeepTheRules(long seed) throws IOException {
        random = new Random(seed);
        ObjectTypes.ALL.forEach(type -> model.put(type, new HashMap<>()));
        approved(
                new Operation.Create(Org.TYPE, input("{\"name\": \"First\", \"website\": \"https://a.example.net\"}")));

        for (int i = 0; i < STEPS; i++) {
            step();
            if (i % 100 == 99) {
                theRulesHold();
                theSnapshotIsAsNew();
            }
        }

        assertThat(applied).isGreaterThan(STEPS / 4);
    }

    private void step() {
        now = now.plusSeconds(random.nextInt(3));
        switch (random.nextInt(10)) {
            case 0 -> delete();
            case 1, 2 -> change();
            default -> create();
        }
    }

    private void delete() {
        ObjectType type = ObjectTypes.ALL.get(random.nextInt(ObjectTypes.ALL.size()));
        boolean rarely = type == Org.TYPE || type == Ix.TYPE || type == Net.TYPE || type == IxLan.TYPE;
        Row row = any(type);
        if (row != null && (!rarely || random.nextInt(6) == 0) && type != IxLan.TYPE) {
            decide(new Operation.Delete(type, row.id()));
        }
    }

    private void change() {
        ObjectType type = List.of(
                        Net.TYPE, Fac.TYPE, Poc.TYPE, NetFac.TYPE, NetIxLan.TYPE, Org.TYPE, Ix.TYPE, Campus.TYPE)
                .get(random.nextInt(8));
        Row row = any(type);
        if (row != null) {
            Map<String, JsonNode> values = new HashMap<>(body(type).values());
            if (type == Net.TYPE) {
                values.put("asn", node(row.get(Net.ASN).value()));
            }
            decide(new Operation.Update(type, row.id(), new RequestFields(values, false)));
        }
    }

    private void create() {
        ObjectType type = ObjectTypes.ALL.get(random.nextInt(ObjectTypes.ALL.size()));
        if (type == Org.TYPE && random.nextInt(3) > 0) {
            return;
        }
        if (type.isCreatable()) {
            approved(new Operation.Create(type, body(type)));
        }
    }

    /** What people approve after a while is approved at once here, so that things can be linked to it. */
    private void approved(Operation.Create create) {
        if (decide(create) instanceof Decision.Applied applied && applied.row().isPresent() && random.nextInt(8) > 0) {
            WorkingCopy workingCopy = new WorkingCopy(snapshot, now);
            Row made = Objects.requireNonNull(
                    workingCopy.find(create.type(), applied.row().get().id()));
            if (made.type() != Campus.TYPE && made.status() == Status.PENDING) {
                workingCopy.save(made.toBuilder().set(made.type().status(), Status.OK), WorkingCopy.ChangeKind.UPDATE);
                if (made.type() == Ix.TYPE) {
                    for (Row lan : workingCopy.referring(IxLan.IX_ID, made.id())) {
                        workingCopy.save(lan.toBuilder().set(IxLan.STATUS, Status.OK), WorkingCopy.ChangeKind.UPDATE);
                        for (Row prefix : workingCopy.referring(IxPfx.IXLAN_ID, lan.id())) {
                            workingCopy.save(
                                    prefix.toBuilder().set(IxPfx.STATUS, Status.OK), WorkingCopy.ChangeKind.UPDATE);
                        }
                    }
                }
                Derivations.complete(workingCopy);
                publish(workingCopy);
            }
        }
    }

    private Decision decide(Operation operation) {
        WorkingCopy workingCopy = new WorkingCopy(snapshot, now);
        Decision decision =
                WRITER.decide(operation, OWNER, AnyFacts.of(operation), workingCopy, random.nextInt(10) == 0);
        if (decision instanceof Decision.Applied) {
            Derivations.complete(workingCopy);
            publish(workingCopy);
            applied++;
        }
        return decision;
    }

    private void publish(WorkingCopy workingCopy) {
        List<Row> rows = new ArrayList<>();
        for (WorkingCopy.RowChange change : workingCopy.changes()) {
            Row known = model(change.after().type()).put(change.after().id(), change.after());
            assertThat(known).isEqualTo(change.before());
            rows.add(change.after());
        }
        if (!rows.isEmpty()) {
            snapshot = snapshot.with(snapshot.version() + 1, now, rows);
        }
    }

    private Map<Long, Row> model(ObjectType type) {
        return Objects.requireNonNull(model.get(type));
    }

    private Row any(ObjectType type) {
        List<Row> rows = model(type).values().stream()
                .filter(row -> row.status() != Status.DELETED || random.nextInt(20) == 0)
                .toList();
        return rows.isEmpty() ? null : rows.get(random.nextInt(rows.size()));
    }

    private long idOf(ObjectType type) {
        Row row = any(type);
        return row == null ? 99_999 : row.id();
    }

    private static JsonNode node(long number) {
        return JsonMapper.shared().getNodeFactory().numberNode(number);
    }

    private static RequestFields input(String json) {
        Map<String, JsonNode> values = new HashMap<>();
        JsonMapper.shared().readTree(json).properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new RequestFields(values, false);
    }

    /** A new name, or by chance one that exists, in another case. */
    private String name() {
        return random.nextInt(5) == 0 ? "NAME " + random.nextInt(30) : "Name " + names++;
    }

    private RequestFields body(ObjectType type) {
        String json =
                switch (type.typeName()) {
                    case "org" -> "{\"name\": \"%s\", \"website\": \"https://o.example.net\"}".formatted(name());
                    case "campus" -> "{\"org_id\": %d, \"name\": \"%s\"}".formatted(idOf(Org.TYPE), name());
                    case "fac" -> """
                        {"org_id": %d, "name": "%s", "address1": "1 Road", "city": "Berlin", "country": "DE",
                         "zipcode": "10115", "website": "https://f.example.net"}""".formatted(idOf(Org.TYPE), name());
                    case "net" -> """
                        {"org_id": %d, "name": "%s", "asn": %d, "website": "https://n.example.net",
                         "info_types": ["Content"]}""".formatted(idOf(Org.TYPE), name(), 200_000 + random.nextInt(300));
                    case "ix" -> """
                        {"org_id": %d, "name": "%s", "city": "Berlin", "country": "DE", "region_continent": "Europe",
                         "tech_email": "a@x.example.net", "website": "https://x.example.net",
                         "prefix": "185.%d.%d.0/24"}""".formatted(idOf(Org.TYPE), name(), random.nextInt(2), random.nextInt(40));
                    case "carrier" -> "{\"org_id\": %d, \"name\": \"%s\"}".formatted(idOf(Org.TYPE), name());
                    case "carrierfac" ->
                        "{\"carrier_id\": %d, \"fac_id\": %d}".formatted(idOf(Carrier.TYPE), idOf(Fac.TYPE));
                    case "ixfac" -> "{\"ix_id\": %d, \"fac_id\": %d}".formatted(idOf(Ix.TYPE), idOf(Fac.TYPE));
                    case "netfac" -> "{\"net_id\": %d, \"fac_id\": %d}".formatted(idOf(Net.TYPE), idOf(Fac.TYPE));
                    case "ixpfx" ->
                        "{\"ixlan_id\": %d, \"protocol\": \"IPv4\", \"prefix\": \"185.%d.%d.0/24\"}"
                                .formatted(idOf(IxLan.TYPE), random.nextInt(2), random.nextInt(40));
                    case "poc" -> """
                        {"net_id": %d, "role": "NOC", "visible": "%s", "email": "a@n.example.net", "name": "%s"}""".formatted(idOf(Net.TYPE), random.nextBoolean() ? "Public" : "Users", name());
                    default -> peering();
                };
        return input(json);
    }

    private String peering() {
        Row lan = any(IxLan.TYPE);
        Row prefix = lan == null
                ? null
                : model(IxPfx.TYPE).values().stream()
                        .filter(row -> row.get(IxPfx.IXLAN_ID) == lan.id())
                        .findFirst()
                        .orElse(null);
        String network =
                prefix == null ? "185.0.0.0/24" : prefix.get(IxPfx.PREFIX).toString();
        return """
            {"net_id": %d, "ixlan_id": %d, "speed": 1000, "ipaddr4": "%s%d", "ipaddr6": ""}""".formatted(
                        idOf(Net.TYPE),
                        lan == null ? 99_999 : lan.id(),
                        network.substring(0, network.indexOf("0/24")),
                        random.nextInt(12));
    }

    private void theRulesHold() {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        model.forEach((type, known) -> rows.put(type, List.copyOf(known.values())));
        assertThat(IntegrityCheck.of(rows)).isEmpty();
        rows.values().forEach(all -> all.forEach(this::hangsTogether));
        for (ObjectType type : List.of(Org.TYPE, Net.TYPE, Fac.TYPE, Ix.TYPE, Carrier.TYPE, Campus.TYPE)) {
            namesAreUnique(type);
        }
        addressesAreUnique();
        counted(Net.TYPE, Net.FAC_COUNT, NetFac.NET_ID, NetFac.FAC_ID);
        counted(Fac.TYPE, Fac.NET_COUNT, NetFac.FAC_ID, NetFac.NET_ID);
        counted(Fac.TYPE, Fac.IX_COUNT, IxFac.FAC_ID, IxFac.IX_ID);
        counted(Ix.TYPE, Ix.FAC_COUNT, IxFac.IX_ID, IxFac.FAC_ID);
        counted(Carrier.TYPE, Carrier.FAC_COUNT, CarrierFac.CARRIER_ID, CarrierFac.FAC_ID);
        counted(Fac.TYPE, Fac.CARRIER_COUNT, CarrierFac.FAC_ID, CarrierFac.CARRIER_ID);
    }

    /** No live child under a deleted parent. */
    private void hangsTogether(Row row) {
        if (row.status() == Status.DELETED) {
            return;
        }
        for (Field<Long> reference : Hierarchy.parents(row.type())) {
            Row parent = model(reference.target()).get(row.get(reference));
            assertThat(parent).isNotNull();
            assertThat(Objects.requireNonNull(parent).status())
                    .as(row + " under " + parent)
                    .isNotEqualTo(Status.DELETED);
        }
    }

    @SuppressWarnings("unchecked")
    private void namesAreUnique(ObjectType type) {
        Set<String> seen = new HashSet<>();
        Field<String> name = (Field<String>) type.field("name").orElseThrow();
        for (Row row : model(type).values()) {
            assertThat(seen.add(Folding.key(row.get(name)))).as("%s", row).isTrue();
        }
    }

    private void addressesAreUnique() {
        Set<IpAddress> seen = new HashSet<>();
        for (Row peering : model(NetIxLan.TYPE).values()) {
            IpAddress address = peering.find(NetIxLan.IPADDR4);
            if (peering.isActive() && address != null) {
                assertThat(seen.add(address)).as("%s", peering).isTrue();
            }
        }
    }

    private void counted(ObjectType type, Field<Long> counter, Field<Long> here, Field<Long> there) {
        for (Row row : model(type).values()) {
            long links = model(here.owner()).values().stream()
                    .filter(link -> link.isActive() && link.get(here) == row.id())
                    .map(link -> link.get(there))
                    .distinct()
                    .count();
            assertThat(row.get(counter)).as(counter + " of " + row).isEqualTo(links);
        }
    }

    /** No index and no JSON of the snapshot tells of how things were. */
    private void theSnapshotIsAsNew() throws IOException {
        Snapshot anew = Snapshot.of(snapshot.version(), snapshot.time(), values());
        for (ObjectType type : ObjectTypes.ALL) {
            for (Visibility.Level level : Visibility.Level.values()) {
                assertThat(json(snapshot, type, level)).as("%s", type).isEqualTo(json(anew, type, level));
            }
            assertThat(snapshot.size(type)).isEqualTo(anew.size(type));
            assertThat(snapshot.lastId(type)).isEqualTo(anew.lastId(type));
            for (Field<?> field : type.fields()) {
                if (field.isReference()) {
                    referencesAreAsNew(field, anew);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void referencesAreAsNew(Field<?> field, Snapshot anew) {
        Field<Long> reference = (Field<Long>) field;
        for (Long id : model(reference.target()).keySet()) {
            assertThat(snapshot.referring(reference, id)).isEqualTo(anew.referring(reference, id));
        }
    }

    private Map<ObjectType, List<Row>> values() {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        model.forEach((type, known) -> rows.put(type, List.copyOf(known.values())));
        return rows;
    }

    private static String json(Snapshot of, ObjectType type, Visibility.Level level) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WholeList.of(of, type, level).plain(new byte[0], new byte[0]).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
