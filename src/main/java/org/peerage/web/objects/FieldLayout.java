package org.peerage.web.objects;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;

/**
 * How objects of one type are shown and edited: their fields in groups, under words that people understand.
 *
 * @param kind what one is called, such as Network
 * @param plural what several are called
 */
record FieldLayout(ObjectType type, String kind, String plural, List<FieldGroup> groups) {

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
     * A field with its words.
     *
     * @param hint what helps to fill it in; may be empty
     */
    record LayoutItem(JsonKey key, String label, String hint, FieldUse use) {
        static LayoutItem both(Field<?> field, String label) {
            return new LayoutItem(field, label, "", FieldUse.BOTH);
        }

        static LayoutItem shown(JsonKey key, String label) {
            return new LayoutItem(key, label, "", FieldUse.SHOWN);
        }

        static LayoutItem edited(Field<?> field, String label) {
            return new LayoutItem(field, label, "", FieldUse.EDITED);
        }

        static LayoutItem onlyWhenNew(JsonKey key, String label) {
            return new LayoutItem(key, label, "", FieldUse.NEW);
        }

        static LayoutItem onlyWhenEdited(Field<?> field, String label) {
            return new LayoutItem(field, label, "", FieldUse.LATER);
        }

        LayoutItem hint(String text) {
            return new LayoutItem(key, label, text, use);
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

    static FieldLayout of(ObjectType type, String kind, String plural, FieldGroup... groups) {
        return new FieldLayout(type, kind, plural, List.of(groups));
    }

    /** The same word inside of a sentence. */
    String noun() {
        return kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
    }

    Stream<LayoutItem> items() {
        return groups.stream().flatMap(group -> group.items().stream());
    }

    Optional<LayoutItem> item(String name) {
        return items().filter(item -> item.key().name().equals(name)).findFirst();
    }
}
