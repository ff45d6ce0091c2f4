package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
import static org.peerage.schema.Field.text;

import java.time.Instant;
import org.peerage.schema.Field;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** Fields that several types have alike (docs/spec/objects.md §1.1). */
final class CommonFields {
    private static final long MAX_COUNT = 4294967295L;

    private CommonFields() {}

    static Field<Long> id() {
        return field("id", ValueType.ID).readOnly().labelled("ID");
    }

    static Field<Long> organization() {
        return reference("org_id", () -> Org.TYPE).required().labelled("Organization");
    }

    static Field<Long> facility() {
        return reference("fac_id", () -> Fac.TYPE).required().labelled("Facility");
    }

    static Field<String> aka() {
        return text("aka", 255).optionsLabel("Also Known As");
    }

    static Field<String> nameLong() {
        return text("name_long", 255).optionsLabel("Long Name");
    }

    static Field<String> notes() {
        return text("notes", 0);
    }

    static Field<String> statusDashboard() {
        return text("status_dashboard", 255)
                .nullable()
                .format("url")
                .valueWhenOmitted("")
                .limitUntold();
    }

    static Field<String> email(String name) {
        return text(name, 254).format("email").personal();
    }

    /** A phone number of an exchange or facility; one that a request leaves out is emptied. */
    static Field<String> phone(String name) {
        return text(name, 192).format("phone").valueWhenOmitted("").personal().limitUntold();
    }

    /** A number of connected objects, which the registry counts. */
    static Field<Long> count(String name, String label, String optionsLabel) {
        return field(name, ValueType.INTEGER)
                .between(0, MAX_COUNT)
                .defaultValue(0L)
                .counted()
                .labelled(label)
                .optionsLabel(optionsLabel);
    }

    static Field<Boolean> flag(String name) {
        return field(name, ValueType.BOOLEAN).defaultValue(false);
    }

    /** A time that the registry sets. */
    static Field<Instant> time(String name) {
        return field(name, ValueType.TIME).nullable().readOnly();
    }

    static Field<String> logo() {
        return text("logo", 255)
                .nullable()
                .readOnly()
                .optionsType("file upload")
                .help("Allows you to upload and set a logo image file for this object.");
    }

    static Field<Instant> created() {
        return field("created", ValueType.TIME).readOnly();
    }

    static Field<Instant> updated() {
        return field("updated", ValueType.TIME).readOnly().labelled("Last updated");
    }

    static Field<Status> status() {
        return field("status", ValueType.STATUS).optionsType("field").readOnly().defaultValue(Status.OK);
    }

    static Field<Long> version() {
        return field("version", ValueType.INTEGER).defaultValue(0L).hidden();
    }
}
