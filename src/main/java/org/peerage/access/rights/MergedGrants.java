package org.peerage.access.rights;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Grants under one organization, as they are once another one has taken its objects in. Nobody gains by it: what was granted
 * for all of the organization holds for the objects that came from it, not for those of the other.
 */
public final class MergedGrants {
    private final String from;
    private final String to;
    private final List<String> places;

    /**
     * From one organization to another.
     *
     * @param places of the objects that moved, below an organization's namespace: {@code network.62}
     */
    public MergedGrants(long from, long to, List<String> places) {
        this.from = Namespace.organization(from).text();
        this.to = Namespace.organization(to).text();
        this.places = List.copyOf(places);
    }

    /** What a grant under the first organization becomes; none where nothing of it is left. */
    public Map<Namespace, Integer> of(Namespace namespace, int bits) {
        Map<Namespace, Integer> moved = new LinkedHashMap<>();
        String below = namespace.text().equals(from) ? "" : namespace.text().substring(from.length() + 1);
        String[] parts = below.isEmpty() ? new String[0] : below.split("\\.", -1);
        for (String place : places) {
            String[] names = place.split("\\.", 2);
            boolean kind = parts.length == 0 || isSame(parts[0], names[0]);
            boolean object = parts.length < 2 || isSame(parts[1], names[1]);
            if (kind && object) {
                String rest =
                        parts.length > 2 ? "." + String.join(".", Arrays.copyOfRange(parts, 2, parts.length)) : "";
                moved.put(new Namespace(to + "." + place + rest), bits);
            }
        }
        return moved;
    }

    private static boolean isSame(String pattern, String part) {
        return pattern.equals(Namespace.ANY) || pattern.equals(part);
    }
}
