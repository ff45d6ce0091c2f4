package org.peerage.web.objects;

import java.util.List;
import org.peerage.web.objects.FormView.FieldDifference;

/**
 * What happened to an object.
 *
 * @param newer the address of the page before; empty where this is the first
 * @param older the address of the page after; empty where this is the last
 */
public record HistoryView(
        String kind, String name, String url, List<HistoryEntry> entries, String newer, String older) {

    /**
     * One change of one object.
     *
     * @param at for machines, {@code time} for people
     * @param actor empty where the visitor is not told
     */
    public record HistoryEntry(
            long version,
            String at,
            String time,
            String subject,
            String verb,
            String actor,
            List<FieldDifference> differences) {}
}
