package org.peerage.registry;

import java.util.List;
import java.util.Map;

/**
 * What a load did.
 *
 * @param loaded rows by tag
 * @param refused rows left out, with the reason
 * @param ignored keys and types of the dump that the registry doesn't know
 * @param warnings what was loaded as it is, though the registry would not let anybody write it
 * @param committed whether anything was changed
 */
public record LoadReport(
        Map<String, Integer> loaded,
        List<Refused> refused,
        List<String> ignored,
        List<String> warnings,
        boolean committed,
        double seconds) {

    /** A row that was left out. */
    public record Refused(String tag, long id, String reason) {
        @Override
        public String toString() {
            return tag + " " + id + ": " + reason;
        }
    }

    public int total() {
        return loaded.values().stream().mapToInt(Integer::intValue).sum();
    }
}
