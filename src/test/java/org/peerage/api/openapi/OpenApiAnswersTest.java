package org.peerage.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the server answers is what its OpenAPI document says, and what it answers may be sent. */
class OpenApiAnswersTest {
    private static final String SUPERUSER = "user:superuser/rw";
    private static final String JSON = "/content/application~1json/schema";

    @Started
    private static RunningServer server;

    private final JsonNode document = JsonMapper.shared().readTree(OpenApi.document());

    static Stream<ObjectType> types() {
        return ObjectTypes.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyRowIsAsItsSchemaSays(ObjectType type) throws Exception {
        Schema list = schema(operation(type, "", "get").at("/responses/200" + JSON));
        Schema one = schema(operation(type, "/{id}", "get").at("/responses/200" + JSON));
        String path = "/api/" + type.typeName();

        for (String query : List.of("?depth=0", "?depth=1", "?depth=2", "?since=1&depth=0", "?fields=id")) {
            for (String caller : List.of("", SUPERUSER)) {
                TestResponse response = server.send(caller, "GET", path + query, "");
                assertThat(response.status()).as(response.text()).isEqualTo(200);
                assertThat(errors(list, response.json())).as(caller + query).isEmpty();
            }
        }
        JsonNode first = rows(type).getFirst();
        for (int depth = 0; depth <= 4; depth++) {
            TestResponse response = server.send(SUPERUSER, "GET", path + "/" + first.get("id") + "?depth=" + depth, "");
            assertThat(errors(one, response.json())).as("depth " + depth).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyRowMayBeSentAsItWasRead(ObjectType type) throws Exception {
        Schema update = schema(operation(type, "/{id}", "put").at("/requestBody" + JSON));

        for (JsonNode row : rows(type)) {
            assertThat(errors(update, row)).as(row.toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsNoRowFitsNoSchema(ObjectType type) throws Exception {
        Schema row = schema(document.at("/components/schemas").get(type.title()));
        Schema update = schema(operation(type, "/{id}", "put").at("/requestBody" + JSON));
        ObjectNode wrong = (ObjectNode) rows(type).getFirst();
        wrong.put("created", 5).put("id", 0);

        assertThat(errors(row, wrong)).hasSize(2);
        assertThat(errors(update, JsonMapper.shared().createObjectNode())).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net | asn                 | ' AS5'",
                "net | website             | example.net",
                "net | info_scope          | Everywhere",
                "net | name                | ' '",
                "ix  | tech_email          | nobody",
                "ix  | region_continent    | Atlantis",
                "netixlan | ipaddr6        | 192.0.2.1",
                "ixpfx | prefix            | 192.0.2.0",
                "ixlan | arp_sponge        | 00:11:22",
                "poc | role                | Boss",
                "fac | country             | XX"
            })
    void valueOfNoRightFormFitsNoRequest(String typeName, String name, String value) throws Exception {
        ObjectType type = ObjectTypes.ALL.stream()
                .filter(each -> each.typeName().equals(typeName))
                .findFirst()
                .orElseThrow();
        Schema update = schema(operation(type, "/{id}", "put").at("/requestBody" + JSON));
        ObjectNode row = (ObjectNode) rows(type).getFirst();

        row.put(name, value);

        assertThat(errors(update, row)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "poc | visible | \"Private\"",
                "net | asn     | 0",
                "net | asn     | 23456",
                "net | asn     | 4294967295",
                "fac | zipcode | \"\"",
                "ix  | prefix  | \"\"",
                "ix  | prefix  | null"
            })
    void valueThatNoNewRowMayHaveFitsNoCreation(String typeName, String name, String value) throws Exception {
        ObjectType type = ObjectTypes.byName(typeName).orElseThrow();
        Schema create = schema(operation(type, "", "post").at("/requestBody" + JSON));
        ObjectNode row = (ObjectNode) rows(type).getFirst();
        row.put("prefix", "185.1.0.0/24").put("zipcode", "10115").put("visible", "Users");
        if (typeName.equals("fac")) {
            row.put("country", "DE");
        }
        assertThat(errors(create, row)).isEmpty();

        row.set(name, JsonMapper.shared().readTree(value));

        assertThat(errors(create, row)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"net", "fac"})
    void suggestionNeedsNoOrganization(String typeName) throws Exception {
        ObjectType type = ObjectTypes.byName(typeName).orElseThrow();
        Schema create = schema(operation(type, "", "post").at("/requestBody" + JSON));
        ObjectNode row = (ObjectNode) rows(type).getFirst();
        row.put("zipcode", "10115").remove(List.of("org_id", "suggest"));

        assertThat(errors(create, row)).isNotEmpty();
        assertThat(errors(create, row.put("suggest", true))).isEmpty();
    }

    @Test
    void everyStatusIsDeclared() throws Exception {
        Set<String> missing = new TreeSet<>();
        for (String caller : List.of("", "org:41/full", SUPERUSER)) {
            document.get("paths").properties().forEach(path -> path.getValue()
                    .propertyNames()
                    .forEach(method -> ask(caller, method.toUpperCase(Locale.ROOT), path.getKey(), missing)));
        }
        assertThat(missing).isEmpty();
    }

    /** Asks an operation many things, none of which is to change anything. */
    private void ask(String caller, String method, String template, Set<String> missing) {
        if (template.equals("/api/changes")) {
            return; // a stream
        }
        JsonNode declared = document.get("paths")
                .get(template)
                .get(method.toLowerCase(Locale.ROOT))
                .get("responses");
        List<String> queries = method.equals("GET")
                ? List.of("", "?id=999999", "?limit=x", "?distance=5", "?page=99")
                : List.of("?dry-run=1");
        for (String id : List.of("1", "999999", "99999999999999999999")) {
            for (String query : queries) {
                for (String body : method.equals("GET") ? List.of("") : List.of("{}", "[]", "{\"name\": 5}")) {
                    int status = status(caller, method, template.replaceAll("\\{\\w+}", id) + query, body);
                    if (!declared.has(Integer.toString(status)) && !declared.has(status / 100 + "XX")) {
                        missing.add(method + " " + template + ": " + status);
                    }
                }
            }
        }
    }

    private static int status(String caller, String method, String path, String body) {
        try {
            return server.send(caller, method, path, body).status();
        } catch (Exception failed) {
            throw new AssertionError(method + " " + path, failed);
        }
    }

    @Test
    void badPreconditionHidesNoOtherRefusal() throws Exception {
        String body = server.send(SUPERUSER, "GET", "/api/net/1?depth=0", "")
                .json()
                .at("/data/0")
                .toString();

        TestResponse unknown = server.send(SUPERUSER, "PUT", "/api/net/999999", body, "If-Match", "nonsense");
        TestResponse stranger = server.send("org:42/full", "PUT", "/api/net/1", body, "If-Match", "nonsense");
        TestResponse owner = server.send(SUPERUSER, "PUT", "/api/net/1", body, "If-Match", "nonsense");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(owner.status()).isEqualTo(412);
    }

    @Test
    void documentIsTheSameInEachProcess() throws Exception {
        assertThat(printed()).isEqualTo(OpenApi.document()).isEqualTo(printed());
    }

    private static byte[] printed() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Printer.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] printed = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    /** The document on the standard output. */
    static final class Printer {
        private Printer() {}

        public static void main(String[] arguments) {
            System.out.writeBytes(OpenApi.document());
        }
    }

    private JsonNode operation(ObjectType type, String below, String method) {
        return document.get("paths").get("/api/" + type.typeName() + below).get(method);
    }

    private static List<JsonNode> rows(ObjectType type) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        server.send(SUPERUSER, "GET", "/api/" + type.typeName() + "?depth=0", "")
                .json()
                .at("/data")
                .forEach(rows::add);
        assertThat(rows).isNotEmpty();
        return rows;
    }

    /** The schema, with what it refers to beside it. */
    private Schema schema(JsonNode schema) {
        ObjectNode alone = (ObjectNode) schema.deepCopy();
        alone.set("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(alone);
    }

    private static List<String> errors(Schema schema, JsonNode value) {
        return schema
                .validate(value, context -> context.executionConfig(settings -> settings.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
