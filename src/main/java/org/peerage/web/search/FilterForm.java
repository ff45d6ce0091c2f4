package org.peerage.web.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;
import org.peerage.web.pick.PickField;
import org.peerage.web.pick.PickKind;
import org.peerage.web.search.FilterControl.FilterChoice;
import org.peerage.web.search.FilterControl.FilterInput;

/**
 * The filters of a type as a form: those that people use most first, then all fields from the declaration. The names
 * of the inputs are the parameters of the API; of those that take several values, the one that ends with {@code __in}.
 *
 * @param common what is shown at once
 * @param more the rest
 */
record FilterForm(List<FilterControl> common, List<FilterControl> more) {
    private static final String IN = "__in";
    private static final Set<String> NEVER = Stream.of(
                    Net.ID,
                    Net.ORG_ID,
                    Fac.CAMPUS_ID,
                    Net.STATUS,
                    Net.LOGO,
                    Net.SOCIAL_MEDIA,
                    Ix.IXF_IMPORT_REQUEST_STATUS,
                    Net.ASN,
                    Fac.LATITUDE,
                    Fac.LONGITUDE)
            .map(Field::name)
            .collect(Collectors.toUnmodifiableSet());
    private static final Map<ObjectType, List<Field<?>>> COMMON = Map.of(
            Net.TYPE, List.of(Net.INFO_TYPES, Net.POLICY_GENERAL, Net.INFO_SCOPE, Net.INFO_TRAFFIC),
            Ix.TYPE, List.of(Ix.CITY, Ix.COUNTRY, Ix.REGION_CONTINENT),
            Fac.TYPE, List.of(Fac.CITY, Fac.COUNTRY, Fac.REGION_CONTINENT),
            Org.TYPE, List.of(Org.CITY, Org.COUNTRY));

    FilterForm {
        common = List.copyOf(common);
        more = List.copyOf(more);
    }

    /** A parameter with code of its own; label and hint are keys of messages. */
    private record SpecialFilter(String name, String label, String hint) {}

    /** A parameter whose values are picked by name; label and hint are keys of messages. */
    private record NamedFilter(String name, PickKind kind, String label, String hint) {
        NamedFilter(String name, PickKind kind, String label) {
            this(name, kind, label, "");
        }
    }

    private static final SpecialFilter WORDS =
            new SpecialFilter("name_search", "search.filter.words", "search.filter.words.hint");
    private static final NamedFilter ORGANIZATION =
            new NamedFilter("org_id__in", PickKind.ORGANIZATION, "search.filter.organization");
    private static final NamedFilter ANY_ASN =
            new NamedFilter("net__asn__in", PickKind.ASN, "search.filter.anyNetwork");
    private static final NamedFilter ALL_ASNS =
            new NamedFilter("asn_overlap", PickKind.ASN, "search.filter.allNetworks", "search.filter.allNetworks.hint");
    private static final NamedFilter NO_NETWORK =
            new NamedFilter("not_net", PickKind.NETWORK, "search.filter.noNetwork");
    private static final Map<ObjectType, List<SpecialFilter>> SPECIALS = Map.of(
            Ix.TYPE,
            List.of(
                    new SpecialFilter("ipblock", "search.filter.ipblock", "search.filter.ipblock.hint"),
                    new SpecialFilter("capacity__gte", "search.filter.capacity", "search.filter.capacity.hint")));
    private static final Map<ObjectType, List<NamedFilter>> BY_NAME = Map.of(
            Net.TYPE,
            List.of(
                    new NamedFilter("asn__in", PickKind.ASN, "search.filter.networks"),
                    ORGANIZATION,
                    new NamedFilter("ix__in", PickKind.EXCHANGE, "search.filter.atExchange"),
                    new NamedFilter("not_ix", PickKind.EXCHANGE, "search.filter.notAtExchange"),
                    new NamedFilter("fac__in", PickKind.FACILITY, "search.filter.inFacility"),
                    new NamedFilter("not_fac", PickKind.FACILITY, "search.filter.notInFacility"),
                    new NamedFilter("fac__country__in", PickKind.COUNTRY, "search.filter.facilityCountry")),
            Ix.TYPE,
            List.of(
                    ANY_ASN,
                    ALL_ASNS,
                    NO_NETWORK,
                    ORGANIZATION,
                    new NamedFilter("fac__in", PickKind.FACILITY, "search.filter.inFacility"),
                    new NamedFilter("org_present", PickKind.ORGANIZATION, "search.filter.orgPresent")),
            Fac.TYPE,
            List.of(
                    ORGANIZATION,
                    ANY_ASN,
                    ALL_ASNS,
                    NO_NETWORK,
                    new NamedFilter("ix__in", PickKind.EXCHANGE, "search.filter.withExchange"),
                    new NamedFilter("not_ix", PickKind.EXCHANGE, "search.filter.withoutExchange"),
                    new NamedFilter("org_present", PickKind.ORGANIZATION, "search.filter.orgOrIxPresent")),
            Org.TYPE,
            List.of(new NamedFilter("asn", PickKind.ASN, "search.filter.hasNetwork")),
            Carrier.TYPE,
            List.of(ORGANIZATION),
            Campus.TYPE,
            List.of(ORGANIZATION));

    /** The form of a type, filled with what the visitor gave. */
    static FilterForm of(ObjectType type, PageRequest request) {
        FilterFormBuilder builder = new FilterFormBuilder(type, request);
        return new FilterForm(builder.common(), builder.more());
    }

    private Stream<FilterControl> controls() {
        return Stream.concat(common.stream(), more.stream());
    }

    private Stream<PickField> fieldsByName() {
        return controls()
                .flatMap(control ->
                        control instanceof FilterControl.ByName(PickField field) ? Stream.of(field) : Stream.empty());
    }

    /** Whether all that was typed is clear. */
    boolean isClear() {
        return fieldsByName().allMatch(PickField::isClear);
    }

    /** The parameters that say what was chosen, as addresses that people share have them. */
    Map<String, String> parameters(PageRequest request) {
        Set<String> own = new HashSet<>();
        Map<String, String> parameters = new TreeMap<>();
        fieldsByName().forEach(field -> {
            own.addAll(List.of(field.name(), field.textName(), single(field.name())));
            put(parameters, field.name(), field.values());
        });
        controls().forEach(control -> {
            if (control instanceof FilterControl.Ticks ticks) {
                own.addAll(List.of(ticks.name(), single(ticks.name())));
                put(parameters, ticks.name(), values(request, ticks.name()));
            }
        });
        for (String name : request.names()) {
            if (!own.contains(name) && !request.value(name).isEmpty()) {
                parameters.put(name, request.value(name));
            }
        }
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, List<String> values) {
        if (!values.isEmpty()) {
            parameters.put(values.size() == 1 ? single(name) : name, String.join(",", values));
        }
    }

    /** The name under which one value comes: what is behind a relation of a link has none. */
    private static String single(String name) {
        boolean link = name.equals("ix__in") || name.equals("fac__in") || !name.endsWith(IN);
        return link ? name : name.substring(0, name.length() - IN.length());
    }

    private static List<String> values(PageRequest request, String name) {
        return Stream.of(name, single(name))
                .distinct()
                .flatMap(known -> request.values(known).stream())
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .limit(100)
                .toList();
    }

    /** Makes the controls of a type. */
    private record FilterFormBuilder(ObjectType type, PageRequest request) {

        List<FilterControl> common() {
            List<FilterControl> controls = new ArrayList<>();
            controls.add(special(WORDS));
            BY_NAME.getOrDefault(type, List.of()).forEach(named -> controls.add(byName(named)));
            SPECIALS.getOrDefault(type, List.of()).forEach(own -> controls.add(special(own)));
            COMMON.getOrDefault(type, List.of()).forEach(field -> control(field).ifPresent(controls::add));
            if (type == Fac.TYPE || type == Org.TYPE) {
                controls.add(new FilterControl.Inputs(
                        Texts.text("search.filter.around"),
                        Texts.text("search.filter.around.hint"),
                        List.of(
                                input(Fac.LATITUDE.name(), Texts.text("search.filter.latitude"), "text"),
                                input(Fac.LONGITUDE.name(), Texts.text("search.filter.longitude"), "text"),
                                input("distance", Texts.text("search.filter.kilometres"), "text"))));
            }
            return controls;
        }

        List<FilterControl> more() {
            List<Field<?>> shown = COMMON.getOrDefault(type, List.of());
            List<FilterControl> controls = new ArrayList<>();
            for (Field<?> field : type.fields()) {
                boolean offered = !field.isHidden()
                        && type.isFilter(field.name())
                        && !NEVER.contains(field.name())
                        && !shown.contains(field);
                if (offered) {
                    control(field).ifPresent(controls::add);
                }
            }
            return controls;
        }

        private static String hint(String key) {
            return key.isEmpty() ? "" : Texts.text(key);
        }

        private FilterControl special(SpecialFilter special) {
            return singleInput(Texts.text(special.label), hint(special.hint), special.name, "text", List.of());
        }

        private FilterControl byName(NamedFilter named) {
            List<String> names =
                    Stream.of(named.name, single(named.name)).distinct().toList();
            boolean several = !named.name.equals("asn");
            return new FilterControl.ByName(PickField.read(request, names, named.kind, Texts.text(named.label), several)
                    .withHint(hint(named.hint)));
        }

        private Optional<FilterControl> control(Field<?> field) {
            String name = field.name();
            String label = label(field);
            if (field.format().equals("country")) {
                return Optional.of(new FilterControl.ByName(
                        PickField.read(request, List.of(name + IN, name), PickKind.COUNTRY, label, true)));
            }
            if (field.type() == ValueType.STRING_LIST && !field.choices().isEmpty()) {
                return Optional.of(
                        field.equals(Net.INFO_TYPES)
                                ? ticks(label, Net.INFO_TYPE.name() + IN, field)
                                : singleInput(label, "", name + "__contains", "select", choices(field)));
            }
            return switch (field.type().kind()) {
                case TEXT ->
                    Optional.of(
                            field.choices().isEmpty()
                                    ? singleInput(
                                            label,
                                            Texts.text("search.filter.part"),
                                            name + "__contains",
                                            "text",
                                            List.of())
                                    : ticks(label, name + IN, field));
                case BOOLEAN ->
                    Optional.of(singleInput(
                            label,
                            "",
                            name,
                            "select",
                            List.of(
                                    new FilterChoice("true", Texts.text("search.yes")),
                                    new FilterChoice("false", Texts.text("search.no")))));
                case INTEGER ->
                    field.type() == ValueType.ASN
                            ? Optional.empty()
                            : Optional.of(range(
                                    label,
                                    name,
                                    "number",
                                    Texts.text("search.filter.atLeast"),
                                    Texts.text("search.filter.atMost")));
                case TIME ->
                    Optional.of(range(
                            label, name, "date", Texts.text("search.filter.from"), Texts.text("search.filter.until")));
                case DECIMAL, REFERENCE, LIST -> Optional.empty();
            };
        }

        private FilterControl ticks(String label, String name, Field<?> field) {
            List<String> chosen = values(request, name);
            return new FilterControl.Ticks(
                    name,
                    label,
                    choices(field).stream()
                            .map(choice -> new FilterControl.Tick(
                                    choice.value(),
                                    choice.label(),
                                    chosen.stream().anyMatch(choice.value()::equalsIgnoreCase)))
                            .toList());
        }

        private FilterControl singleInput(
                String label, String hint, String name, String kind, List<FilterChoice> choices) {
            return new FilterControl.Inputs(
                    label, hint, List.of(new FilterInput(name, "", kind, request.value(name), choices)));
        }

        private FilterControl range(String label, String name, String kind, String low, String high) {
            return new FilterControl.Inputs(
                    label, "", List.of(input(name + "__gte", low, kind), input(name + "__lte", high, kind)));
        }

        private FilterInput input(String name, String label, String kind) {
            return new FilterInput(name, label, kind, request.value(name), List.of());
        }

        private static List<FilterChoice> choices(Field<?> field) {
            return field.choices().stream()
                    .map(Object::toString)
                    .filter(choice -> !choice.isEmpty())
                    .map(choice -> new FilterChoice(choice, Texts.choice(choice)))
                    .toList();
        }
    }

    static String label(Field<?> field) {
        return Texts.label(field);
    }
}
