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

/** What the OpenAPI document says of imports of member lists (docs/spec/ixf.md §11.6). */
final class OpenApiImports {
    private static final String PROPOSAL = "IxfProposal";
    private static final String LIST = "IxfProposalList";
    private static final String STATUS = "IxfStatus";
    private static final String ADDRESS = "/api/ixf_proposal";
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> NUMBER = Map.of("type", "integer");
    private static final Map<String, Object> ACTION =
            ordered("type", "string", "enum", List.of("add", "modify", "delete"));
    private static final Map<String, Object> FLAG = Map.of("type", "boolean");

    static final Map<String, Object> WITH = query(
            "with",
            TEXT,
            "Also ixf_status, for exchanges whose list's address you may see: how the import of the member list fares, and totals of"
                    + " both sides. At most 250 rows; such an answer has no ETag.");

    private OpenApiImports() {}

    static void addTo(Map<String, Object> paths, Map<String, Object> schemas) {
        schemas.put(STATUS, status());
        schemas.put(PROPOSAL, proposal());
        schemas.put(
                LIST,
                object(ordered(
                        "data",
                        listOf(ref(PROPOSAL)),
                        "meta",
                        object(ordered(
                                "next",
                                ordered(
                                        "type",
                                        "integer",
                                        "description",
                                        "There may be more: go on with after=<this>."))))));
        paths.put(
                ADDRESS,
                Map.of(
                        "get",
                        described(
                                "list_ixf_proposal",
                                "What exchanges' member lists propose to networks, for who may change the network or the"
                                        + " exchange: networks see what they can decide, exchanges all that their list proposes",
                                List.of(
                                        query("net_id", NUMBER, "Only to this network."),
                                        query("asn", NUMBER, "Only to the network of this AS number."),
                                        query("ix_id", NUMBER, "Only of this exchange."),
                                        query("ixlan_id", NUMBER, "Only of this peering LAN."),
                                        query("action", ACTION, "Only this."),
                                        query("dismissed", FLAG, "Only what the network dismissed, or did not."),
                                        query("limit", NUMBER, "At most so many, and 250 at most."),
                                        query("after", NUMBER, "The 'next' of an answer: go on there.")),
                                OpenApi.reading(
                                        content("The proposals", ref(LIST)), OpenApi.missing("Not with a list")))));
        paths.put(
                ADDRESS + "/{id}",
                Map.of(
                        "get",
                        described(
                                "get_ixf_proposal",
                                "One proposal",
                                List.of(path("id")),
                                OpenApi.reading(
                                        content("The proposal", ref(LIST)),
                                        OpenApi.missing("There is no such proposal for you")))));
    }

    static Map<String, Object> ofExchange() {
        return ordered("$ref", "#/components/schemas/" + STATUS);
    }

    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return ordered("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private static Map<String, Object> status() {
        Map<String, Object> totals = object(ordered("feed", NUMBER, "registry", NUMBER, "difference", NUMBER));
        return object(ordered(
                "state",
                ordered("type", "string", "enum", List.of("off", "new", "importing", "failed", "held", "ok")),
                "last_success",
                ordered("type", List.of("string", "null"), "format", "date-time"),
                "last_error",
                ordered("type", List.of("string", "null")),
                "findings",
                NUMBER,
                "members",
                totals,
                "connections",
                totals,
                "capacity",
                totals,
                "signature",
                orNull(object(ordered(
                        "key",
                        ordered("type", "string"),
                        "verified",
                        ordered("type", List.of("string", "null"), "format", "date-time"))))));
    }

    private static Map<String, Object> proposal() {
        Map<String, Object> values = object(ordered(
                "ipaddr4",
                ordered("type", List.of("string", "null")),
                "ipaddr6",
                ordered("type", List.of("string", "null")),
                "speed",
                NUMBER,
                "is_rs_peer",
                ordered("type", List.of("boolean", "null")),
                "operational",
                FLAG));
        Map<String, Object> time = ordered("type", "string", "format", "date-time");
        return object(ordered(
                "id",
                NUMBER,
                "ix_id",
                NUMBER,
                "ixlan_id",
                NUMBER,
                "net_id",
                NUMBER,
                "asn",
                NUMBER,
                "action",
                ACTION,
                "netixlan_id",
                ordered(
                        "type",
                        List.of("integer", "null"),
                        "description",
                        "The connection that would be changed or deleted; null: a new one."),
                "merged",
                ordered(
                        "type",
                        "array",
                        "items",
                        NUMBER,
                        "description",
                        "Further connections, which would be deleted with it."),
                "fields",
                ordered("type", "array", "items", TEXT, "description", "Which fields differ."),
                "before",
                orNull(values),
                "after",
                orNull(values),
                "reason",
                TEXT,
                "conflict",
                ordered(
                        "type",
                        "object",
                        "additionalProperties",
                        TEXT,
                        "description",
                        "By field, what stands against it."),
                "pointer",
                ordered("type", "string", "description", "Where in the exchange's list (JSON Pointer)."),
                "dismissed",
                FLAG,
                "created",
                time,
                "seen",
                time));
    }
}
