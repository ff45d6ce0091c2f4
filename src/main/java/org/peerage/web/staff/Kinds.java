package org.peerage.web.staff;

import java.util.Optional;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/** Names of types for people, and of objects. */
final class Kinds {
    private Kinds() {}

    static String one(ObjectType type) {
        return switch (type.tag()) {
            case "org" -> "Organization";
            case "ix" -> "Exchange";
            case "fac" -> "Facility";
            case "carrier" -> "Carrier";
            case "net" -> "Network";
            case "campus" -> "Campus";
            default -> type.title();
        };
    }

    static String plural(ObjectType type) {
        return switch (type.tag()) {
            case "net" -> "Suggested networks";
            case "fac" -> "Facilities";
            case "campus" -> "Campuses";
            default -> one(type) + "s";
        };
    }

    static String name(Row row) {
        return row.type()
                .field("name")
                .map(field -> String.valueOf(row.find(field)))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> row.type().tag() + " " + row.id());
    }

    /** The organization that an object is of. */
    static Optional<Row> owner(Row row, Rows rows) {
        return row.type()
                .field("org_id")
                .flatMap(field -> row.find(field) instanceof Long id
                        ? Optional.ofNullable(rows.find(Org.TYPE, id))
                        : Optional.empty());
    }

    /** Whether objects of the type have a page of their own. */
    static boolean hasPage(ObjectType type) {
        return switch (type.tag()) {
            case "org", "ix", "fac", "carrier", "net", "campus" -> true;
            default -> false;
        };
    }

    static String link(Row row) {
        return hasPage(row.type()) ? "/" + row.type().tag() + "/" + row.id() : "";
    }
}
