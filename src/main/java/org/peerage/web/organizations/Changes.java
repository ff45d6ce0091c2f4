package org.peerage.web.organizations;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What changed of permissions, as the audit trail tells it. */
final class Changes {
    private static final int LONGEST = 1000;

    private Changes() {}

    static String told(Map<String, Integer> before, Map<String, Integer> after) {
        Map<String, Integer> all = new TreeMap<>(before);
        all.putAll(after);
        String text = all.keySet().stream()
                .filter(id -> !before.getOrDefault(id, 0).equals(after.getOrDefault(id, 0)))
                .map(id -> id + ": " + words(before.getOrDefault(id, 0)) + " to " + words(after.getOrDefault(id, 0)))
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? "nothing changed" : text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static String words(int bits) {
        return bits == 0 ? "inherited" : Bits.words(bits);
    }
}
