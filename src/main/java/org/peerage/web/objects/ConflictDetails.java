package org.peerage.web.objects;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.web.objects.FormView.FieldDifference;
import org.peerage.web.page.PageRequest;

/**
 * What became of an object after a form was made from it.
 *
 * @param before the values that the form began with, of the fields that were changed since
 */
record ConflictDetails(FieldValues before, List<FieldDifference> differences) {
    private static final int CHANGES = 250;

    static ConflictDetails between(PageRequest request, Row current, List<FieldLayout.LayoutItem> items, long from) {
        Map<String, @Nullable Object> first = first(request, current, from);
        Map<String, List<String>> before = new LinkedHashMap<>();
        List<FieldDifference> differences = new ArrayList<>();
        for (FieldLayout.LayoutItem item : items) {
            if (item.key() instanceof Field<?> field && first.containsKey(field.name())) {
                Object was = first.get(field.name());
                before.put(field.name(), FieldValues.texts(field, was));
                differences.add(new FieldDifference(
                        item.label(),
                        ValueFormatter.text(field, was, request.snapshot()),
                        ValueFormatter.text(field, current.find(field), request.snapshot())));
            }
        }
        return new ConflictDetails(new FieldValues(before), differences);
    }

    /** What a field has now. */
    String now(String name) {
        List<String> names = List.copyOf(before.texts().keySet());
        String after = differences.get(names.indexOf(name)).after();
        return after.isEmpty() ? "nothing" : after;
    }

    /** What the fields held first, of those that were changed. */
    private static Map<String, @Nullable Object> first(PageRequest request, Row current, long from) {
        Map<String, @Nullable Object> first = new LinkedHashMap<>();
        for (DisclosedChange change : changes(request, current, from)) {
            if (!change.isNew()) {
                // Newest first: the last one that is put is the oldest.
                change.fields().forEach(field -> first.put(field.field().name(), field.before()));
            }
        }
        return first;
    }

    private static List<DisclosedChange> changes(PageRequest request, Row row, long from) {
        try {
            List<Change> changes = request.services().store().changesOf(row.type(), row.id(), CHANGES).stream()
                    .filter(change -> change.version() > from)
                    .toList();
            return new ChangeVisibility(request.services().store()).history(changes, ChangeEntries.audience(request));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }
}
