package org.peerage.api.handlers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What another site proposes to change, as its link has it (docs/spec/identity.md §15). */
public record ProposedUpdate(String source, String reason, List<ProposedChange> updates) {
    /** What can be proposed, by type. */
    public static final Map<String, Set<String>> FIELDS = Map.of(
            "net",
            Set.of(("irr_as_set route_server looking_glass info_type info_types info_prefixes4 info_prefixes6"
                            + " info_traffic info_ratio info_scope info_unicast info_multicast info_ipv6"
                            + " info_never_via_route_servers allow_ixp_update policy_url policy_general"
                            + " policy_locations policy_ratio policy_contracts status_dashboard")
                    .split(" ", -1)),
            "ix",
            Set.of(("media service_level terms url_stats tech_email tech_phone sales_email policy_email policy_phone"
                            + " status_dashboard")
                    .split(" ", -1)),
            "ixlan",
            Set.of("mtu", "ixf_ixp_import_enabled", "ixf_ixp_member_list_url"),
            "fac",
            Set.of(("address1 address2 suite city zipcode state country region_continent clli npanxx tech_email"
                            + " tech_phone sales_email sales_phone property diverse_serving_substations"
                            + " available_voltage_services")
                    .split(" ", -1)),
            "netixlan",
            Set.of("speed", "operational", "is_rs_peer"),
            "poc",
            Set.of("role", "name", "phone", "email"));

    /** What the reference says to who comes with too many. */
    public static final String TOO_OFTEN = "Please wait a bit before proposing verified updates again.";

    private static final int MAX_LENGTH = 20_000;
    private static final int MAX_UPDATES = 100;

    /** What it proposes for one object, by field. */
    public record ProposedChange(String typeName, long id, Map<String, JsonNode> values) {}

    /** What a link says. */
    public sealed interface ParsedProposal {
        record Parsed(ProposedUpdate proposal) implements ParsedProposal {}

        /** It is none, in the words of the reference. */
        record Unreadable(String reason) implements ParsedProposal {}

        /** It is one, and asks for something that is not there to be asked for. */
        record Invalid(String reason) implements ParsedProposal {}
    }

    /** Reads a link's payload, base64 of JSON. */
    public static ParsedProposal parse(String text) {
        if (text.isEmpty()) {
            return new ParsedProposal.Unreadable("No payload provided");
        }
        JsonNode json;
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(text.replace('-', '+')
                            .replace('_', '/')
                            .replace(' ', '+')
                            .replaceAll("=+$", ""));
            json = JsonMapper.shared().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | JacksonException unreadable) {
            return new ParsedProposal.Unreadable("Invalid JSON in payload");
        }
        if (text.length() > MAX_LENGTH || json.path("updates").size() > MAX_UPDATES) {
            return new ParsedProposal.Unreadable("The payload is too long");
        }
        String problem = schemaProblem(json);
        if (!problem.isEmpty()) {
            return new ParsedProposal.Unreadable(problem);
        }
        List<ProposedChange> updates = new ArrayList<>();
        for (JsonNode update : json.path("updates")) {
            String typeName = update.path("ref_tag").asString();
            if (update.path("data").isEmpty()) {
                return new ParsedProposal.Invalid("Data is empty");
            }
            if (!FIELDS.containsKey(typeName)) {
                return new ParsedProposal.Invalid("Unknown object type: " + typeName);
            }
            Map<String, JsonNode> values = new LinkedHashMap<>();
            update.path("data").properties().forEach(value -> values.put(value.getKey(), value.getValue()));
            updates.add(new ProposedChange(typeName, update.path("obj_id").asLong(), values));
        }
        return new ParsedProposal.Parsed(new ProposedUpdate(
                json.path("source").asString(), json.path("reason").asString(), List.copyOf(updates)));
    }

    /** The same with one entry for each object: of two values for a field the later one is meant. */
    public List<ProposedChange> merged() {
        Map<String, ProposedChange> merged = new LinkedHashMap<>();
        for (ProposedChange change : updates) {
            merged.merge(change.typeName + "." + change.id, change, (before, after) -> {
                Map<String, JsonNode> values = new LinkedHashMap<>(before.values);
                values.putAll(after.values);
                return new ProposedChange(before.typeName, before.id, values);
            });
        }
        return List.copyOf(merged.values());
    }

    /** What the reference says of one that asks for what is not there. */
    public static String invalid(String reason) {
        return "Proposed update contains invalid data: " + reason;
    }

    /** What the history says of it. */
    public String comment(String referrer) {
        return "Verified update accepted from " + source + " for reason: " + reason + " - Referer: "
                + referrer.replaceAll("\\p{Cntrl}", "");
    }

    /** JSON Schema's own words, as the reference passes them on; empty: it is as it should be. */
    private static String schemaProblem(JsonNode json) {
        if (!json.isObject()) {
            return json + " is not of type 'object'";
        }
        for (String name : List.of("source", "reason", "updates")) {
            if (!json.has(name)) {
                return "'" + name + "' is a required property";
            }
        }
        for (String name : List.of("source", "reason")) {
            if (!json.path(name).isString()) {
                return json.path(name) + " is not of type 'string'";
            }
            // They become part of the log of changes and of the history.
            if (json.path(name).asString().chars().anyMatch(Character::isISOControl)) {
                return "'" + name + "' has control characters";
            }
        }
        if (!json.path("updates").isArray()) {
            return json.path("updates") + " is not of type 'array'";
        }
        for (JsonNode update : json.path("updates")) {
            String problem = updateProblem(update);
            if (!problem.isEmpty()) {
                return problem;
            }
        }
        return "";
    }

    private static String updateProblem(JsonNode update) {
        if (!update.isObject()) {
            return update + " is not of type 'object'";
        }
        for (String name : List.of("ref_tag", "obj_id", "data")) {
            if (!update.has(name)) {
                return "'" + name + "' is a required property";
            }
        }
        if (!update.path("ref_tag").isString()) {
            return update.path("ref_tag") + " is not of type 'string'";
        }
        if (!update.path("obj_id").canConvertToLong()) {
            return update.path("obj_id") + " is not of type 'integer'";
        }
        if (!update.path("data").isObject()) {
            return update.path("data") + " is not of type 'object'";
        }
        for (JsonNode value : update.path("data")) {
            boolean scalar = value.isString() || value.isIntegralNumber() || value.isBoolean();
            boolean list =
                    value.isArray() && value.valueStream().allMatch(item -> item.isString() || item.isIntegralNumber());
            if (!scalar && !list) {
                return value + " is not of type 'string', 'integer', 'array'";
            }
        }
        return "";
    }
}
