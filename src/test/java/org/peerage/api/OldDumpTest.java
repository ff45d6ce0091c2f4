package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.registry.DoctorReport;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.LoadReport;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.RuleAudit;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.TestAccounts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dump in the shape of 2022, all of whose rows are made up: what is told of it, and what the server answers then. */
class OldDumpTest {
    private static final Path DUMP = ProjectFiles.of("src/test/resources/dumps/2022.json");
    private static final String SUPERUSER = "user:superuser/rw";

    @TempDir
    private static Path folder;

    private static LoadReport report;
    private static List<String> odd;
    private static DoctorReport checkup;
    private static RunningServer server;

    @BeforeAll
    static void load() throws Exception {
        Database database = Database.openFolder(folder.resolve("data"));
        RegistryStore store = new RegistryStore(database);
        report = new DumpLoader(store, Clock.systemUTC()).load(DUMP, false, TestAccounts.silently());
        checkup = DoctorReport.of(store);
        odd = RuleAudit.of(store, RegistrySettings.STANDARD).stream()
                .map(LoadReport.LoadNote::toString)
                .toList();
        server = RunningServer.start(database);
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
    }

    @Test
    void rowsAreAllLoaded() {
        assertThat(report.rejected()).isEmpty();
        assertThat(report.total()).isEqualTo(30);
        assertThat(checkup.broken()).isEmpty();
    }

    @Test
    void correctionsAreToldWithCountsAndExamples() {
        assertThat(report.corrections())
                .containsExactlyInAnyOrder(
                        "net.info_type: taken over into info_types (id 9001, 9002, 9005)",
                        "net.info_type: Teapot, which is no type of network, is left out (id 9004)",
                        "ixlan.mtu: 0 is taken for 1500 (id 9001)",
                        "ixlan.mtu: 9216 is taken for 9000 (id 9002)",
                        "ix.region_continent: MIddle East is taken for Middle East (id 9002)",
                        "ix.region_continent: America is taken for South America (id 9003)",
                        "fac.available_voltage_services: what is no choice is left out (id 9001)",
                        "fac.region_continent: America is taken for North America (id 9002)",
                        "fac.region_continent: MIddle East is taken for Middle East (id 9003)");
        assertThat(report.ignored()).containsExactly("netfac.old_rack", "as_set");
    }

    @Test
    void brokenRulesAreListedRowByRow() {
        assertThat(report.warnings())
                .containsExactlyInAnyOrder(
                        "poc.email: Enter a valid email address. (id 9004)",
                        "net.info_traffic: \"1 Tbps+\" is not a valid choice. (id 9002)",
                        "net.website: Enter a valid URL. (id 9003)",
                        "ixlan.mtu: null, taken as the default (id 9003)",
                        "org.website: Enter a valid URL. (id 9002)");
        assertThat(odd)
                .containsExactly(
                        "org 9002: website: Enter a valid URL.",
                        "net 9002: info_traffic: \"1 Tbps+\" is not a valid choice.",
                        "net 9003: website: Enter a valid URL.",
                        "poc 9003: visible: Private contacts are no longer supported.",
                        "poc 9003: phone: Not a valid phone number (E.164)",
                        "poc 9004: email: Enter a valid email address.",
                        "netixlan 9002: non_field_errors: Network must have a Technical, NOC, or Policy point of contact"
                                + " with valid email before adding exchange point.",
                        "netixlan 9003: ipaddr4: IPv4 address outside of prefix");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            net/9001      | info_type                  | "NSP"
            net/9001      | info_types                 | ["NSP"]
            net/9001      | info_prefixes4             | null
            net/9001      | social_media               | [{"service":"website","identifier":"https://net9001.example.net"}]
            net/9002      | info_types                 | ["Cable/DSL/ISP"]
            net/9002      | info_traffic               | "1 Tbps+"
            net/9003      | info_type                  | ""
            net/9004      | info_types                 | []
            ixlan/9001    | mtu                        | 1500
            ixlan/9002    | mtu                        | 9000
            ixlan/9003    | mtu                        | 1500
            ix/9002       | region_continent           | "Middle East"
            ix/9003       | region_continent           | "South America"
            ix/9001       | ixf_import_request_status  | "queued"
            ix/9001       | sales_email                | ""
            fac/9001      | available_voltage_services | ["48 VDC"]
            fac/9002      | region_continent           | "North America"
            fac/9001      | website                    | "https://org9001.example.net"
            fac/9001      | carrier_count              | 0
            fac/9001      | campus_id                  | null
            netixlan/9001 | ipaddr6                    | "2001:7f8:ff01::1"
            netixlan/9001 | bfd_support                | false
            netixlan/9001 | net_side_id                | null
            netixlan/9001 | name                       | "Old-IX One"
            netixlan/9003 | ix_id                      | 9002
            ixpfx/9003    | in_dfz                     | false
            """)
    void answerHasTheValue(String path, String key, String value) throws Exception {
        JsonNode row = send("GET", path + "?depth=0").json().at("/data/0");

        assertThat(row.path(key)).isEqualTo(JsonMapper.shared().readTree(value));
    }

    @ParameterizedTest
    @CsvSource({
        "net?id__gte=9001&info_type=NSP, 1",
        "net?id__gte=9001&info_types__contains=Cable, 1",
        "ix?id__gte=9001&region_continent=Middle East, 1",
        "ixlan?id__gte=9001&mtu=1500, 2",
        "net?id__gte=9001&ix=9001, 2",
        "fac?id__gte=9001&region_continent=North America, 1"
    })
    void filterFindsWhatWasPutRight(String query, int rows) throws Exception {
        assertThat(send("GET", query.replace(" ", "%20")).json().path("data")).hasSize(rows);
    }

    @Test
    void rowsCanBeWrittenBack() throws Exception {
        List<String> refused = new ArrayList<>();
        for (var type : ObjectTypes.ALL) {
            for (JsonNode row : send("GET", type + "?id__gte=9000").json().path("data")) {
                TestResponse written = server.send(
                        SUPERUSER, "PUT", "/api/" + type + "/" + row.get("id").asLong(), row.toString());
                if (written.status() != 200) {
                    refused.add(type + " " + row.get("id") + ": " + written.text());
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void filesOfOneTypeEachLoadTheSame() throws Exception {
        JsonNode dump = JsonMapper.shared().readTree(Files.readString(DUMP));
        try (Database parts = Database.openFolder(folder.resolve("parts"));
                Database whole = Database.openFolder(folder.resolve("whole"))) {
            for (var type : ObjectTypes.ALL) {
                if (dump.has(type.typeName())) {
                    Path file = Files.writeString(
                            folder.resolve(type + "-0.json"),
                            dump.get(type.typeName()).toString());
                    load(parts, file);
                }
            }
            load(whole, DUMP);

            assertThat(rows(parts)).isEqualTo(rows(whole));
        }
    }

    private static void load(Database database, Path file) throws Exception {
        new DumpLoader(new RegistryStore(database), Clock.systemUTC()).load(file, true, TestAccounts.silently());
    }

    private static Map<?, ?> rows(Database database) throws Exception {
        return new RegistryStore(database).readAll(ObjectTypes.ALL).rows();
    }

    private static TestResponse send(String method, String path) throws Exception {
        return server.send(SUPERUSER, method, "/api/" + path, "");
    }
}
