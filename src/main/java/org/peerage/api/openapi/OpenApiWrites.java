package org.peerage.api.openapi;

import static org.peerage.api.openapi.OpenApi.content;
import static org.peerage.api.openapi.OpenApi.described;
import static org.peerage.api.openapi.OpenApi.ordered;
import static org.peerage.api.openapi.OpenApi.path;
import static org.peerage.api.openapi.OpenApi.query;
import static org.peerage.api.openapi.OpenApi.ref;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.api.handlers.BatchHandler;
import org.peerage.api.responses.Preconditions;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/** What the OpenAPI document says of writes, history and the feed of changes. */
final class OpenApiWrites {
    private static final Map<String, Object> IF_MATCH = ordered(
            "name",
            "If-Match",
            "in",
            "header",
            "description",
            "The entity tag of the row as you know it; 412 if it has changed since, or if this is no entity tag of the row.",
            "schema",
            ordered("type", "string"),
            "example",
            "*");
    /** Taking away what is not there is done already, whatever its id; text of more digits is none. */
    private static final Map<String, Object> ANY_ID =
            ordered("type", "integer", "minimum", -99_999_999_999_999_999L, "maximum", 999_999_999_999_999_999L);

    private OpenApiWrites() {}

    static Map<String, Object> ofList(ObjectType type, Map<String, Object> list) {
        Map<String, Object> operations = new LinkedHashMap<>();
        operations.put("get", list);
        if (type.isCreatable()) {
            operations.put(
                    "post",
                    write(
                            "create_" + type.typeName(),
                            "Makes a new " + type.typeName(),
                            List.of(
                                    trial(),
                                    header(
                                            "Idempotency-Key",
                                            ordered("type", "string", "maxLength", Preconditions.MAX_KEY_LENGTH),
                                            "A repeated request with the same key happens once.")),
                            type,
                            "201"));
        }
        return operations;
    }

    static Map<String, Object> ofObject(ObjectType type, Map<String, Object> single) {
        Map<String, Object> operations = new LinkedHashMap<>();
        operations.put("get", single);
        List<Object> parameters = List.of(path("id"), trial(), IF_MATCH);
        operations.put(
                "put",
                write(
                        "update_" + type.typeName(),
                        "Changes a " + type.typeName() + "; absent keys stay",
                        parameters,
                        type,
                        "200"));
        if (type.isCreatable()) {
            operations.put(
                    "patch",
                    described(
                            "patch_" + type.typeName(),
                            "Not supported: a " + type.typeName() + " is changed as a whole, with PUT",
                            List.of(path("id")),
                            refusals("200", Map.of("description", "Never"))));
            operations.put(
                    "delete",
                    described(
                            "delete_" + type.typeName(),
                            "Deletes a " + type.typeName() + " and what hangs under it",
                            List.of(path("id", ANY_ID), trial(), IF_MATCH),
                            refusals("204", Map.of("description", "It is gone"))));
        }
        return operations;
    }

    static Map<String, Object> history(ObjectType type) {
        return Map.of(
                "get",
                described(
                        "history_of_" + type.typeName(),
                        "What happened to a " + type.typeName() + ", newest first",
                        List.of(path("id"), query("limit", "integer", "At most so many changes, 250 if absent.")),
                        OpenApi.reading(
                                content("The changes", Map.of("type", "object")),
                                OpenApi.missing("There is no such object"))));
    }

    static void addTo(Map<String, Object> paths) {
        paths.put(
                "/api/batch",
                Map.of(
                        "post",
                        withBody(
                                described(
                                        "batch",
                                        "Several writes in one transaction, all or nothing",
                                        List.of(trial()),
                                        refusals("200", content("The answers, in order", Map.of("type", "object")))),
                                batch())));
        paths.put(
                "/api/changes",
                Map.of(
                        "get",
                        described(
                                "changes",
                                "All changes after a version: JSON lines, or server-sent events for who accepts them",
                                List.of(
                                        query(
                                                "after",
                                                ordered("type", "integer", "minimum", 0),
                                                "The last version that you have; 0 if absent."),
                                        query(
                                                "limit",
                                                ordered("type", "integer", "minimum", 1),
                                                "At most so many versions, 500 if absent.")),
                                OpenApi.reading(
                                        ordered(
                                                "description",
                                                "One version a line",
                                                "content",
                                                ordered(
                                                        "application/x-ndjson",
                                                        Map.of("schema", Map.of("type", "string")),
                                                        "text/event-stream",
                                                        Map.of("schema", Map.of("type", "string")))),
                                        OpenApi.missing("There is nothing")))));
    }

    private static Map<String, Object> batch() {
        List<ObjectType> creatable =
                ObjectTypes.ALL.stream().filter(ObjectType::isCreatable).toList();
        Map<String, Object> operations = ordered(
                "type",
                "array",
                "items",
                Map.of(
                        "anyOf",
                        List.of(
                                operation("POST", creatable, "", true),
                                operation("PUT", ObjectTypes.ALL, "/[1-9][0-9]{0,8}", true),
                                operation("DELETE", creatable, "/[1-9][0-9]{0,8}", false))),
                "minItems",
                1,
                "maxItems",
                BatchHandler.MAX_OPERATIONS);
        Map<String, Object> wrapped = OpenApi.object(Map.of("operations", operations));
        wrapped.put("required", List.of("operations"));
        return Map.of("anyOf", List.of(operations, wrapped));
    }

    private static Map<String, Object> operation(
            String method, List<ObjectType> types, String below, boolean withData) {
        String tags = types.stream().map(ObjectType::typeName).collect(Collectors.joining("|"));
        Map<String, Object> properties = ordered(
                "method",
                ordered("type", "string", "enum", List.of(method)),
                "path",
                ordered("type", "string", "pattern", "^(/api/)?(" + tags + ")" + below + "$"));
        if (withData) {
            properties.put("data", ordered("type", "object", "minProperties", 1));
        }
        Map<String, Object> operation = OpenApi.object(properties);
        operation.put("required", List.copyOf(properties.keySet()));
        return operation;
    }

    private static Map<String, Object> write(
            String id, String summary, List<Object> parameters, ObjectType type, String status) {
        boolean isNew = status.equals("201");
        Map<String, Object> row = new LinkedHashMap<>(content("The row", ref(type.title() + "List")));
        if (isNew) {
            row.put("links", linksToNew(type));
        }
        return withBody(described(id, summary, parameters, refusals(status, row)), OpenApiRows.sent(type, isNew));
    }

    /** What can be done with a row that was just made: its id is that of the answer. */
    private static Map<String, Object> linksToNew(ObjectType type) {
        Map<String, Object> links = new LinkedHashMap<>();
        for (String operation : List.of("get", "update", "delete")) {
            links.put(
                    operation,
                    ordered(
                            "operationId",
                            operation + "_" + type.typeName(),
                            "parameters",
                            Map.of("id", "$response.body#/data/0/id")));
        }
        return links;
    }

    /** An operation, which takes a body then. */
    static Map<String, Object> withBody(Map<String, Object> operation, Map<String, Object> schema) {
        operation.put(
                "requestBody",
                ordered("required", true, "content", Map.of("application/json", Map.of("schema", schema))));
        return operation;
    }

    private static Map<String, Object> refusals(String status, Map<String, Object> good) {
        return answers(status, good, "412", "It has changed since");
    }

    /** What comes of a write: done, refused as any may be, or refused for a reason of its own. */
    static Map<String, Object> answers(String status, Map<String, Object> good, String own, String reason) {
        return ordered(
                status,
                good,
                "400",
                content("What is wrong, by key", Map.of("type", "object")),
                "401",
                content("Who are you?", ref("Error")),
                "403",
                content("You may not: which right on which object is missing", ref("Error")),
                "404",
                OpenApi.missing(own.equals("404") ? reason : "There is no such object"),
                "406",
                content("Answers are JSON, which Accept does not admit", ref("Error")),
                "409",
                content(
                        "What the Idempotency-Key's request made is not to be shown again: read the object",
                        ref("Error")),
                "412",
                content("It has changed since", ref("Error")),
                "413",
                content("The body is too long", ref("Error")),
                "415",
                content("Bodies are JSON or forms", ref("Error")),
                "422",
                content("The Idempotency-Key was used for another request", ref("Error")),
                "424",
                content("Another operation of the batch failed", ref("Error")),
                "429",
                content("Too many requests; Retry-After tells when to come back", ref("Error")),
                "503",
                content("Not now; Retry-After tells when to come back", ref("Error")));
    }

    static Map<String, Object> trial() {
        return query("dry-run", "string", "With any value: tells what would happen, and changes nothing.");
    }

    private static Map<String, Object> header(String name, Map<String, Object> schema, String description) {
        return ordered("name", name, "in", "header", "description", description, "schema", schema);
    }
}
