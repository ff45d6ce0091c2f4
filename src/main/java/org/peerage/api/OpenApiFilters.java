package org.peerage.api;

import static org.peerage.api.OpenApi.ordered;
import static org.peerage.api.OpenApi.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.peerage.schema.FilterLink;
import org.peerage.schema.ObjectType;

/** What the OpenAPI document says of parameters with code of their own, and of relations (spec/rest.md §3). */
final class OpenApiFilters {
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> NUMBER = Map.of("type", "integer");
    private static final Map<String, Object> IDS = ordered("type", "string", "pattern", "^[0-9]{1,9}(,[0-9]{1,9})*$");
    private static final Map<String, Object> ASNS =
            ordered("type", "string", "pattern", "^[0-9]{1,9}(,[0-9]{1,9}){1,24}$");
    private static final Map<String, Object> ADDRESS =
            ordered("type", "string", "anyOf", List.of(Map.of("format", "ipv4"), Map.of("format", "ipv6")));
    private static final Special NAME_SEARCH =
            new Special("name_search", TEXT, "Rows that the search finds by these words.");
    private static final List<Special> PLACES = List.of(new Special(
            "distance",
            NUMBER,
            "Rows within so many kilometres of latitude and longitude, which it needs; for who is signed in."));
    private static final List<Special> LINKED = List.of(
            new Special("not_net", IDS, "Rows without an active link to any of these networks."),
            new Special("all_net", IDS, "Rows with active links to all of these networks."),
            new Special("org_present", IDS, "Where these organizations are."),
            new Special("org_not_present", IDS, "Where none of these organizations is."),
            new Special("asn_overlap", ASNS, "Where all of 2 to 25 AS numbers are."));
    private static final Map<String, List<Special>> SPECIAL = Map.ofEntries(
            Map.entry("org", List.of(new Special("asn", NUMBER, "The organization of this network."), NAME_SEARCH)),
            Map.entry(
                    "net",
                    List.of(
                            new Special("not_ix", IDS, "Networks without an active link to these exchanges."),
                            new Special("not_fac", IDS, "Networks without an active link to these facilities."),
                            new Special("info_type", TEXT, "Networks of one of these types."),
                            NAME_SEARCH)),
            Map.entry("fac", List.of(new Special("org_name", TEXT, "Part of the organization's name."), NAME_SEARCH)),
            Map.entry(
                    "ix",
                    List.of(
                            new Special("ipblock", TEXT, "Exchanges with an active prefix that begins so."),
                            new Special("capacity", NUMBER, "The sum of the peers' speeds, Mbit/s; with operators."),
                            NAME_SEARCH)),
            Map.entry("carrier", List.of(NAME_SEARCH)),
            Map.entry("campus", List.of(NAME_SEARCH)),
            Map.entry("ixpfx", List.of(new Special("whereis", ADDRESS, "The prefixes that contain this address."))),
            Map.entry("netixlan", List.of(new Special("name", TEXT, "The exchange's name; with operators."))),
            Map.entry("netfac", facility()),
            Map.entry("ixfac", facility()));

    private record Special(String name, Map<String, Object> schema, String description) {}

    private OpenApiFilters() {}

    private static List<Special> facility() {
        return List.of(
                new Special("name", TEXT, "The facility's name; with operators."),
                new Special("city", TEXT, "The facility's city; with operators."),
                new Special("country", TEXT, "The facility's country; with operators."));
    }

    static List<Map<String, Object>> of(ObjectType type) {
        List<Special> all = new ArrayList<>(SPECIAL.getOrDefault(type.tag(), List.of()));
        if (type.tag().equals("fac") || type.tag().equals("ix")) {
            all.addAll(LINKED);
        }
        if (type.tag().equals("fac") || type.tag().equals("org")) {
            all.addAll(PLACES);
        }
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Special special : all) {
            if (!isField(type, special.name())) {
                parameters.add(query(special.name(), special.schema(), special.description()));
            }
        }
        for (FilterLink link : type.filterLinks()) {
            String name = link.names().getFirst();
            if (link.kind() == FilterLink.Kind.CONNECTED) {
                parameters.add(query(
                        name,
                        NUMBER,
                        "Rows that active links connect with this one; also " + name + "__<field>, with operators."));
            }
        }
        return parameters;
    }

    private static boolean isField(ObjectType type, String name) {
        return type.field(name).filter(field -> type.isFilter(field.name())).isPresent();
    }
}
