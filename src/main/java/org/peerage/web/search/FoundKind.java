package org.peerage.web.search;

import java.util.List;

/**
 * What was found of one kind.
 *
 * @param more where all of them are; empty where they are all here
 */
public record FoundKind(String tag, String title, int total, List<Hit> hits, String more) {
    public FoundKind {
        hits = List.copyOf(hits);
    }
}
