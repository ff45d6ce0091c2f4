package org.peerage.sync;

import java.util.List;
import java.util.Map;
import org.peerage.registry.LoadReport;

/**
 * What a look at the other registry came to.
 *
 * @param way full, files, feed, since, or digests: what differed by them was fetched
 * @param changed rows taken over
 * @param vanished rows that the other no longer shows, and that are deleted here
 * @param refused rows that could not be taken over, with the reason
 * @param different types whose rows here are not those of the other, after a comparison of everything
 * @param rows active rows by type, after a comparison of everything
 */
public record SyncResult(
        String way,
        int changed,
        int vanished,
        List<LoadReport.RejectedRow> refused,
        List<String> different,
        Map<String, VerifiedType> rows,
        double seconds) {
    public SyncResult {
        refused = List.copyOf(refused);
        different = List.copyOf(different);
    }

    /** How many rows of a type are the same on both sides, and their hash. */
    public record VerifiedType(int count, String hash) {}

    @Override
    public String toString() {
        String compared = way.equals("full") || way.equals("files")
                ? different.isEmpty() ? ", verified" : ", DIFFERENT: " + different
                : "";
        return String.format(
                java.util.Locale.ROOT,
                "%s: %d rows changed, %d gone, %d refused, in %.1f s%s",
                way,
                changed,
                vanished,
                refused.size(),
                seconds,
                compared);
    }
}
