package org.peerage.web.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.access.rights.ReauthenticationPeriod;
import org.peerage.registry.types.ChoiceLists;

/**
 * The closed lists of values under the names that the reference's {@code /data/enum/} has for them. For its forms it has
 * several of some: {@code _trunc} without the blank, {@code _advs} with blank and "Not Disclosed" as one.
 */
final class Enumerations {
    private static final String UNKNOWN = "Not Disclosed";

    /** A value, and how it is shown. */
    record EnumerationChoice(Object id, String name) {}

    private static final Map<String, List<EnumerationChoice>> BY_NAME = all();

    private Enumerations() {}

    /** In any case. */
    static Optional<List<EnumerationChoice>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, List<EnumerationChoice>> all() {
        Map<String, List<EnumerationChoice>> all = new LinkedHashMap<>();
        Stream<String> types = Stream.concat(Stream.of("", UNKNOWN), ChoiceLists.NETWORK_TYPES.stream());
        withVariants(all, "net_types", types.toList());
        withVariants(all, "ratios", ChoiceLists.RATIOS);
        withVariants(all, "scopes", ChoiceLists.SCOPES);
        withVariants(all, "terms_types", ChoiceLists.TERMS);
        withVariants(all, "service_level_types", ChoiceLists.SERVICE_LEVELS);
        List<String> traffic = new ArrayList<>(ChoiceLists.TRAFFIC);
        all.put("traffic", texts(traffic));
        all.put("poc_roles", texts(ChoiceLists.ROLES.stream().sorted().toList()));
        all.put("policy_general", texts(ChoiceLists.POLICIES));
        all.put("policy_locations", texts(ChoiceLists.POLICY_LOCATIONS));
        all.put("policy_contracts", texts(ChoiceLists.POLICY_CONTRACTS));
        all.put("regions", texts(ChoiceLists.REGIONS));
        all.put("media", texts(List.of("Ethernet", "ATM", "Multiple")));
        all.put("protocols", texts(ChoiceLists.PROTOCOLS));
        all.put("property", texts(ChoiceLists.PROPERTIES));
        all.put("available_voltage", texts(ChoiceLists.VOLTAGES));
        all.put("org_groups", texts(List.of("member", "admin")));
        all.put("visibility", texts(ChoiceLists.VISIBILITIES));
        all.put("poc_visibility", texts(List.of("Users", "Public")));
        all.put("bool_choice_str", List.of(new EnumerationChoice("False", "No"), new EnumerationChoice("True", "Yes")));
        all.put(
                "bool_choice_with_opt_out_str",
                List.of(
                        new EnumerationChoice("", UNKNOWN),
                        new EnumerationChoice("False", "No"),
                        new EnumerationChoice("True", "Yes")));
        all.put(
                "reauth_periods",
                Stream.of(ReauthenticationPeriod.values())
                        .map(period -> new EnumerationChoice(period.text(), label(period)))
                        .toList());
        all.put(
                "mtus",
                ChoiceLists.MTUS.stream()
                        .map(mtu -> new EnumerationChoice(mtu, mtu.toString()))
                        .toList());
        return Map.copyOf(all);
    }

    private static void withVariants(Map<String, List<EnumerationChoice>> all, String name, List<String> values) {
        List<EnumerationChoice> known = texts(values);
        List<EnumerationChoice> withoutBlank = known.subList(1, known.size());
        all.put(name, known);
        all.put(name + "_trunc", withoutBlank);
        List<EnumerationChoice> joined = new ArrayList<>(withoutBlank);
        joined.set(0, new EnumerationChoice("," + UNKNOWN, UNKNOWN));
        all.put(name + "_advs", List.copyOf(joined));
    }

    private static List<EnumerationChoice> texts(List<String> values) {
        return values.stream()
                .map(value -> new EnumerationChoice(value, value.isEmpty() ? UNKNOWN : value))
                .toList();
    }

    /** As recorded, the three months in the singular. */
    private static String label(ReauthenticationPeriod period) {
        return switch (period.text()) {
            case "1w" -> "1 Week";
            case "2w" -> "2 Weeks";
            case "1m" -> "1 Month";
            case "3m" -> "3 Month";
            case "6m" -> "6 Months";
            default -> "1 Year";
        };
    }
}
