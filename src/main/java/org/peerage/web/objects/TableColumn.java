package org.peerage.web.objects;

import org.peerage.schema.Field;
import org.peerage.web.page.Texts;

/**
 * A column of a table.
 *
 * @param key what it is called in addresses and in JSON
 * @param label what it is called on the page
 * @param fileLabel what it is called in files that people open
 * @param filtered whether one may ask for rows with one of its values
 */
public record TableColumn(String key, String label, String fileLabel, Kind kind, boolean filtered) {

    /** What is in it, which decides how it is sorted and written. */
    public enum Kind {
        TEXT,
        NUMBER,
        ADDRESS,
        FLAG;

        /** As scripts read it. */
        public String attribute() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static TableColumn of(String key, String label) {
        return new TableColumn(key, label, label, Kind.TEXT, false);
    }

    static TableColumn of(Field<?> field) {
        return of(field.name(), Texts.label(field));
    }

    TableColumn kind(Kind other) {
        return new TableColumn(key, label, fileLabel, other, filtered || other == Kind.FLAG);
    }

    TableColumn asFilter() {
        return new TableColumn(key, label, fileLabel, kind, true);
    }

    TableColumn inFiles(String other) {
        return new TableColumn(key, label, other, kind, filtered);
    }
}
