package org.peerage.web.search;

import java.util.List;

/**
 * An advanced search: its form, and what was found.
 *
 * @param submitted whether there is anything to show yet
 * @param problem why nothing can be found; empty where all is well
 * @param api the same question to the API
 * @param follow where the reader follows it; empty: they cannot
 * @param points the address of what the map shows; empty where that is nothing
 * @param places the first points, for those who read
 */
public record AdvancedView(
        List<Tab> tabs,
        String typeName,
        String kind,
        List<FilterControl> common,
        List<FilterControl> more,
        boolean submitted,
        String problem,
        int total,
        String api,
        String follow,
        List<HitView> exports,
        ResultTable table,
        String before,
        String after,
        int page,
        int pages,
        String points,
        int pointCount,
        List<HitView> places) {

    /** A type to choose. */
    public record Tab(String label, String link, boolean current) {}

    public AdvancedView {
        tabs = List.copyOf(tabs);
        common = List.copyOf(common);
        more = List.copyOf(more);
        exports = List.copyOf(exports);
        places = List.copyOf(places);
    }
}
