package org.peerage.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.peerage.testing.TestRow.aConnection;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aLan;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.aPrefix;
import static org.peerage.testing.TestRow.anExchange;
import static org.peerage.testing.TestRow.anOrganization;

import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.RowParser;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestRegistry;
import org.peerage.testing.TestRow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is said of stored rows is what a write of them would be told. */
@Covers(StoredRowCheck.class)
class StoredRowCheckTest {
    private static final RegistrySettings SETTINGS = RegistrySettings.STANDARD.takingDocumentationNumbers(true);

    private final TestRegistry registry = new TestRegistry();
    private final Row org = registry.has(anOrganization());

    static Stream<Arguments> rowsThatBreakRules() {
        return Stream.of(
                Arguments.of(
                        aNetwork().with("info_traffic", "lots"),
                        List.of("info_traffic: \"lots\" is not a valid choice.")),
                Arguments.of(
                        aNetwork().with("website", "net example").with("info_prefixes4", 99_999_999),
                        List.of("website: Enter a valid URL.", "info_prefixes4: Maximum value allowed 1200000")),
                Arguments.of(
                        aNetwork().with("allow_ixp_update", true),
                        List.of("allow_ixp_update: Cannot be enabled - must have a Technical, NOC, or Policy point of"
                                + " contact with valid email.")),
                Arguments.of(
                        aFacility().with("tech_phone", "ext. 7"),
                        List.of("tech_phone: Not a valid phone number (E.164)")),
                Arguments.of(
                        aFacility()
                                .with("available_voltage_services", List.of("No Power", "48 VDC"))
                                .with("sales_email", "none"),
                        List.of(
                                "sales_email: Enter a valid email address.",
                                "available_voltage_services: \"No Power\" is mutually exclusive with other voltage"
                                        + " options.")),
                Arguments.of(aNetwork(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("rowsThatBreakRules")
    void brokenRulesAreAllNamed(TestRow row, List<String> messages) {
        Row stored = registry.has(row.under(org));

        assertThat(check(stored)).containsExactlyElementsOf(messages);
    }

    @Test
    void rulesAboutOtherRowsAreNamedToo() {
        Row net = registry.has(aNetwork().under(org));
        Row twin = registry.has(aNetwork().under(org).withName("EXAMPLE net").withAsn(3321));
        Row ix = registry.has(anExchange().under(org));
        Row lan = registry.has(aLan().under(ix).with("ixf_ixp_import_enabled", true));
        registry.has(aPrefix().under(lan));
        Row one = registry.has(aConnection().under(net, lan));
        Row same = registry.has(aConnection().under(net, lan).at("185.1.0.1", "2001:db8::1"));

        assertThat(check(twin)).containsExactly("name: Network with this Name already exists.");
        assertThat(check(lan))
                .containsExactly(
                        "non_field_errors: Cannot enable IX-F import without specifying the IX-F member list url");
        assertThat(check(one)).hasSize(2).contains("ipaddr4: IP already exists");
        assertThat(check(same))
                .containsExactly(
                        "non_field_errors: Network must have a Technical, NOC, or Policy point of contact with valid email"
                                + " before adding exchange point.",
                        "ipaddr6: IPv6 address outside of prefix",
                        "ipaddr4: IP already exists");
    }

    @Test
    void deletedParentIsNamed() {
        Row gone = registry.has(aNetwork().under(org).deleted());
        Row contact = registry.has(aContact().under(gone));

        assertThat(check(contact))
                .containsExactly("Object of type 'poc' cannot be saved because its parent entity 'net/" + gone.id()
                        + "' has been marked as deleted");
    }

    /** Each row of the recorded world, with another value in a field that no rule is about. */
    @Test
    void rowsThatBreakNothingAreThoseThatCanBeWritten() throws Exception {
        TestRegistry world = new TestRegistry(SETTINGS);
        List<Row> rows = rows();
        Snapshot snapshot = world.hasAll(rows);
        StoredRowCheck check = new StoredRowCheck(
                new RuleBook(SETTINGS.contact(), SETTINGS.suggestions(), true),
                new WorkingCopy(snapshot, Instant.EPOCH));
        List<String> differing = new ArrayList<>();
        int refused = 0;
        for (Row row : rows) {
            String harmless = Map.of("ixlan", "descr", "poc", "url")
                    .getOrDefault(row.type().typeName(), "notes");
            if (row.status() == Status.DELETED || row.type().field(harmless).isEmpty()) {
                continue;
            }
            boolean broken = !check.check(row).isEmpty();
            boolean written = world.tries(row, world.read(row).with(harmless, "https://other.example.net"));
            refused += written ? 0 : 1;
            if (broken == written) {
                differing.add(row.type() + " " + row.id() + ": " + check.check(row));
            }
        }
        assertThat(differing).isEmpty();
        assertThat(refused).isPositive();
    }

    private static List<Row> rows() throws Exception {
        JsonNode dump = JsonMapper.shared().readTree(Files.readString(ProjectFiles.conformance("world/dump.json")));
        RowParser parser = new RowParser();
        return ObjectTypes.ALL.stream()
                .flatMap(type -> dump.path(type.typeName())
                        .valueStream()
                        .map(node -> ((ParseResult.Value<Row>) parser.read(type, node, null)).value()))
                .toList();
    }

    private List<String> check(Row stored) {
        Map<ObjectType, List<Row>> rows =
                ObjectTypes.ALL.stream().collect(Collectors.toMap(type -> type, registry::all));
        return new StoredRowCheck(
                        new RuleBook(SETTINGS.contact(), SETTINGS.suggestions(), false),
                        new WorkingCopy(Snapshot.of(1, Instant.EPOCH, rows), Instant.EPOCH))
                .check(stored);
    }
}
