package org.peerage.snapshot;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Goes over rows of one type for one caller. Neighbours cost no look-up, and rows are looked at only where that is needed. */
final class Cursor {
    private final Table table;
    private final Snapshot snapshot;
    private final Visibility visibility;
    /** Whether everybody of the caller's class sees the same: then the bytes of the level tell what is seen. */
    private final boolean classic;

    private @Nullable Page page;
    private @Nullable PageBytes shared;
    private @Nullable PageBytes bytes;
    private long number = -1;
    private int slot;

    Cursor(Table table, Snapshot snapshot, Visibility visibility) {
        this.table = table;
        this.snapshot = snapshot;
        this.visibility = visibility;
        this.classic = visibility.hasNoPrivateGrants() || !table.isRestricted();
    }

    /** Goes to a row. */
    void moveTo(long id) {
        long there = id >>> Page.BITS;
        if (there != number) {
            number = there;
            page = table.page(id);
            shared = null;
        }
        slot = (int) id & (Page.ROWS - 1);
    }

    boolean isActive() {
        return page != null && page.isActive(slot);
    }

    /** Whether there is such a row, and the caller sees it; if so, {@link #bytes} has it. */
    boolean isVisible() {
        Page here = page;
        if (here == null) {
            return false;
        }
        if (!classic) {
            Row row = here.row(slot);
            if (row == null || !visibility.canSee(row, snapshot)) {
                return false;
            }
            bytes = here.bytes(visibility.levelOf(row, snapshot), table, snapshot);
            return true;
        }
        PageBytes ready = shared;
        if (ready == null) {
            ready = here.bytes(visibility.level(), table, snapshot);
            shared = ready;
            bytes = ready;
        }
        return ready.shows(slot);
    }

    ObjectType type() {
        return table.type();
    }

    long id() {
        return number << Page.BITS | slot;
    }

    Row row() {
        return Objects.requireNonNull(Objects.requireNonNull(page).row(slot));
    }

    /** The page's bytes as the caller sees this row. */
    PageBytes bytes() {
        return Objects.requireNonNull(bytes);
    }

    int slot() {
        return slot;
    }
}
