package org.peerage.search;

import java.util.List;
import org.peerage.schema.ObjectType;

/**
 * What was found of one type, best first.
 *
 * @param total how many fit; the hits are the first of them
 */
public record TypeResults(ObjectType type, List<SearchHit> hits, int total) {
    public TypeResults {
        hits = List.copyOf(hits);
    }
}
