package org.peerage.web.objects;

import java.util.List;

/**
 * An object that was deleted.
 *
 * @param at when, for machines, {@code time} for people; empty where the log does not know
 * @param actor who deleted it; empty where the visitor is not told
 * @param values what it was: labels with values
 * @param undo where it can be brought back; empty where the visitor may not
 */
public record DeletedView(
        String kind,
        String name,
        String path,
        String organization,
        String organizationLink,
        String at,
        String time,
        String actor,
        List<FormView.FieldDifference> values,
        boolean hasHistory,
        String undo) {
    public DeletedView {
        values = List.copyOf(values);
    }
}
