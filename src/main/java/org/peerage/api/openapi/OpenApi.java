package org.peerage.api.openapi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.api.CompatibilityLevel;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI 3.1 document of the API, written from the declarations of the types. */
public final class OpenApi {
    private static final class CachedDocument {
        private static final byte[] BYTES =
                JsonMapper.shared().writeValueAsString(describe()).getBytes(StandardCharsets.UTF_8);
    }

    /** Of an object; beyond, there is none. */
    static final Map<String, Object> ID = ordered("type", "integer", "minimum", 1, "maximum", Integer.MAX_VALUE);

    private static final Map<String, Object> ASN = ordered("type", "integer", "minimum", 0, "maximum", 4294967295L);

    static final Map<String, Object> AT = query(
            "at",
            "string",
            "As of a moment of the past: a version such as 4711, a time such as 2026-11-24T18:00:00Z, or the end of a"
                    + " day such as 2026-11-24 (UTC).");

    private OpenApi() {}

    public static byte[] document() {
        return CachedDocument.BYTES.clone();
    }

    private static Map<String, Object> describe() {
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        schemas.put("Error", object(Map.of("meta", object(Map.of("error", Map.of("type", "string"))))));
        schemas.put("Comparison", comparison());
        for (ObjectType type : ObjectTypes.ALL) {
            schemas.put(type.title(), OpenApiRows.of(type));
            schemas.put(
                    type.title() + "List",
                    object(ordered("data", listOf(ref(type.title())), "meta", Map.of("type", "object"))));
            paths.put("/api/" + type.typeName(), OpenApiWrites.ofList(type, list(type)));
            paths.put("/api/" + type.typeName() + "/{id}", OpenApiWrites.ofObject(type, single(type)));
            paths.put("/api/" + type.typeName() + "/{id}/history", OpenApiWrites.history(type));
        }
        paths.put("/api/as_set", Map.of("get", asSet("allAsSets", List.of(AT))));
        paths.put("/api/as_set/{asn}", Map.of("get", asSet("asSetOfNetwork", List.of(path("asn", ASN), AT))));
        OpenApiWrites.addTo(paths);
        OpenApiMembers.addTo(paths, schemas);
        OpenApiActions.addTo(paths, schemas);
        OpenApiChanges.addTo(paths, schemas);
        OpenApiImports.addTo(paths, schemas);
        return ordered(
                "openapi",
                "3.1.0",
                "info",
                ordered(
                        "title",
                        "Peerage",
                        "version",
                        CompatibilityLevel.VERSION,
                        "description",
                        "A registry of network interconnection data, in the dialect of PeeringDB's API."),
                "servers",
                List.of(Map.of("url", "/")),
                "security",
                List.of(Map.of(), Map.of("apiKey", List.of()), Map.of("basic", List.of())),
                "paths",
                paths,
                "components",
                ordered(
                        "securitySchemes",
                        ordered(
                                "apiKey",
                                ordered(
                                        "type",
                                        "apiKey",
                                        "in",
                                        "header",
                                        "name",
                                        "Authorization",
                                        "description",
                                        "Api-Key followed by a blank and the key"),
                                "basic",
                                ordered("type", "http", "scheme", "basic")),
                        "schemas",
                        schemas));
    }

    private static Map<String, Object> list(ObjectType type) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(query("limit", "integer", "At most so many rows; 0 is all."));
        parameters.add(query("skip", "integer", "Leave out so many rows at the beginning."));
        parameters.add(query("depth", "integer", "1: sets as lists of ids, 2 and 3: as objects."));
        parameters.add(query("since", "number", "Rows changed at or after this Unix time, deleted ones too."));
        parameters.add(query("fields", "string", "Only these keys, separated by commas."));
        parameters.add(AT);
        parameters.add(query(
                "diff",
                "string",
                "With at: what differs from then until this moment (empty: now), of at most 5000 objects; more with"
                        + " after=<meta.next>."));
        parameters.add(query("page", "integer", "A page instead of limit and skip."));
        parameters.add(query("per_page", "string", "Rows of a page, at most 250; 250 where it is no number."));
        for (JsonKey key : type.keys()) {
            if (key instanceof Field<?> field && type.isFilter(field.name())) {
                parameters.add(query(
                        field.name(),
                        field.isReference() || type.isCounter(field.name()) ? "integer" : "string",
                        "Rows whose " + field.name()
                                + " fits; also with __lt, __lte, __gt, __gte, __contains, __startswith and __in."));
            }
        }
        parameters.addAll(OpenApiFilters.of(type));
        if (type == Ix.TYPE) {
            parameters.add(OpenApiImports.WITH);
        }
        Map<String, Object> nothing = object(ordered(
                "data",
                ordered("type", "array", "maxItems", 0),
                "meta",
                object(Map.of("error", Map.of("type", "string")))));
        return described(
                "list_" + type.typeName(),
                "Lists " + type.typeName(),
                parameters,
                reading(
                        content(
                                "The rows, or what differs",
                                Map.of("anyOf", List.of(ref(type.title() + "List"), ref("Comparison")))),
                        content(
                                "Nothing has the unique value that was asked for (id, asn), or there is no such page",
                                nothing)));
    }

    private static Map<String, Object> comparison() {
        Map<String, Object> moment =
                object(ordered("version", Map.of("type", "integer"), "time", Map.of("type", "string")));
        Map<String, Object> count = Map.of("type", "integer");
        Map<String, Object> difference = object(ordered(
                "id",
                ID,
                "change",
                ordered("type", "string", "enum", List.of("added", "removed", "changed")),
                "fields",
                ordered(
                        "type",
                        "object",
                        "additionalProperties",
                        ordered("type", "array", "minItems", 2, "maxItems", 2)),
                "row",
                Map.of("type", "object")));
        return object(ordered(
                "data",
                listOf(difference),
                "meta",
                object(ordered(
                        "at",
                        moment,
                        "diff",
                        moment,
                        "counts",
                        object(ordered("added", count, "removed", count, "changed", count)),
                        "next",
                        count))));
    }

    private static Map<String, Object> single(ObjectType type) {
        List<Object> parameters = new ArrayList<>(List.of(
                path("id"),
                query("depth", "integer", "How deep to follow sets and parents, 0 to 4; 2 if absent."),
                query("fields", "string", "Only these keys, separated by commas."),
                AT));
        if (type == Ix.TYPE) {
            parameters.add(OpenApiImports.WITH);
        }
        return operation(
                "get_" + type.typeName(),
                "One " + type.typeName(),
                parameters,
                type.title() + "List",
                missing("There is none"));
    }

    private static Map<String, Object> asSet(String id, List<Object> parameters) {
        Map<String, Object> answer = object(ordered(
                "data",
                listOf(ordered("type", "object", "additionalProperties", Map.of("type", "string"))),
                "meta",
                Map.of("type", "object")));
        return described(
                id,
                "IRR as-sets by AS number",
                parameters,
                reading(content("The as-sets", answer), Map.of("description", "There is no such network")));
    }

    private static Map<String, Object> operation(
            String id, String summary, List<Object> parameters, String schema, Map<String, Object> missing) {
        return described(id, summary, parameters, reading(content("The rows", ref(schema)), missing));
    }

    /** What may come of reading. */
    static Map<String, Object> reading(Map<String, Object> good, Map<String, Object> missing) {
        return ordered(
                "200",
                good,
                "304",
                Map.of("description", "Nothing has changed since the version of If-None-Match"),
                "400",
                content("What is wrong", ref("Error")),
                "401",
                content("The key or password is not valid", ref("Error")),
                "403",
                content("You may not see it, or the key or account is not active", ref("Error")),
                "404",
                missing,
                "410",
                content("The history does not go back so far", ref("Error")),
                "406",
                content("Answers are JSON, which Accept does not admit", ref("Error")),
                "429",
                content("Too many requests; Retry-After tells when to come back", ref("Error")),
                "503",
                content("Not now; Retry-After tells when to come back", ref("Error")));
    }

    /** There is no such object, or, where its id can be none, a page that says so. */
    static Map<String, Object> missing(String description) {
        return ordered(
                "description",
                description,
                "content",
                ordered(
                        "application/json",
                        Map.of("schema", ref("Error")),
                        "text/html",
                        Map.of("schema", Map.of("type", "string"))));
    }

    /** An operation without a body. */
    static Map<String, Object> described(
            String id, String summary, List<Object> parameters, Map<String, Object> responses) {
        return ordered("operationId", id, "summary", summary, "parameters", parameters, "responses", responses);
    }

    static Map<String, Object> query(String name, String type, String description) {
        return query(name, Map.of("type", type), description);
    }

    static Map<String, Object> query(String name, Map<String, Object> schema, String description) {
        return ordered("name", name, "in", "query", "description", description, "schema", schema);
    }

    static Map<String, Object> path(String name) {
        return path(name, ID);
    }

    static Map<String, Object> path(String name, Map<String, Object> schema) {
        return ordered("name", name, "in", "path", "required", true, "schema", schema);
    }

    static Map<String, Object> content(String description, Map<String, Object> schema) {
        return ordered("description", description, "content", Map.of("application/json", Map.of("schema", schema)));
    }

    static Map<String, Object> object(Map<String, Object> properties) {
        return ordered("type", "object", "properties", properties);
    }

    static Map<String, Object> listOf(Map<String, Object> items) {
        return ordered("type", "array", "items", items);
    }

    static Map<String, Object> ref(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }

    /** A map of these names and values in this order. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
