package org.peerage.api;

import static org.peerage.api.OpenApi.content;
import static org.peerage.api.OpenApi.described;
import static org.peerage.api.OpenApi.ordered;
import static org.peerage.api.OpenApi.path;
import static org.peerage.api.OpenApi.query;
import static org.peerage.api.OpenApi.ref;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;

/** What the OpenAPI document says of writes, history and the feed of changes. */
final class OpenApiWrites {
    private OpenApiWrites() {}

    static Map<String, Object> ofList(ObjectType type, Map<String, Object> list) {
        Map<String, Object> operations = new LinkedHashMap<>();
        operations.put("get", list);
        if (type.isCreatable()) {
            operations.put(
                    "post",
                    write(
                            "create_" + type.tag(),
                            "Makes a new " + type.tag(),
                            List.of(
                                    trial(),
                                    header("Idempotency-Key", "A repeated request with the same key happens once.")),
                            type,
                            "201"));
        }
        return operations;
    }

    static Map<String, Object> ofObject(ObjectType type, Map<String, Object> single) {
        Map<String, Object> operations = new LinkedHashMap<>();
        operations.put("get", single);
        List<Object> parameters = List.of(
                path("id"),
                trial(),
                header("If-Match", "The entity tag of the row as you know it; 412 if it has changed since."));
        operations.put(
                "put",
                write(
                        "update_" + type.tag(),
                        "Changes a " + type.tag() + "; absent keys stay",
                        parameters,
                        type,
                        "200"));
        if (type.isCreatable()) {
            operations.put(
                    "delete",
                    described(
                            "delete_" + type.tag(),
                            "Deletes a " + type.tag() + " and what hangs under it",
                            parameters,
                            refusals("204", Map.of("description", "It is gone"))));
        }
        return operations;
    }

    static Map<String, Object> history(ObjectType type) {
        return Map.of(
                "get",
                described(
                        "history_of_" + type.tag(),
                        "What happened to a " + type.tag() + ", newest first",
                        List.of(path("id"), query("limit", "integer", "At most so many changes, 250 if absent.")),
                        ordered(
                                "200",
                                content("The changes", Map.of("type", "object")),
                                "404",
                                content("There is no such object", ref("Error")))));
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
                                Map.of("type", "array", "items", Map.of("type", "object")))));
        paths.put(
                "/api/changes",
                Map.of(
                        "get",
                        described(
                                "changes",
                                "All changes after a version: JSON lines, or server-sent events for who accepts them",
                                List.of(
                                        query("after", "integer", "The last version that you have; 0 if absent."),
                                        query("limit", "integer", "At most so many versions, 500 if absent.")),
                                ordered(
                                        "200",
                                        ordered(
                                                "description",
                                                "One version a line",
                                                "content",
                                                Map.of(
                                                        "application/x-ndjson",
                                                        Map.of("schema", Map.of("type", "string")))),
                                        "400",
                                        content("What is wrong", ref("Error"))))));
    }

    private static Map<String, Object> write(
            String id, String summary, List<Object> parameters, ObjectType type, String status) {
        Map<String, Object> schema = new LinkedHashMap<>(ref(type.title()));
        List<String> required = type.fields().stream()
                .filter(Field::isRequired)
                .map(Field::name)
                .toList();
        schema = required.isEmpty()
                ? schema
                : ordered("allOf", List.of(schema, ordered("type", "object", "required", required)));
        return withBody(
                described(id, summary, parameters, refusals(status, content("The row", ref(type.title() + "List")))),
                schema);
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
                Map.of("description", "You may not"),
                own,
                content(reason, ref("Error")),
                "429",
                content("Too many requests; Retry-After tells when to come back", ref("Error")));
    }

    static Map<String, Object> trial() {
        return query("dry-run", "string", "With any value: tells what would happen, and changes nothing.");
    }

    private static Map<String, Object> header(String name, String description) {
        return ordered("name", name, "in", "header", "description", description, "schema", Map.of("type", "string"));
    }
}
