package org.peerage.schema;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists of {@link SocialLink} in JSON, which is also how a column holds them. */
final class SocialLinks {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SocialLinks() {}

    static String toColumn(List<SocialLink> links) {
        if (links.isEmpty()) {
            return "[]";
        }
        JsonBuffer out = new JsonBuffer(64 * links.size());
        write(out, links);
        return out.toString();
    }

    static List<SocialLink> fromColumn(String stored) {
        if (stored.isEmpty() || stored.equals("[]")) {
            return List.of();
        }
        return switch (read(JSON.readTree(stored))) {
            case ParseResult.Value<List<SocialLink>>(List<SocialLink> links) -> links;
            case ParseResult.Problem<List<SocialLink>>(String message) ->
                throw new IllegalStateException("unreadable in the database: " + message);
        };
    }

    static void write(JsonBuffer out, List<SocialLink> links) {
        String separator = "[";
        for (SocialLink link : links) {
            out.ascii(separator)
                    .ascii("{\"service\": ")
                    .quoted(link.service())
                    .ascii(", \"identifier\": ")
                    .quoted(link.identifier())
                    .ascii("}");
            separator = ", ";
        }
        out.ascii(links.isEmpty() ? "[]" : "]");
    }

    static ParseResult<List<SocialLink>> read(JsonNode node) {
        if (!node.isArray()) {
            return ValueType.problem("not a list", node);
        }
        List<SocialLink> links = new ArrayList<>();
        for (JsonNode entry : node) {
            JsonNode service = entry.path("service");
            JsonNode identifier = entry.path("identifier");
            if (!service.isString() || !identifier.isString()) {
                return ValueType.problem("not a service and an identifier", entry);
            }
            links.add(new SocialLink(service.stringValue(), identifier.stringValue()));
        }
        return ParseResult.value(List.copyOf(links));
    }
}
