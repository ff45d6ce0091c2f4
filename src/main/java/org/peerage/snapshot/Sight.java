package org.peerage.snapshot;

import java.util.Optional;
import java.util.function.Predicate;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/**
 * What one caller sees: the view that their class shares, and what their own grants open beyond it.
 *
 * @param view the view of their class
 * @param grants whether they may read a permission namespace; asked only where the view hides something. Empty for
 *     callers who see just what their class does
 */
public record Sight(View view, Optional<Predicate<String>> grants) {
    public static final Sight PUBLIC = of(View.PUBLIC);

    public static Sight of(View view) {
        return new Sight(view, Optional.empty());
    }

    /** Whether the caller sees just what their class does. */
    public boolean isClassic() {
        return view == View.FULL || grants.isEmpty();
    }

    /** Whether the caller may see the row at all. */
    public boolean sees(Row row, Snapshot snapshot) {
        ObjectType.Visibility visibility = row.type().rowVisibility().orElse(null);
        return visibility == null
                || view.shows(row.get(visibility.level()))
                || mayRead(visibility.namespace().apply(row, snapshot));
    }

    /** Whether the caller sees a key of a row that they see. */
    public boolean showsKey(Row row, Field<?> key, Snapshot snapshot) {
        return snapshot.table(row.type())
                .hiddenKey(row, viewOf(row, snapshot))
                .filter(hidden -> hidden == key)
                .isEmpty();
    }

    /** The view whose bytes the caller gets of a row. */
    View viewOf(Row row, Snapshot snapshot) {
        if (view == View.FULL) {
            return view;
        }
        ObjectType type = row.type();
        ObjectType.Visibility whole = type.rowVisibility().orElse(null);
        if (whole != null && !view.shows(row.get(whole.level()))) {
            return mayRead(whole.namespace().apply(row, snapshot)) ? View.FULL : view;
        }
        ObjectType.KeyVisibility key = type.keyVisibility().orElse(null);
        if (key != null && !view.shows(row.get(key.level()))) {
            return mayRead(key.namespace().apply(row, snapshot)) ? View.FULL : view;
        }
        return view;
    }

    private boolean mayRead(String namespace) {
        return grants.isPresent() && grants.get().test(namespace);
    }
}
