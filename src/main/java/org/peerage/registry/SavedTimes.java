package org.peerage.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.RedactedValues.SavedSpan;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;

/**
 * What the {@code updated} of an object was after each of its changes. A copy has it from its source, though its versions are others, so it
 * tells which values here are those of a time there.
 */
final class SavedTimes {
    private final Map<Change, Long> after = new HashMap<>();
    private final Map<Change, Long> before = new HashMap<>();
    private boolean isOrdered = true;

    private SavedTimes() {}

    /** Those of all changes of an object, oldest first. */
    static SavedTimes of(List<Change> history) {
        SavedTimes times = new SavedTimes();
        Long now = null;
        for (Change change : history) {
            now = now == null ? updated(change.before()) : now;
            if (now != null) {
                times.before.put(change, now);
            }
            Long next = updated(change.after());
            times.isOrdered &= now == null || next == null || now <= next;
            now = next == null ? now : next;
            if (now != null) {
                times.after.put(change, now);
            }
        }
        return times;
    }

    private static @Nullable Long updated(@Nullable String json) {
        JsonNode updated = ChangeLog.read(json).path("updated");
        return updated.isNumber() ? updated.longValue() : null;
    }

    /**
     * From one change until before another one; null where that is not known for sure.
     *
     * @param first null: from the beginning
     */
    @Nullable
    SavedSpan between(@Nullable Change first, Change end) {
        Long from = first == null ? Long.valueOf(0) : after.get(first);
        Long to = before.get(end);
        return isOrdered && from != null && to != null ? new SavedSpan(from, to) : null;
    }

    /** Whether the values right after a change may be of that time. */
    boolean mayBeAfter(Change change, SavedSpan span) {
        return isWithin(after.get(change), span);
    }

    /** The same of those right before it. */
    boolean mayBeBefore(Change change, SavedSpan span) {
        return isWithin(before.get(change), span);
    }

    private boolean isWithin(@Nullable Long time, SavedSpan span) {
        return !isOrdered || time == null || (time >= span.first() && time <= span.last());
    }
}
