package org.peerage.api.openapi;

import static org.peerage.api.openapi.OpenApi.ordered;
import static org.peerage.api.openapi.OpenApi.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.peerage.api.filters.DistanceFilter;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.ObjectType;

/** What the OpenAPI document says of parameters with code of their own, and of relations (docs/spec/rest.md §3). */
final class OpenApiFilters {
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> NUMBER = Map.of("type", "integer");
    private static final Map<String, Object> IDS = ordered("type", "string", "pattern", "^[0-9]{1,9}(,[0-9]{1,9})*$");
    private static final Map<String, Object> ASNS =
            ordered("type", "string", "pattern", "^[0-9]{1,9}(,[0-9]{1,9}){1,24}$");
    private static final Map<String, Object> ADDRESS =
            ordered("type", "string", "anyOf", List.of(Map.of("format", "ipv4"), Map.of("format", "ipv6")));
    private static final SpecialParameter NAME_SEARCH =
            new SpecialParameter("name_search", TEXT, "Rows that the search finds by these words.");
    private static final List<SpecialParameter> PLACES = List.of(new SpecialParameter(
            "distance",
            NUMBER,
            "Rows within so many kilometres of latitude and longitude, which it needs; for who is signed in."));
    private static final List<SpecialParameter> LINKED = List.of(
            new SpecialParameter("not_net", IDS, "Rows without an active link to any of these networks."),
            new SpecialParameter("all_net", IDS, "Rows with active links to all of these networks."),
            new SpecialParameter("org_present", IDS, "Where these organizations are."),
            new SpecialParameter("org_not_present", IDS, "Where none of these organizations is."),
            new SpecialParameter("asn_overlap", ASNS, "Where all of 2 to 25 AS numbers are."));
    private static final Map<ObjectType, List<SpecialParameter>> SPECIAL = Map.ofEntries(
            Map.entry(
                    Org.TYPE,
                    List.of(new SpecialParameter("asn", NUMBER, "The organization of this network."), NAME_SEARCH)),
            Map.entry(
                    Net.TYPE,
                    List.of(
                            new SpecialParameter("not_ix", IDS, "Networks without an active link to these exchanges."),
                            new SpecialParameter(
                                    "not_fac", IDS, "Networks without an active link to these facilities."),
                            new SpecialParameter("info_type", TEXT, "Networks of one of these types."),
                            NAME_SEARCH)),
            Map.entry(
                    Fac.TYPE,
                    List.of(new SpecialParameter("org_name", TEXT, "Part of the organization's name."), NAME_SEARCH)),
            Map.entry(
                    Ix.TYPE,
                    List.of(
                            new SpecialParameter("ipblock", TEXT, "Exchanges with an active prefix that begins so."),
                            new SpecialParameter(
                                    "capacity", NUMBER, "The sum of the peers' speeds, Mbit/s; with operators."),
                            NAME_SEARCH)),
            Map.entry(Carrier.TYPE, List.of(NAME_SEARCH)),
            Map.entry(Campus.TYPE, List.of(NAME_SEARCH)),
            Map.entry(
                    IxPfx.TYPE,
                    List.of(new SpecialParameter("whereis", ADDRESS, "The prefixes that contain this address."))),
            Map.entry(
                    NetIxLan.TYPE, List.of(new SpecialParameter("name", TEXT, "The exchange's name; with operators."))),
            Map.entry(NetFac.TYPE, facility()),
            Map.entry(IxFac.TYPE, facility()));

    private record SpecialParameter(String name, Map<String, Object> schema, String description) {}

    private OpenApiFilters() {}

    private static List<SpecialParameter> facility() {
        return List.of(
                new SpecialParameter("name", TEXT, "The facility's name; with operators."),
                new SpecialParameter("city", TEXT, "The facility's city; with operators."),
                new SpecialParameter("country", TEXT, "The facility's country; with operators."));
    }

    static List<Map<String, Object>> of(ObjectType type) {
        List<SpecialParameter> all = new ArrayList<>(SPECIAL.getOrDefault(type, List.of()));
        if (type == Fac.TYPE || type == Ix.TYPE) {
            all.addAll(LINKED);
        }
        if (DistanceFilter.isOffered(type)) {
            all.addAll(PLACES);
        }
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (SpecialParameter special : all) {
            if (!isField(type, special.name())) {
                parameters.add(query(special.name(), special.schema(), special.description()));
            }
        }
        for (FilterRelation link : type.filterRelations()) {
            String name = link.names().getFirst();
            if (link.kind() == FilterRelation.LinkKind.CONNECTED) {
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
