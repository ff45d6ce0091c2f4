package org.peerage.web.search;

import java.util.List;

/**
 * What was found of one kind.
 *
 * @param more where all of them are; empty where they are all here
 */
public record HitGroup(String typeName, String title, int total, List<HitView> hits, String more) {
    public HitGroup {
        hits = List.copyOf(hits);
    }
}
