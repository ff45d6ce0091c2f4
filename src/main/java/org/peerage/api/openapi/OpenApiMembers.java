package org.peerage.api.openapi;

import static org.peerage.api.openapi.OpenApi.content;
import static org.peerage.api.openapi.OpenApi.listOf;
import static org.peerage.api.openapi.OpenApi.object;
import static org.peerage.api.openapi.OpenApi.ordered;
import static org.peerage.api.openapi.OpenApi.path;
import static org.peerage.api.openapi.OpenApi.ref;

import java.util.List;
import java.util.Map;

/** What the OpenAPI document says of an organization's members (docs/spec/rest.md §7). */
final class OpenApiMembers {
    private static final String LIST = "OrganizationUserList";
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> ID = Map.of("type", "integer");
    private static final Map<String, Object> ROLE = ordered("type", "string", "enum", List.of("admin", "member"));

    private OpenApiMembers() {}

    static void addTo(Map<String, Object> paths, Map<String, Object> schemas) {
        schemas.put(
                "OrganizationUser",
                object(ordered(
                        "id",
                        ID,
                        "first_name",
                        TEXT,
                        "last_name",
                        TEXT,
                        "full_name",
                        TEXT,
                        "is_active",
                        Map.of("type", "boolean"),
                        "date_joined",
                        ordered("type", "string", "format", "date-time"),
                        "status",
                        ordered("type", "string", "enum", List.of("ok", "pending")),
                        "role",
                        ROLE)));
        schemas.put(LIST, object(ordered("data", listOf(ref("OrganizationUser")), "meta", Map.of("type", "object"))));
        String users = "/api/org/{id}/users";
        paths.put(users, Map.of("get", read("list_org_users", "Lists an organization's members", List.of(path("id")))));
        paths.put(users + "/add", Map.of("post", add()));
        paths.put(users + "/remove", ordered("post", remove("remove_org_user"), "delete", remove("delete_org_user")));
        List<Object> one = List.of(path("id"), path("user_id"));
        paths.put(
                users + "/{user_id}",
                ordered("get", read("get_org_user", "One member of an organization", one), "put", setRole(one)));
    }

    private static Map<String, Object> read(String id, String summary, List<Object> parameters) {
        return operation(id, summary, parameters, "200", content("The members", ref(LIST)));
    }

    private static Map<String, Object> add() {
        Map<String, Object> whom = object(ordered(
                "user_email",
                described("The user's primary address."),
                "user_id",
                ID,
                "username",
                TEXT,
                "invite",
                described("Invites the address, whether or not it has an account."),
                "role",
                ROLE));
        return OpenApiWrites.withBody(
                operation(
                        "add_org_user",
                        "Makes somebody a member, named by user_email, user_id or username: 201; or invites an address: 202",
                        List.of(path("id")),
                        "2XX",
                        content("The new member; nothing of an address", ref(LIST))),
                whom);
    }

    private static Map<String, Object> described(String description) {
        return ordered("type", "string", "description", description);
    }

    private static Map<String, Object> setRole(List<Object> parameters) {
        return OpenApiWrites.withBody(
                operation(
                        "update_org_user",
                        "Changes a member's role; an organization keeps one admin",
                        parameters,
                        "200",
                        content("The member", ref(LIST))),
                ordered("type", "object", "properties", Map.of("role", ROLE), "required", List.of("role")));
    }

    private static Map<String, Object> remove(String id) {
        return OpenApiWrites.withBody(
                operation(
                        id,
                        "Ends a membership; an organization keeps one admin",
                        List.of(path("id")),
                        "204",
                        Map.of("description", "They are no member any more")),
                object(ordered(
                        "user_email", described("The user's primary address."), "user_id", ID, "username", TEXT)));
    }

    private static Map<String, Object> operation(
            String id, String summary, List<Object> parameters, String status, Map<String, Object> good) {
        return ordered(
                "operationId",
                id,
                "summary",
                summary,
                "description",
                "With a key of an admin of the organization, or one of its own keys that has its User Management Privileges.",
                "parameters",
                parameters,
                "responses",
                OpenApiWrites.answers(status, good, "404", "There is no such organization or member"));
    }
}
