package org.peerage.api.openapi;

import static org.peerage.api.openapi.OpenApi.content;
import static org.peerage.api.openapi.OpenApi.described;
import static org.peerage.api.openapi.OpenApi.listOf;
import static org.peerage.api.openapi.OpenApi.object;
import static org.peerage.api.openapi.OpenApi.ordered;
import static org.peerage.api.openapi.OpenApi.path;
import static org.peerage.api.openapi.OpenApi.query;
import static org.peerage.api.openapi.OpenApi.ref;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.peerage.accounts.following.FollowedSearches;
import org.peerage.registry.UndoCommand;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/** What the OpenAPI document says of undo, of what people follow, and of an organization's own log (docs/spec/record.md §2, §3.1). */
final class OpenApiChanges {
    private static final String UNDO = "Undo";
    private static final String FOLLOW = "Follow";
    private static final String FOLLOW_LIST = "FollowList";
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> NUMBER = ordered("type", "integer", "minimum", 1);
    private static final Map<String, Object> ABOUT =
            ordered("type", "string", "description", "Such as net:62, org:41 or country:DE.");
    private static final Map<String, Object> SCHEDULE =
            ordered("type", "string", "enum", List.of("once", "daily", "weekly"));

    private static final Map<String, Object> TYPE = ordered(
            "type",
            "string",
            "enum",
            ObjectTypes.ALL.stream().map(ObjectType::typeName).toList());

    private static final Map<String, Object> OPS = listOf(ordered(
            "type",
            "string",
            "enum",
            Stream.of(FollowedSearches.SearchEvent.values())
                    .map(FollowedSearches.SearchEvent::text)
                    .toList()));

    private OpenApiChanges() {}

    static void addTo(Map<String, Object> paths, Map<String, Object> schemas) {
        schemas.put(UNDO, undo());
        Map<String, Object> follow = ordered("id", TEXT);
        follow.putAll(followed());
        schemas.put(FOLLOW, object(follow));
        schemas.put(FOLLOW_LIST, object(ordered("data", listOf(ref(FOLLOW)), "meta", Map.of("type", "object"))));
        paths.put(
                "/api/undo",
                Map.of(
                        "post",
                        OpenApiWrites.withBody(
                                described(
                                        "undo",
                                        "Takes changes back, all in one version; what was changed since is a conflict, which a 409 lists",
                                        List.of(OpenApiWrites.trial()),
                                        OpenApiWrites.answers(
                                                "200",
                                                content("What is as it was", Map.of("type", "object")),
                                                "404",
                                                "There is no such change")),
                                ref(UNDO))));
        follows(paths);
        paths.put(
                "/api/org/{id}/log",
                Map.of(
                        "get",
                        described(
                                "log_of_org",
                                "What happened to an organization and its objects, newest first, with who did it; for its"
                                        + " admins, and keys that may read the log",
                                List.of(
                                        path("id"),
                                        query("limit", "integer", "At most so many entries, 250 if absent."),
                                        query("before", "string", "The 'next' of an answer: go on there."),
                                        query("type", "string", "Only objects of this type."),
                                        query("op", "string", "Only this operation, such as update."),
                                        query("field", "string", "Only changes of this field."),
                                        query("from", "string", "Only from this time on."),
                                        query("to", "string", "Only before this time."),
                                        query("actor", "string", "Only what this one did.")),
                                OpenApi.reading(
                                        content("The entries", Map.of("type", "object")),
                                        OpenApi.missing("There is no such organization")))));
    }

    private static Map<String, Object> undo() {
        Map<String, Object> change = object(ordered("version", NUMBER, "type", TYPE, "id", NUMBER));
        change.put("required", List.of("version", "type", "id"));
        return ordered(
                "type",
                "object",
                "description",
                "One of changes, versions, cause and by names what is to be taken back.",
                "properties",
                ordered(
                        "changes",
                        list(change),
                        "versions",
                        list(NUMBER),
                        "cause",
                        TEXT,
                        "by",
                        TEXT,
                        "from",
                        ordered("type", "string", "format", "date-time"),
                        "to",
                        ordered("type", "string", "format", "date-time"),
                        "about",
                        ABOUT,
                        "conflicts",
                        ordered("type", "string", "enum", List.of("refuse", "skip")),
                        "comment",
                        ordered("type", "string", "maxLength", 255)));
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        return ordered("type", "array", "items", items, "minItems", 1, "maxItems", UndoCommand.MAX_CHANGES);
    }

    /** An object or a country, or a search. */
    private static Map<String, Object> followed() {
        return ordered(
                "about",
                ABOUT,
                "type",
                TYPE,
                "query",
                ordered("type", "string", "minLength", 1, "maxLength", FollowedSearches.MAX_QUERY),
                "ops",
                OPS,
                "fields",
                listOf(TEXT),
                "schedule",
                SCHEDULE);
    }

    private static void follows(Map<String, Object> paths) {
        Map<String, Object> shown = content("What is followed", ref(FOLLOW_LIST));
        Map<String, Object> schedule = object(ordered("schedule", SCHEDULE, "ops", OPS, "fields", listOf(TEXT)));
        Map<String, Object> made = object(followed());
        made.put("oneOf", List.of(Map.of("required", List.of("about")), Map.of("required", List.of("type", "query"))));
        paths.put(
                "/api/follows",
                ordered(
                        "get",
                        described(
                                "follows",
                                "What the key's person is told of by mail",
                                List.of(),
                                OpenApi.reading(shown, OpenApi.missing("There is nothing"))),
                        "post",
                        OpenApiWrites.withBody(
                                described(
                                        "follow",
                                        "Follows an object, a country or a search",
                                        List.of(),
                                        OpenApiWrites.answers("201", shown, "404", "There is nothing")),
                                made)));
        Map<String, Object> id = path("id", ABOUT);
        String missing = "You do not follow that";
        paths.put(
                "/api/follows/{id}",
                ordered(
                        "get",
                        described(
                                "followed",
                                "One of them",
                                List.of(id),
                                OpenApi.reading(shown, OpenApi.missing(missing))),
                        "put",
                        OpenApiWrites.withBody(
                                described(
                                        "follow_otherwise",
                                        "Has mails sent at other times",
                                        List.of(id),
                                        OpenApiWrites.answers("200", shown, "404", missing)),
                                schedule),
                        "delete",
                        described(
                                "unfollow",
                                "Follows no more",
                                List.of(id),
                                OpenApiWrites.answers("204", Map.of("description", "It is gone"), "404", missing))));
    }
}
