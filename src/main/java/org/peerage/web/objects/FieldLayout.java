package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.web.page.Texts;

/** How objects of one type are shown and edited: their fields in groups. */
record FieldLayout(ObjectType type, List<FieldGroup> groups) {

    /** Fields that belong together. */
    record FieldGroup(String id, List<LayoutItem> items) {
        static FieldGroup of(String id, LayoutItem... items) {
            return new FieldGroup(id, List.of(items));
        }

        String title() {
            return Texts.text("object.group." + id);
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
     * A field, or what else is found under a key.
     *
     * @param typeName of the type that has it
     * @param hint names the message that helps to fill it in; may be empty
     */
    record LayoutItem(JsonKey key, String typeName, String hint, FieldUse use) {
        static LayoutItem both(Field<?> field) {
            return of(field, FieldUse.BOTH);
        }

        static LayoutItem shown(Field<?> field) {
            return of(field, FieldUse.SHOWN);
        }

        static LayoutItem shown(ObjectType type, String key) {
            return new LayoutItem(find(type, key), type.typeName(), "", FieldUse.SHOWN);
        }

        static LayoutItem edited(Field<?> field) {
            return of(field, FieldUse.EDITED);
        }

        static LayoutItem onlyWhenNew(Field<?> field) {
            return of(field, FieldUse.NEW);
        }

        static LayoutItem onlyWhenNew(ObjectType type, String key) {
            return new LayoutItem(find(type, key), type.typeName(), "", FieldUse.NEW);
        }

        static LayoutItem onlyWhenEdited(Field<?> field) {
            return of(field, FieldUse.LATER);
        }

        private static LayoutItem of(Field<?> field, FieldUse use) {
            return new LayoutItem(field, field.owner().typeName(), "", use);
        }

        private static JsonKey find(ObjectType type, String name) {
            return type.keys().stream()
                    .filter(key -> key.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        LayoutItem hint(String message) {
            return new LayoutItem(key, typeName, message, use);
        }

        String label() {
            return Texts.label(typeName, key.name(), key.label());
        }

        String hintText() {
            return hint.isEmpty() ? "" : Texts.text("object.hint." + hint);
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
        all.add(new FieldGroup("more", unplaced));
        return unplaced.isEmpty() ? this : new FieldLayout(type, all);
    }

    /** What one is called inside of a sentence. */
    String noun() {
        return Texts.noun(type);
    }

    Stream<LayoutItem> items() {
        return groups.stream().flatMap(group -> group.items().stream());
    }

    Optional<LayoutItem> item(String name) {
        return items().filter(item -> item.key().name().equals(name)).findFirst();
    }
}
