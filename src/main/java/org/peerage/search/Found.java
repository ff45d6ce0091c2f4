package org.peerage.search;

import java.util.List;
import org.peerage.schema.ObjectType;

/**
 * What was found of one type, best first.
 *
 * @param total how many fit; the hits are the first of them
 */
public record Found(ObjectType type, List<Hit> hits, int total) {
    public Found {
        hits = List.copyOf(hits);
    }
}
