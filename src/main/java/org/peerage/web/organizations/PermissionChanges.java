package org.peerage.web.organizations;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What changed of permissions, as the audit trail tells it. */
final class PermissionChanges {
    private static final int MAX_LENGTH = 1000;

    private PermissionChanges() {}

    static String describe(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, Integer> all = new TreeMap<>(before);
        all.putAll(after);
        String text = all.keySet().stream()
                .filter(id -> !before.getOrDefault(id, 0).equals(after.getOrDefault(id, 0)))
                .map(id -> id + ": " + permissions(before.getOrDefault(id, 0)) + " to "
                        + permissions(after.getOrDefault(id, 0)))
                .collect(Collectors.joining("; "));
        return text.isEmpty()
                ? "nothing changed"
                : text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }

    private static String permissions(int bits) {
        return bits == 0 ? "inherited" : PermissionBits.permissions(bits);
    }
}
