package org.peerage.api.openapi;

import static org.peerage.api.openapi.OpenApi.content;
import static org.peerage.api.openapi.OpenApi.described;
import static org.peerage.api.openapi.OpenApi.listOf;
import static org.peerage.api.openapi.OpenApi.object;
import static org.peerage.api.openapi.OpenApi.ordered;
import static org.peerage.api.openapi.OpenApi.path;
import static org.peerage.api.openapi.OpenApi.ref;
import static org.peerage.api.openapi.OpenApiWrites.trial;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/**
 * What the OpenAPI document says of logos and of what else is done to an object than to change its fields (docs/spec/rest.md §7,
 * docs/spec/objects.md §1.12).
 */
final class OpenApiActions {
    private static final String LOGO = "Logo";
    private static final String LOGO_LIST = "LogoList";
    private static final String UPLOAD = "LogoUpload";
    /** That there is no such object is a 400 here. */
    private static final String NO_LOGO = "It has no logo to take away";

    private OpenApiActions() {}

    static void addTo(Map<String, Object> paths, Map<String, Object> schemas) {
        logos(paths, schemas);
        act(
                paths,
                Ix.TYPE,
                "request_ixf_import",
                "Has the exchange's IX-F export read soon; once a minute. For who may create and update the exchange");
        act(paths, CarrierFac.TYPE, "approve", "Takes a carrier in; for who may create in the facility");
        act(
                paths,
                CarrierFac.TYPE,
                "reject",
                "Turns a carrier away, which deletes the row, and answers with what it was; for who may create in the facility");
        side(paths, "set-net-side", "Names the facility where the network's end is; for the network's own");
        side(paths, "set-ix-side", "Names the facility where the exchange's end is; for the exchange's own");
        campus(
                paths,
                "add-facility",
                OpenApi.ID,
                "Makes a facility of the same organization part of a campus, within 50 km of the others; for who may update the"
                        + " facility and create in the campus");
        campus(
                paths,
                "remove-facility",
                Map.of("type", "integer"),
                "Takes a facility out of its campus, whichever is named; for who may update the facility");
    }

    private static void logos(Map<String, Object> paths, Map<String, Object> schemas) {
        Map<String, Object> type =
                ordered("type", List.of("string", "null"), "enum", Arrays.asList("image/png", "image/jpeg", null));
        Map<String, Object> data = ordered(
                "type",
                List.of("string", "null"),
                "contentEncoding",
                "base64",
                "description",
                "The picture, at most 50 KiB and 75 pixels high.");
        Map<String, Object> time = ordered("type", List.of("string", "null"), "format", "date-time", "readOnly", true);
        schemas.put(
                LOGO,
                object(ordered(
                        "ref_tag",
                        ordered("type", "string", "readOnly", true),
                        "ref_id",
                        ordered("type", "integer", "readOnly", true),
                        "asset_type",
                        ordered("type", "string", "readOnly", true),
                        "file_type",
                        type,
                        "file_data",
                        data,
                        "created",
                        time,
                        "updated",
                        time)));
        schemas.put(
                UPLOAD,
                ordered(
                        "type",
                        "object",
                        "properties",
                        ordered(
                                "file_type",
                                ordered("type", "string", "enum", List.of("image/png", "image/jpeg")),
                                "file_data",
                                ordered("type", "string", "contentEncoding", "base64")),
                        "required",
                        List.of("file_type", "file_data")));
        schemas.put(LOGO_LIST, object(ordered("data", listOf(ref(LOGO)), "meta", Map.of("type", "object"))));
        for (ObjectType owner : ObjectTypes.ALL) {
            if (owner.field("logo").isPresent()) {
                paths.put("/api/asset/" + owner.typeName() + "/{id}/logo", logo(owner.typeName()));
            }
        }
    }

    private static Map<String, Object> logo(String typeName) {
        Map<String, Object> shown = content("The logo; nulls where there is none", ref(LOGO_LIST));
        return ordered(
                "get",
                operation(
                        "logo_of_" + typeName, "The logo of a " + typeName, List.of(path("id")), "200", shown, NO_LOGO),
                "post",
                upload("create_logo_of_" + typeName, "Gives a " + typeName + " a logo", "201", shown),
                "put",
                upload("update_logo_of_" + typeName, "Gives a " + typeName + " another logo", "200", shown),
                "delete",
                operation(
                        "delete_logo_of_" + typeName,
                        "Takes the logo of a " + typeName + " away",
                        List.of(path("id")),
                        "204",
                        Map.of("description", "It is gone"),
                        NO_LOGO));
    }

    private static Map<String, Object> upload(String id, String summary, String status, Map<String, Object> good) {
        return OpenApiWrites.withBody(operation(id, summary, List.of(path("id")), status, good, NO_LOGO), ref(UPLOAD));
    }

    private static void act(Map<String, Object> paths, ObjectType type, String name, String summary) {
        paths.put(address(type, name), Map.of("post", action(type, name, summary, List.of(path("id"), trial()))));
    }

    private static void side(Map<String, Object> paths, String name, String summary) {
        ObjectType type = NetIxLan.TYPE;
        Map<String, Object> facility = new LinkedHashMap<>(OpenApi.ID);
        facility.put("type", List.of("integer", "null"));
        facility.put("description", "One where the network or exchange is; null: not known.");
        Map<String, Object> body = object(Map.of("fac_id", facility));
        body.put("required", List.of("fac_id"));
        paths.put(
                address(type, name),
                Map.of(
                        "post",
                        OpenApiWrites.withBody(action(type, name, summary, List.of(path("id"), trial())), body)));
    }

    private static void campus(Map<String, Object> paths, String name, Map<String, Object> campus, String summary) {
        Map<String, Object> answers = OpenApiWrites.answers(
                "200",
                content("The facility", ref(Fac.TYPE.title() + "List")),
                "404",
                "There is no such campus or facility");
        answers.put(
                "400", Map.of("description", "They are of two organizations, or too far apart, which the body tells"));
        paths.put(
                address(Campus.TYPE, name) + "/{fac_id}",
                Map.of(
                        "post",
                        described(
                                name.replace('-', '_') + "_of_campus",
                                summary,
                                List.of(path("id", campus), path("fac_id"), trial()),
                                answers)));
    }

    private static String address(ObjectType type, String name) {
        return "/api/" + type.typeName() + "/{id}/" + name;
    }

    private static Map<String, Object> action(ObjectType type, String name, String summary, List<Object> parameters) {
        return operation(
                name.replace('-', '_') + "_of_" + type.typeName(),
                summary,
                parameters,
                "200",
                content("The row", ref(type.title() + "List")),
                "There is no such object or facility");
    }

    private static Map<String, Object> operation(
            String id,
            String summary,
            List<Object> parameters,
            String status,
            Map<String, Object> good,
            String missing) {
        return described(id, summary, parameters, OpenApiWrites.answers(status, good, "404", missing));
    }
}
