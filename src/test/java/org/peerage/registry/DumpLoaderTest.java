package org.peerage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;

final class DumpLoaderTest {
    private static final String TIMES =
            "\"created\": \"2020-01-01T00:00:00Z\", \"updated\": \"2021-01-01T00:00:00Z\", \"status\": \"ok\"";

    @TempDir
    private Path folder;

    @AutoClose
    private Database database;

    private RegistryStore store;

    @BeforeEach
    void open() throws Exception {
        database = Database.openFolder(folder.resolve("data"));
        store = new RegistryStore(database);
    }

    @Test
    void rowsKeepTheirIdsStatusesAndTimes() throws Exception {
        LoadReport report = load("{\"org\": [" + org(5, "Five").replace("\"ok\"", "\"deleted\"") + "]}");

        Row org = rows(Org.TYPE).getFirst();
        assertThat(report.rejected()).isEmpty();
        assertThat(org.id()).isEqualTo(5);
        assertThat(org.status().text()).isEqualTo("deleted");
        assertThat(org.get(Org.UPDATED)).hasToString("2021-01-01T00:00:00Z");
    }

    @Test
    void rowsMayBeWrappedInData() throws Exception {
        LoadReport report =
                load("{\"org\": {\"meta\": {\"generated\": 1.5}, \"data\": [" + org(1, "a") + "]}, \"net\": {}}");

        assertThat(report.total()).isEqualTo(1);
    }

    @Test
    void typesMayComeInAnyOrder() throws Exception {
        LoadReport report = load("{\"net\": [" + net(1, 1, 64500) + "], \"org\": [" + org(1, "a") + "]}");

        assertThat(report.rejected()).isEmpty();
        assertThat(rows(Net.TYPE)).hasSize(1);
    }

    @Test
    void dumpMayBeCompressed() throws Exception {
        Path file = folder.resolve("dump.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("{\"org\": [" + org(1, "a") + "]}").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(load(file, false).total()).isEqualTo(1);
    }

    @Test
    void rowWhoseParentIsRefusedIsRefusedToo() throws Exception {
        LoadReport report = load("{\"org\": [" + org(1, "a") + ", {\"id\": 2, \"name\": 7, " + TIMES + "}], \"net\": ["
                + net(1, 2, 64500) + ", " + net(2, 1, 64501) + "]}");

        assertThat(report.rejected())
                .extracting(LoadReport.RejectedRow::toString)
                .containsExactly("org 2: name: not a text: 7", "net 1: org_id: there is no org 2");
        assertThat(rows(Net.TYPE)).extracting(Row::id).containsExactly(2L);
    }

    @Test
    void duplicateUniqueValuesAreRejected() throws Exception {
        LoadReport report = load("{\"org\": [" + org(1, "a") + "], \"net\": [" + net(1, 1, 64500) + ", "
                + net(2, 1, 64500).replace("AS64500", "other") + ", " + net(1, 1, 64502) + "]}");

        assertThat(report.rejected())
                .extracting(LoadReport.RejectedRow::toString)
                .containsExactly("net 2: asn: net 1 has the same", "net 1: the id comes twice");
    }

    @Test
    void valuesThatCannotBeStoredAreRefused() throws Exception {
        LoadReport report = load("{\"org\": [{\"id\": 0}, 5, {\"id\": 3, " + TIMES + "}, {\"id\": 4, \"name\": \"x\"}, "
                + org(6, "b").replace("2020-01-01T00", "yesterday") + "]}");

        assertThat(report.rejected())
                .extracting(LoadReport.RejectedRow::toString)
                .containsExactly(
                        "org 0: id: not between 1 and 2147483647",
                        "org 0: not an object",
                        "org 3: name: missing",
                        "org 4: created: missing",
                        "org 6: created: not a time: yesterday:00:00Z");
        assertThat(report.total()).isZero();
    }

    @Test
    void unknownKeysAndTypesAreToldOnce() throws Exception {
        LoadReport report = load("{\"org\": [" + org(1, "a").replace("{", "{\"colour\": 1, ") + ", "
                + org(2, "b").replace("{", "{\"colour\": 1, ") + "], \"as_set\": [{\"a\": 1}]}");

        assertThat(report.ignored()).containsExactly("org.colour", "as_set");
        assertThat(report.total()).isEqualTo(2);
    }

    @Test
    void oddValuesAreTakenAndCounted() throws Exception {
        LoadReport report = load("{\"org\": [" + org(1, "a") + "], \"net\": ["
                + net(1, 1, 64500).replace("{", "{\"info_traffic\": \"lots\", ") + "]}");

        assertThat(report.rejected()).isEmpty();
        assertThat(report.warnings()).containsExactly("net.info_traffic: \"lots\" is not a valid choice. (id 1)");
    }

    @Test
    void oneTypeOfOlderDumpsIsCarriedOver() throws Exception {
        LoadReport report = load("{\"org\": [" + org(1, "a") + "], \"net\": ["
                + net(1, 1, 64500).replace("{", "{\"info_type\": \"NSP\", ") + ", "
                + net(2, 1, 64501).replace("{", "{\"info_type\": \"Not Disclosed\", ") + ", "
                + net(3, 1, 64502).replace("{", "{\"info_type\": \"Teapot\", ") + ", "
                + net(4, 1, 64503).replace("{", "{\"info_type\": \"NSP\", \"info_types\": [\"Content\"], ")
                + "]}");

        assertThat(rows(Net.TYPE))
                .extracting(row -> row.get(Net.INFO_TYPES))
                .containsExactly(List.of("NSP"), List.of(), List.of(), List.of("Content"));
        assertThat(report.corrections())
                .containsExactly(
                        "net.info_type: taken over into info_types (id 1)",
                        "net.info_type: Teapot, which is no type of network, is left out (id 3)");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1500",
        "1500, 1500",
        "9000, 9000",
        "1501, 1500",
        "5250, 1500",
        "5251, 9000",
        "9216, 9000",
        "576, 1500"
    })
    void otherUnitsOfTransmissionAreTakenForTheNearer(long given, long stored) throws Exception {
        LoadReport report = load("{\"org\": [" + org(1, "a") + "], \"ix\": [" + ix("")
                + "], \"ixlan\": [{\"id\": 1, \"ix_id\": 1," + " \"mtu\": " + given + ", " + TIMES + "}]}");

        assertThat(report.rejected()).isEmpty();
        assertThat(rows(IxLan.TYPE).getFirst().get(IxLan.MTU)).isEqualTo(stored);
        assertThat(report.corrections()).hasSize(given == stored ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "MIddle East, AE, Middle East",
        "America, US, North America",
        "America, BR, South America",
        "europe, AQ, Europe"
    })
    void misspelledRegionsAreThoseOfTheCountry(String given, String country, String stored) throws Exception {
        String region = "\"region_continent\": \"" + given + "\", \"country\": \"" + country + "\", ";

        LoadReport report = load("{\"org\": [" + org(1, "a") + "], \"ix\": [" + ix(region) + "], \"fac\": [{\"id\": 1,"
                + " \"org_id\": 1, \"name\": \"f\", \"city\": \"c\", \"address1\": \"a\", " + region + TIMES + "}]}");

        assertThat(report.rejected()).isEmpty();
        assertThat(rows(Fac.TYPE).getFirst().find(Fac.REGION_CONTINENT)).isEqualTo(stored);
        assertThat(rows(Ix.TYPE).getFirst().find(Ix.REGION_CONTINENT)).isEqualTo(stored);
        assertThat(report.corrections())
                .containsExactlyInAnyOrder(
                        "ix.region_continent: " + given + " is taken for " + stored + " (id 1)",
                        "fac.region_continent: " + given + " is taken for " + stored + " (id 1)");
    }

    /** What any save would make of them; of a country that no region has, they stay as they are. */
    @Test
    void emptyRegionsAreThoseOfTheCountry() throws Exception {
        String facility =
                "{\"id\": %d, \"org_id\": 1, \"name\": \"f%d\", \"city\": \"c\", \"address1\": \"a\", %s" + TIMES + "}";
        LoadReport report = load("{\"org\": [" + org(1, "a") + "], \"ix\": ["
                + ix("\"region_continent\": \"\", \"country\": \"JP\", ")
                + "], \"fac\": ["
                + String.join(
                        ", ",
                        facility.formatted(1, 1, "\"region_continent\": null, \"country\": \"FR\", "),
                        facility.formatted(2, 2, "\"region_continent\": \"\", \"country\": \"FR\", "),
                        facility.formatted(3, 3, "\"country\": \"FR\", "),
                        facility.formatted(4, 4, "\"country\": \"AQ\", "))
                + "]}");

        assertThat(report.rejected()).isEmpty();
        assertThat(rows(Ix.TYPE).getFirst().find(Ix.REGION_CONTINENT)).isEqualTo("Asia Pacific");
        assertThat(rows(Fac.TYPE).stream().map(row -> row.find(Fac.REGION_CONTINENT)))
                .containsExactly("Europe", "Europe", "Europe", "");
        assertThat(report.corrections())
                .containsExactlyInAnyOrder(
                        "ix.region_continent: empty, Asia Pacific by the country (id 1)",
                        "fac.region_continent: empty, Europe by the country (id 1, 2, 3)");
    }

    @Test
    void voltagesThatAreNoChoiceAreLeftOut() throws Exception {
        LoadReport report =
                load("{\"org\": [" + org(1, "a") + "], \"fac\": [{\"id\": 1, \"org_id\": 1, \"name\": \"f\","
                        + " \"city\": \"c\", \"country\": \"DE\", \"region_continent\": \"Europe\", \"address1\": \"a\","
                        + " \"available_voltage_services\": [\"48 VDC\", \"12 V\"], " + TIMES + "}]}");

        assertThat(rows(Fac.TYPE).getFirst().get(Fac.AVAILABLE_VOLTAGE_SERVICES))
                .containsExactly("48 VDC");
        assertThat(report.corrections())
                .containsExactly("fac.available_voltage_services: what is no choice is left out (id 1)");
    }

    @Test
    void manyRowsOfAKindAreToldByCountAndExamples() throws Exception {
        String orgs = IntStream.rangeClosed(1, 5)
                .mapToObj(id -> org(id, "o" + id).replace("{", "{\"website\": \"nowhere\", "))
                .collect(Collectors.joining(", "));

        LoadReport report = load("{\"org\": [" + orgs + "]}");

        assertThat(report.warnings()).containsExactly("org.website: Enter a valid URL. (5 rows, such as 1, 2, 3)");
        assertThat(report.odd()).hasSize(5);
    }

    private static String ix(String more) {
        return "{\"id\": 1, \"org_id\": 1, \"name\": \"i\", \"city\": \"c\", \"tech_email\": \"a@example.net\", "
                + (more.isEmpty() ? "\"country\": \"DE\", \"region_continent\": \"Europe\", " : more) + TIMES + "}";
    }

    @Test
    void secondLoadReplacesRows() throws Exception {
        load("{\"org\": [" + org(1, "a") + ", " + org(2, "b") + "]}");

        LoadReport report = load("{\"org\": [" + org(1, "b") + ", " + org(2, "a") + "]}");

        assertThat(report.rejected()).isEmpty();
        assertThat(rows(Org.TYPE)).extracting(row -> row.get(Org.NAME)).containsExactly("b", "a");
        assertThat(store.head().version()).isEqualTo(2);
    }

    @Test
    void storedRowOfARefusedOneKeepsItsName() throws Exception {
        load("{\"org\": [" + org(1, "a") + ", " + org(2, "b") + "]}");

        LoadReport report = load("{\"org\": [" + org(3, "b") + ", " + org(2, "a") + "]}");

        assertThat(report.rejected())
                .extracting(LoadReport.RejectedRow::toString)
                .containsExactly("org 3: name: org 2 has the same", "org 2: name: org 1 has the same");
        assertThat(rows(Org.TYPE)).extracting(row -> row.get(Org.NAME)).containsExactly("a", "b");
    }

    @Test
    void atomicLoadRollsBackOnARejectedRow() throws Exception {
        Path file = write("{\"org\": [" + org(1, "a") + ", {\"id\": 2}]}");

        LoadReport report = load(file, true);

        assertThat(report.committed()).isFalse();
        assertThat(report.rejected()).hasSize(1);
        assertThat(rows(Org.TYPE)).isEmpty();
        assertThat(store.head().version()).isZero();
    }

    @Test
    void truncatedDumpLoadsNothing() throws Exception {
        Path file = write("{\"org\": [" + org(1, "a") + ", {\"id\": 2,");

        assertThatThrownBy(() -> load(file, false)).isInstanceOf(IOException.class);

        assertThat(rows(Org.TYPE)).isEmpty();
    }

    @Test
    void fullDiskLoadsNothing() throws Exception {
        StringBuilder dump = new StringBuilder("{\"org\": [").append(org(1, "a"));
        for (int i = 2; i < 20_000; i++) {
            dump.append(", ").append(org(i, "organization " + i));
        }
        Path file = write(dump.append("]}").toString());
        limitPages();

        assertThatThrownBy(() -> load(file, false))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("SQLITE_FULL");

        assertThat(rows(Org.TYPE)).isEmpty();
        assertThat(store.head().version()).isZero();
    }

    @Test
    void exportIsLoadedAsTheSame() throws Exception {
        load("{\"org\": [" + org(1, "Größe \\\" 🙂") + "], \"net\": [" + net(1, 1, 64500) + "]}");
        Path export = folder.resolve("export.json.gz");
        RegistryStore.RegistryContents before = store.readAll(ObjectTypes.ALL);

        long rows = DumpWriter.write(store, export);

        assertThat(rows).isEqualTo(2);
        try (Database other = Database.openFolder(folder.resolve("other"))) {
            RegistryStore copy = new RegistryStore(other);
            new DumpLoader(copy, Clock.systemUTC()).load(export, true, DumpLoader.Progress.UNWATCHED);
            assertThat(copy.readAll(ObjectTypes.ALL).rows()).isEqualTo(before.rows());
        }
    }

    @Test
    void conformanceWorldIsLoadedWhole() throws Exception {
        LoadReport report = load(ProjectFiles.conformance("world/dump.json"), true);

        assertThat(report.rejected()).isEmpty();
        assertThat(report.total()).isGreaterThan(500);
        assertThat(IntegrityCheck.of(store.readAll(ObjectTypes.ALL).rows())).isEmpty();
    }

    /** All connections are to the same file, and each has a limit of its own. */
    private void limitPages() throws SQLException {
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Connection connection = database.source().getConnection();
            held.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count = 200");
            }
        }
        for (Connection connection : held) {
            connection.close();
        }
    }

    private LoadReport load(String json) throws Exception {
        return load(write(json), false);
    }

    private LoadReport load(Path file, boolean atomic) throws Exception {
        return new DumpLoader(store, Clock.systemUTC()).load(file, atomic, DumpLoader.Progress.UNWATCHED);
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("dump.json"), json);
    }

    private List<Row> rows(ObjectType type) throws SQLException {
        return store.readAll(List.of(type)).rows().getOrDefault(type, List.of());
    }

    private static String org(long id, String name) {
        return "{\"id\": " + id + ", \"name\": \"" + name + "\", " + TIMES + "}";
    }

    private static String net(long id, long org, long asn) {
        return "{\"id\": " + id + ", \"org_id\": " + org + ", \"asn\": " + asn + ", \"name\": \"AS" + asn + "\", "
                + TIMES + "}";
    }
}
