package org.peerage.api.handlers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What another site proposes to change, as its link has it (docs/spec/identity.md §15). */
public record ProposedUpdate(String source, String reason, List<ProposedChange> updates) {
    /** What can be proposed. The reference also names {@code info_type} and {@code media}, which follow from other fields or are always the same. */
    public static final Map<ObjectType, Set<Field<?>>> FIELDS = Map.of(
            Net.TYPE,
            Set.of(
                    Net.IRR_AS_SET,
                    Net.ROUTE_SERVER,
                    Net.LOOKING_GLASS,
                    Net.INFO_TYPES,
                    Net.INFO_PREFIXES4,
                    Net.INFO_PREFIXES6,
                    Net.INFO_TRAFFIC,
                    Net.INFO_RATIO,
                    Net.INFO_SCOPE,
                    Net.INFO_UNICAST,
                    Net.INFO_MULTICAST,
                    Net.INFO_IPV6,
                    Net.INFO_NEVER_VIA_ROUTE_SERVERS,
                    Net.ALLOW_IXP_UPDATE,
                    Net.POLICY_URL,
                    Net.POLICY_GENERAL,
                    Net.POLICY_LOCATIONS,
                    Net.POLICY_RATIO,
                    Net.POLICY_CONTRACTS,
                    Net.STATUS_DASHBOARD),
            Ix.TYPE,
            Set.of(
                    Ix.SERVICE_LEVEL,
                    Ix.TERMS,
                    Ix.URL_STATS,
                    Ix.TECH_EMAIL,
                    Ix.TECH_PHONE,
                    Ix.SALES_EMAIL,
                    Ix.POLICY_EMAIL,
                    Ix.POLICY_PHONE,
                    Ix.STATUS_DASHBOARD),
            IxLan.TYPE,
            Set.of(IxLan.MTU, IxLan.IXF_IXP_IMPORT_ENABLED, IxLan.IXF_IXP_MEMBER_LIST_URL),
            Fac.TYPE,
            Set.of(
                    Fac.ADDRESS1,
                    Fac.ADDRESS2,
                    Fac.SUITE,
                    Fac.CITY,
                    Fac.ZIPCODE,
                    Fac.STATE,
                    Fac.COUNTRY,
                    Fac.REGION_CONTINENT,
                    Fac.CLLI,
                    Fac.NPANXX,
                    Fac.TECH_EMAIL,
                    Fac.TECH_PHONE,
                    Fac.SALES_EMAIL,
                    Fac.SALES_PHONE,
                    Fac.PROPERTY,
                    Fac.DIVERSE_SERVING_SUBSTATIONS,
                    Fac.AVAILABLE_VOLTAGE_SERVICES),
            NetIxLan.TYPE,
            Set.of(NetIxLan.SPEED, NetIxLan.OPERATIONAL, NetIxLan.IS_RS_PEER),
            Poc.TYPE,
            Set.of(Poc.ROLE, Poc.NAME, Poc.PHONE, Poc.EMAIL));

    /** What the reference says to who comes with too many. */
    public static final String TOO_OFTEN = "Please wait a bit before proposing verified updates again.";

    private static final int MAX_LENGTH = 20_000;
    private static final int MAX_UPDATES = 100;

    /** What it proposes for one object, by field. */
    public record ProposedChange(ObjectType type, long id, Map<String, JsonNode> values) {
        /** The object as the reference names it, such as {@code net.62}. */
        public String address() {
            return type.typeName() + "." + id;
        }
    }

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
            Optional<ObjectType> type = ObjectTypes.byName(typeName).filter(FIELDS::containsKey);
            if (type.isEmpty()) {
                return new ParsedProposal.Invalid("Unknown object type: " + typeName);
            }
            Map<String, JsonNode> values = new LinkedHashMap<>();
            update.path("data").properties().forEach(value -> values.put(value.getKey(), value.getValue()));
            updates.add(new ProposedChange(type.get(), update.path("obj_id").asLong(), values));
        }
        return new ParsedProposal.Parsed(new ProposedUpdate(
                json.path("source").asString(), json.path("reason").asString(), List.copyOf(updates)));
    }

    /** The same with one entry for each object: of two values for a field the later one is meant. */
    public List<ProposedChange> merged() {
        Map<String, ProposedChange> merged = new LinkedHashMap<>();
        for (ProposedChange change : updates) {
            merged.merge(change.address(), change, (before, after) -> {
                Map<String, JsonNode> values = new LinkedHashMap<>(before.values);
                values.putAll(after.values);
                return new ProposedChange(before.type, before.id, values);
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
