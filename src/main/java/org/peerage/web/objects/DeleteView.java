package org.peerage.web.objects;

import java.util.List;

/**
 * What is asked before an object is deleted.
 *
 * @param reason why it cannot be deleted now; empty where it can
 * @param warning something to know first; may be empty
 * @param companions what goes with it
 */
public record DeleteView(
        String title,
        String noun,
        String name,
        String place,
        String back,
        long madeFrom,
        String reason,
        String warning,
        List<Companions> companions) {

    /** Objects of one type; the first few by name. */
    public record Companions(String kind, int count, List<String> names, boolean more) {}
}
