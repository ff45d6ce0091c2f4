package org.peerage.web.staff;

import java.util.List;

/**
 * What a merge would do.
 *
 * @param preview what a merge has to come to; empty: it cannot be done
 */
public record MergeView(
        String preview,
        String target,
        List<String> sources,
        List<MovingObject> moving,
        List<String> members,
        List<String> keys,
        List<String> obstacles,
        List<String> warnings) {

    /** An object that changes its organization. */
    public record MovingObject(String kind, String name, String link, String from) {}
}
