package org.peerage.web.objects;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;

/**
 * How objects of one type are shown and edited: their fields in groups, under words that people understand.
 *
 * @param kind what one is called, such as Network
 * @param plural what several are called
 */
record Layout(ObjectType type, String kind, String plural, List<Group> groups) {

    /** Fields that belong together. */
    record Group(String title, List<Item> items) {
        static Group of(String title, Item... items) {
            return new Group(title, List.of(items));
        }
    }

    /** Where a field appears. */
    enum Use {
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
    record Item(Key key, String label, String hint, Use use) {
        static Item both(Field<?> field, String label) {
            return new Item(field, label, "", Use.BOTH);
        }

        static Item shown(Key key, String label) {
            return new Item(key, label, "", Use.SHOWN);
        }

        static Item edited(Field<?> field, String label) {
            return new Item(field, label, "", Use.EDITED);
        }

        static Item fresh(Key key, String label) {
            return new Item(key, label, "", Use.NEW);
        }

        static Item later(Field<?> field, String label) {
            return new Item(field, label, "", Use.LATER);
        }

        Item hint(String text) {
            return new Item(key, label, text, use);
        }

        boolean isShown() {
            return use == Use.BOTH || use == Use.SHOWN || use == Use.LATER;
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

    static Layout of(ObjectType type, String kind, String plural, Group... groups) {
        return new Layout(type, kind, plural, List.of(groups));
    }

    /** The same word inside of a sentence. */
    String noun() {
        return kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
    }

    Stream<Item> items() {
        return groups.stream().flatMap(group -> group.items().stream());
    }

    Optional<Item> item(String name) {
        return items().filter(item -> item.key().name().equals(name)).findFirst();
    }
}
