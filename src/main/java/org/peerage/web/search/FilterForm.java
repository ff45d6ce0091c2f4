package org.peerage.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.text.CountryCode;
import org.peerage.web.search.FilterControl.FilterChoice;
import org.peerage.web.search.FilterControl.FilterInput;

/**
 * The filters of a type as a form: those that people use most first, then all fields from the declaration. The names
 * of the inputs are the parameters of the API.
 *
 * @param values what the visitor gave, by parameter
 */
record FilterForm(ObjectType type, UnaryOperator<String> values) {
    private static final Set<String> NEVER =
            Set.of("id", "org_id", "campus_id", "status", "logo", "social_media", "ixf_import_request_status");
    private static final Map<String, List<String>> COMMON = Map.of(
            "net", List.of("info_types", "policy_general", "info_scope", "info_traffic"),
            "ix", List.of("city", "country", "region_continent"),
            "fac", List.of("city", "country", "region_continent"),
            "org", List.of("city", "country"),
            "carrier", List.of(),
            "campus", List.of());

    /** A parameter with code of its own. */
    private record SpecialFilter(String name, String label, String hint) {}

    private static final SpecialFilter WORDS = new SpecialFilter("name_search", "Words", "as in the search box");
    private static final SpecialFilter ANY_ASN =
            new SpecialFilter("net__asn__in", "With any of these networks", "AS numbers, with commas between");
    private static final SpecialFilter ALL_ASNS =
            new SpecialFilter("asn_overlap", "With all of these networks", "2 to 25 AS numbers, with commas between");
    private static final SpecialFilter ORG_NAME = new SpecialFilter("org_name", "Organization", "a part of its name");
    private static final Map<String, List<SpecialFilter>> SPECIALS = Map.of(
            "net",
                    List.of(
                            WORDS,
                            new SpecialFilter("asn__in", "AS numbers", "with commas between"),
                            new SpecialFilter("ix__in", "At any of these exchanges", "ids, with commas between"),
                            new SpecialFilter("not_ix", "Not at these exchanges", "ids, with commas between"),
                            new SpecialFilter("fac__in", "In any of these facilities", "ids, with commas between"),
                            new SpecialFilter("not_fac", "Not in these facilities", "ids, with commas between"),
                            new SpecialFilter(
                                    "fac__country", "In a facility in this country", "two letters, such as DE")),
            "ix",
                    List.of(
                            WORDS,
                            ANY_ASN,
                            ALL_ASNS,
                            new SpecialFilter("not_net", "Without these networks", "ids, with commas between"),
                            new SpecialFilter("fac__in", "In any of these facilities", "ids, with commas between"),
                            new SpecialFilter("ipblock", "Peering LAN begins with", "such as 195.69."),
                            new SpecialFilter("capacity__gte", "Capacity of at least", "in Mbit/s, all peers together"),
                            new SpecialFilter("org_present", "With networks of these organizations", "ids")),
            "fac",
                    List.of(
                            WORDS,
                            ORG_NAME,
                            ANY_ASN,
                            ALL_ASNS,
                            new SpecialFilter("not_net", "Without these networks", "ids, with commas between"),
                            new SpecialFilter("ix__in", "With any of these exchanges", "ids, with commas between"),
                            new SpecialFilter("not_ix", "Without these exchanges", "ids, with commas between"),
                            new SpecialFilter(
                                    "org_present", "With networks or exchanges of these organizations", "ids")),
            "org", List.of(WORDS, new SpecialFilter("asn", "Has the network", "an AS number")),
            "carrier", List.of(WORDS, ORG_NAME),
            "campus", List.of(WORDS, ORG_NAME));

    List<FilterControl> common() {
        List<FilterControl> controls = new ArrayList<>();
        SPECIALS.getOrDefault(type.typeName(), List.of())
                .forEach(special ->
                        controls.add(singleInput(special.label, special.hint, special.name, "text", List.of())));
        for (String name : COMMON.getOrDefault(type.typeName(), List.of())) {
            type.field(name).flatMap(this::control).ifPresent(controls::add);
        }
        if (type.typeName().equals("fac") || type.typeName().equals("org")) {
            controls.add(new FilterControl(
                    "Around a place",
                    "degrees, and kilometres; for signed-in users",
                    List.of(
                            input("latitude", "latitude", "text"),
                            input("longitude", "longitude", "text"),
                            input("distance", "km", "text"))));
        }
        return controls;
    }

    List<FilterControl> more() {
        List<String> shown = COMMON.getOrDefault(type.typeName(), List.of());
        List<FilterControl> controls = new ArrayList<>();
        for (Field<?> field : type.fields()) {
            boolean offered = !field.isHidden()
                    && type.isFilter(field.name())
                    && !NEVER.contains(field.name())
                    && !shown.contains(field.name())
                    && !field.name().equals("latitude")
                    && !field.name().equals("longitude");
            if (offered) {
                control(field).ifPresent(controls::add);
            }
        }
        return controls;
    }

    private Optional<FilterControl> control(Field<?> field) {
        String name = field.name();
        String label = field.label();
        return switch (field.type().kind()) {
            case TEXT ->
                Optional.of(
                        field.choices().isEmpty()
                                ? singleInput(label, "a part of it", name + "__contains", "text", List.of())
                                : singleInput(label, "", name, "select", choices(field)));
            case LIST ->
                field.choices().isEmpty()
                        ? Optional.empty()
                        : Optional.of(singleInput(
                                label,
                                "",
                                name.equals("info_types") ? "info_type" : name + "__contains",
                                "select",
                                choices(field)));
            case BOOLEAN ->
                Optional.of(singleInput(
                        label,
                        "",
                        name,
                        "select",
                        List.of(new FilterChoice("true", "yes"), new FilterChoice("false", "no"))));
            case INTEGER ->
                Optional.of(
                        field.type() == ValueType.ASN
                                ? singleInput(label, "", name, "text", List.of())
                                : range(label, name, "number", "at least", "at most"));
            case TIME -> Optional.of(range(label, name, "date", "from", "until"));
            case DECIMAL, REFERENCE -> Optional.empty();
        };
    }

    private FilterControl singleInput(String label, String hint, String name, String kind, List<FilterChoice> choices) {
        return new FilterControl(label, hint, List.of(new FilterInput(name, "", kind, values.apply(name), choices)));
    }

    private FilterControl range(String label, String name, String kind, String low, String high) {
        return new FilterControl(
                label, "", List.of(input(name + "__gte", low, kind), input(name + "__lte", high, kind)));
    }

    private FilterInput input(String name, String label, String kind) {
        return new FilterInput(name, label, kind, values.apply(name), List.of());
    }

    private static List<FilterChoice> choices(Field<?> field) {
        return field.choices().stream()
                .map(Object::toString)
                .filter(choice -> !choice.isEmpty())
                .map(choice -> new FilterChoice(
                        choice,
                        field.format().equals("country") ? choice + " " + CountryCode.commonName(choice) : choice))
                .toList();
    }
}
