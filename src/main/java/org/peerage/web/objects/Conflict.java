package org.peerage.web.objects;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.ChangeVisibility;
import org.peerage.access.DisclosedChange;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.web.objects.FormView.Difference;
import org.peerage.web.page.Visit;

/**
 * What became of an object after a form was made from it.
 *
 * @param before the values that the form began with, of the fields that were changed since
 */
record Conflict(Values before, List<Difference> differences) {
    private static final int CHANGES = 250;

    static Conflict between(Visit visit, Row current, List<Layout.Item> items, long from) {
        Map<String, @Nullable Object> first = first(visit, current, from);
        Map<String, List<String>> before = new LinkedHashMap<>();
        List<Difference> differences = new ArrayList<>();
        for (Layout.Item item : items) {
            if (item.key() instanceof Field<?> field && first.containsKey(field.name())) {
                Object was = first.get(field.name());
                before.put(field.name(), Values.texts(field, was));
                differences.add(new Difference(
                        item.label(),
                        Shown.text(field, was, visit.snapshot()),
                        Shown.text(field, current.find(field), visit.snapshot())));
            }
        }
        return new Conflict(new Values(before), differences);
    }

    /** What a field has now. */
    String now(String name) {
        List<String> names = List.copyOf(before.texts().keySet());
        String after = differences.get(names.indexOf(name)).after();
        return after.isEmpty() ? "nothing" : after;
    }

    /** What the fields held first, of those that were changed. */
    private static Map<String, @Nullable Object> first(Visit visit, Row current, long from) {
        Map<String, @Nullable Object> first = new LinkedHashMap<>();
        for (DisclosedChange change : changes(visit, current, from)) {
            if (!change.isNew()) {
                // Newest first: the last one that is put is the oldest.
                change.fields().forEach(field -> first.put(field.field().name(), field.before()));
            }
        }
        return first;
    }

    private static List<DisclosedChange> changes(Visit visit, Row row, long from) {
        try {
            List<Change> changes = visit.site().store().changesOf(row.type(), row.id(), CHANGES).stream()
                    .filter(change -> change.version() > from)
                    .toList();
            return new ChangeVisibility(visit.site().store())
                    .history(changes, new ChangeVisibility.Audience(visit.caller(), visit.sight(), visit.snapshot()));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }
}
