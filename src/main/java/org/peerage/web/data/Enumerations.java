package org.peerage.web.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.access.ReauthenticationPeriod;
import org.peerage.registry.types.Choices;

/**
 * The closed lists of values under the names that the reference's {@code /data/enum/} has for them. For its forms it has
 * several of some: {@code _trunc} without the blank, {@code _advs} with blank and "Not Disclosed" as one.
 */
final class Enumerations {
    private static final String UNKNOWN = "Not Disclosed";

    /** A value, and how it is shown. */
    record Choice(Object id, String name) {}

    private static final Map<String, List<Choice>> BY_NAME = all();

    private Enumerations() {}

    /** In any case. */
    static Optional<List<Choice>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, List<Choice>> all() {
        Map<String, List<Choice>> all = new LinkedHashMap<>();
        Stream<String> types = Stream.concat(Stream.of("", UNKNOWN), Choices.NETWORK_TYPES.stream());
        withVariants(all, "net_types", types.toList());
        withVariants(all, "ratios", Choices.RATIOS);
        withVariants(all, "scopes", Choices.SCOPES);
        withVariants(all, "terms_types", Choices.TERMS);
        withVariants(all, "service_level_types", Choices.SERVICE_LEVELS);
        List<String> traffic = new ArrayList<>(Choices.TRAFFIC);
        all.put("traffic", texts(traffic));
        all.put("poc_roles", texts(Choices.ROLES.stream().sorted().toList()));
        all.put("policy_general", texts(Choices.POLICIES));
        all.put("policy_locations", texts(Choices.POLICY_LOCATIONS));
        all.put("policy_contracts", texts(Choices.POLICY_CONTRACTS));
        all.put("regions", texts(Choices.REGIONS));
        all.put("media", texts(List.of("Ethernet", "ATM", "Multiple")));
        all.put("protocols", texts(Choices.PROTOCOLS));
        all.put("property", texts(Choices.PROPERTIES));
        all.put("available_voltage", texts(Choices.VOLTAGES));
        all.put("org_groups", texts(List.of("member", "admin")));
        all.put("visibility", texts(Choices.VISIBILITIES));
        all.put("poc_visibility", texts(List.of("Users", "Public")));
        all.put("bool_choice_str", List.of(new Choice("False", "No"), new Choice("True", "Yes")));
        all.put(
                "bool_choice_with_opt_out_str",
                List.of(new Choice("", UNKNOWN), new Choice("False", "No"), new Choice("True", "Yes")));
        all.put(
                "reauth_periods",
                Stream.of(ReauthenticationPeriod.values())
                        .map(period -> new Choice(period.text(), label(period)))
                        .toList());
        all.put(
                "mtus",
                Choices.MTUS.stream()
                        .map(mtu -> new Choice(mtu, mtu.toString()))
                        .toList());
        return Map.copyOf(all);
    }

    private static void withVariants(Map<String, List<Choice>> all, String name, List<String> values) {
        List<Choice> known = texts(values);
        List<Choice> withoutBlank = known.subList(1, known.size());
        all.put(name, known);
        all.put(name + "_trunc", withoutBlank);
        List<Choice> joined = new ArrayList<>(withoutBlank);
        joined.set(0, new Choice("," + UNKNOWN, UNKNOWN));
        all.put(name + "_advs", List.copyOf(joined));
    }

    private static List<Choice> texts(List<String> values) {
        return values.stream()
                .map(value -> new Choice(value, value.isEmpty() ? UNKNOWN : value))
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
