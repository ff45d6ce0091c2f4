package org.peerage.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.peerage.api.Route;
import org.peerage.api.routing.AllowedMethods;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document describes addresses as they are. */
class OpenApiTest {
    private final JsonNode document = JsonMapper.shared().readTree(OpenApi.document());

    @Test
    void pathsExistWithTheirMethods() {
        document.get("paths").properties().forEach(path -> {
            Route route = Route.of(path.getKey().replaceAll("\\{[a-z_]+\\}", "1"));
            assertThat(route).as(path.getKey()).isNotInstanceOf(Route.NotFound.class);
            path.getValue().propertyNames().forEach(method -> assertThat(
                            AllowedMethods.of(route).allows(method.toUpperCase(java.util.Locale.ROOT)))
                    .as(method + " " + path.getKey())
                    .isTrue());
        });
    }

    @Test
    void membersOfAnOrganizationAreDescribed() {
        for (String address : Set.of("", "/add", "/remove", "/{user_id}")) {
            JsonNode path = document.get("paths").get("/api/org/{id}/users" + address);
            AllowedMethods methods =
                    AllowedMethods.of(Route.of("/api/org/1/users" + address.replace("{user_id}", "7")));

            assertThat(path).as(address).isNotNull();
            for (String method : Set.of("GET", "POST", "PUT", "DELETE")) {
                assertThat(path.has(method.toLowerCase(java.util.Locale.ROOT)))
                        .as(method + " " + address)
                        .isEqualTo(methods.allows(method));
            }
        }
    }

    @Test
    void actionsAndLogosAreDescribed() {
        ObjectTypes.ALL.forEach(type -> type.actions().forEach(action -> assertThat(described(type.typeName(), action))
                .isTrue()));
        Route.FACILITY_ACTIONS.forEach(
                action -> assertThat(described("campus", action + "/{fac_id}")).isTrue());
        for (ObjectType type : ObjectTypes.ALL) {
            assertThat(document.get("paths").has("/api/asset/" + type.typeName() + "/{id}/logo"))
                    .as(type.typeName())
                    .isEqualTo(type.field("logo").isPresent());
        }
    }

    private boolean described(String typeName, String below) {
        return document.get("paths").path("/api/" + typeName + "/{id}/" + below).has("post");
    }

    @Test
    void answersOfReadsAndWritesAreDeclared() {
        for (ObjectType type : ObjectTypes.ALL) {
            JsonNode all = document.get("paths").get("/api/" + type.typeName());
            JsonNode one = document.get("paths").get("/api/" + type.typeName() + "/{id}");

            assertThat(all.at("/get/responses").propertyNames())
                    .contains("200", "304", "400", "401", "403", "404", "429");
            assertThat(one.at("/get/responses").propertyNames())
                    .contains("200", "304", "400", "401", "403", "404", "429");
            assertThat(one.at("/put/responses").propertyNames())
                    .contains("200", "400", "401", "403", "404", "412", "422");
            if (type.isCreatable()) {
                assertThat(all.at("/post/responses").propertyNames()).contains("201", "400", "403", "415", "422");
                assertThat(one.at("/patch/responses").has("403")).isTrue();
            }
        }
    }

    @Test
    void specialParametersAreDeclared() {
        assertThat(parameters("net"))
                .contains("ix", "fac", "not_ix", "not_fac", "info_type", "name_search", "netixlan");
        assertThat(parameters("fac"))
                .contains("net", "ix", "all_net", "org_present", "asn_overlap", "distance", "org_name");
        assertThat(parameters("ix")).contains("ipblock", "capacity", "not_net");
        assertThat(parameters("ixpfx")).contains("whereis");
        assertThat(parameters("org")).contains("asn", "distance");
        assertThat(parameters("netixlan")).contains("name", "ix");
    }

    private List<String> parameters(String typeName) {
        List<String> names = document.at("/paths")
                .get("/api/" + typeName)
                .at("/get/parameters")
                .valueStream()
                .map(parameter -> parameter.get("name").stringValue())
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        return names;
    }

    @Test
    void oneSchemaServesReadingAndWriting() {
        for (ObjectType type : ObjectTypes.ALL) {
            JsonNode row = document.at("/components/schemas").get(type.title());
            JsonNode put = document.get("paths")
                    .get("/api/" + type.typeName() + "/{id}")
                    .at("/put");
            String schema = "#/components/schemas/" + type.title();

            assertThat(put.at("/requestBody").findValuesAsString("$ref")).containsExactly(schema);
            assertThat(row.at("/properties/created/readOnly").booleanValue()).isTrue();
            assertThat(row.at("/properties/status/readOnly").booleanValue()).isTrue();
        }
        assertThat(document.at("/components/schemas/Network/properties/suggest/writeOnly")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void referencesResolveAndOperationIdsAreUnique() {
        Set<String> names = new HashSet<>();
        document.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    String id = operation.path("operationId").stringValue();
                    assertThat(names.add(id)).as(id).isTrue();
                }));
        for (JsonNode links : document.findValues("links")) {
            links.forEach(
                    link -> assertThat(names).contains(link.path("operationId").stringValue()));
        }
        for (JsonNode reference : document.findValues("$ref")) {
            JsonNode found = document.at(reference.stringValue().substring(1));
            assertThat(found.isMissingNode()).as(reference.stringValue()).isFalse();
        }
    }
}
