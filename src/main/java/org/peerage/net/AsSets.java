package org.peerage.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of sets of routes or ASes in the registries (RFC 2622 §5), as networks list them (docs/spec/objects.md §3.4). */
public final class AsSets {
    private static final int MAX_DEPTH = 3;
    private static final Set<String> SOURCES = Set.of(
            "AFRINIC", "ALTDB", "APNIC", "ARIN", "BELL", "BBOI", "CANARIE", "IDNIC", "JPIRR", "LACNIC", "LEVEL3",
            "NTTCOM", "RADB", "REACH", "RIPE", "TC");
    private static final Pattern SEPARATOR = Pattern.compile(", | |,");
    private static final Pattern TOKEN = Pattern.compile("[A-Z0-9_:-]+");
    private static final Pattern AS_SET = Pattern.compile("AS-[A-Z0-9_-]+");
    private static final Pattern ROUTE_SET = Pattern.compile("RS-[A-Z0-9_-]+");
    private static final Pattern NUMBER = Pattern.compile("AS[0-9]+");

    private AsSets() {}

    /**
     * What was read.
     *
     * @param text upper case, single spaces between the names
     */
    public record AsSetList(String text, List<String> problems) {}

    /** Reads a list of names. */
    public static AsSetList read(String text, boolean limited) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return new AsSetList("", List.of());
        }
        List<String> names = new ArrayList<>();
        for (String token : SEPARATOR.split(stripped.toUpperCase(Locale.ROOT), -1)) {
            String problem = problem(token, limited);
            if (!problem.isEmpty()) {
                return new AsSetList(stripped, List.of(problem));
            }
            names.add(token);
        }
        return new AsSetList(String.join(" ", names), List.of());
    }

    private static String problem(String token, boolean limited) {
        int mark = token.indexOf("::");
        String name = mark < 0 ? token : token.substring(mark + 2);
        if (!TOKEN.matcher(token).matches() || mark == 0 || name.isEmpty() || name.contains("::")) {
            return "Invalid formatting: " + token + " - should be AS-SET, ASx, or SOURCE::AS-SET";
        }
        return path(name, limited);
    }

    private static String path(String name, boolean limited) {
        String[] parts = name.split(":", -1);
        boolean sets = false;
        boolean routes = false;
        for (String part : parts) {
            boolean asSet = AS_SET.matcher(part).matches();
            boolean routeSet = ROUTE_SET.matcher(part).matches();
            if (!asSet && !routeSet && !NUMBER.matcher(part).matches()) {
                return "Invalid formatting: " + part + " - should be RS-SET, AS-SET or AS123";
            }
            sets |= asSet;
            routes |= routeSet;
        }
        if (limited && parts.length > MAX_DEPTH) {
            return "Maximum AS-SET hierarchy depth: " + MAX_DEPTH;
        }
        if (sets && routes) {
            return "All parts of an hierarchical name have to be of the same type";
        }
        return parts.length > 1 && !sets && !routes ? "At least one component must be an actual set name" : "";
    }

    /** What is wrong with names that were read, by the rules for new ones: others may have been valid once. */
    public static List<String> strictProblems(String text) {
        for (String token : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int mark = token.indexOf("::");
            if (mark < 0) {
                return List.of(
                        "An IRR source prefix is required: " + token + " - use SOURCE::AS-SET (e.g. RIPE::AS-EXAMPLE)");
            }
            String source = token.substring(0, mark);
            if (!SOURCES.contains(source)) {
                return List.of("Unknown IRR source: " + source);
            }
            for (String part : token.substring(mark + 2).split(":", -1)) {
                if (part.startsWith("RS-")) {
                    return List.of("Route-set names (RS-*) are not accepted: " + token);
                }
            }
        }
        return List.of();
    }

    /** Whether two lists differ at most in case and separators. */
    public static boolean isSame(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    private static String canonical(String text) {
        return text.strip().toUpperCase(Locale.ROOT).replaceAll("[, ]+", " ");
    }
}
