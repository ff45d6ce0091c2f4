package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Words;

/** How objects of one type are shown and edited: their fields in groups. */
record FieldLayout(ObjectType type, List<FieldGroup> groups) {

    /** Fields that belong together. */
    record FieldGroup(String title, List<LayoutItem> items) {
        static FieldGroup of(String title, LayoutItem... items) {
            return new FieldGroup(title, List.of(items));
        }
    }

    /** Where a field appears. */
    enum FieldUse {
        /** On the page, and in the form. */
        BOTH,
        /** On the page alone. */
        SHOWN,
        /** In the form; the page shows it in a place of its own, or not at all. */
        EDITED,
        /** In the form for a new object alone. */
        NEW,
        /** On the page and in the form, once the object exists. */
        LATER
    }

    /**
     * A field in its place.
     *
     * @param hint what helps to fill it in; may be empty
     */
    record LayoutItem(JsonKey key, String hint, FieldUse use) {
        String label() {
            return key.label();
        }

        static LayoutItem both(Field<?> field) {
            return new LayoutItem(field, "", FieldUse.BOTH);
        }

        static LayoutItem shown(JsonKey key) {
            return new LayoutItem(key, "", FieldUse.SHOWN);
        }

        static LayoutItem edited(Field<?> field) {
            return new LayoutItem(field, "", FieldUse.EDITED);
        }

        static LayoutItem onlyWhenNew(JsonKey key) {
            return new LayoutItem(key, "", FieldUse.NEW);
        }

        static LayoutItem onlyWhenEdited(Field<?> field) {
            return new LayoutItem(field, "", FieldUse.LATER);
        }

        LayoutItem hint(String text) {
            return new LayoutItem(key, text, use);
        }

        boolean isShown() {
            return use == FieldUse.BOTH || use == FieldUse.SHOWN || use == FieldUse.LATER;
        }

        boolean isInForm(boolean isNew) {
            return switch (use) {
                case BOTH, EDITED -> true;
                case SHOWN -> false;
                case NEW -> isNew;
                case LATER -> !isNew;
            };
        }
    }

    static FieldLayout of(ObjectType type, FieldGroup... groups) {
        return new FieldLayout(type, List.of(groups));
    }

    /** With a group for the fields that the reference lacks, where they have no place of their own. */
    FieldLayout withOurs() {
        List<LayoutItem> unplaced = type.fields().stream()
                .filter(field -> field.isOurs() && item(field.name()).isEmpty())
                .map(LayoutItem::both)
                .toList();
        List<FieldGroup> all = new ArrayList<>(groups);
        all.add(new FieldGroup("More", unplaced));
        return unplaced.isEmpty() ? this : new FieldLayout(type, all);
    }

    /** What one is called inside of a sentence. */
    String noun() {
        return Words.uncapitalized(type.singular());
    }

    Stream<LayoutItem> items() {
        return groups.stream().flatMap(group -> group.items().stream());
    }

    Optional<LayoutItem> item(String name) {
        return items().filter(item -> item.key().name().equals(name)).findFirst();
    }
}
