package org.peerage.web.objects;

import java.util.List;

/**
 * What is asked before an object is deleted.
 *
 * @param reason why it cannot be deleted now; empty where it can
 * @param warning something to know first; may be empty
 * @param cascades what goes with it
 */
public record DeleteView(
        String title,
        String name,
        String url,
        String cancelUrl,
        long baseVersion,
        String reason,
        String warning,
        List<CascadeGroup> cascades) {

    /** Objects of one type; the first few by name. */
    public record CascadeGroup(String kind, int count, List<String> names, boolean more) {}
}
