package org.peerage.schema;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An immutable row of one type; values by {@link Field}. Absent values of nullable fields are null. */
public final class Row {
    private final ObjectType type;
    private final @Nullable Object[] values;

    Row(ObjectType type, @Nullable Object[] values) {
        this.type = type;
        this.values = values;
    }

    public ObjectType type() {
        return type;
    }

    /** The value of a field that is never null. */
    @SuppressWarnings("unchecked")
    public <T> T get(Field<T> field) {
        return (T) Objects.requireNonNull(values[field.position()], field::name);
    }

    /** The value, or null where the field is nullable and empty. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T find(Field<T> field) {
        return (T) values[field.position()];
    }

    public long id() {
        return get(type.id());
    }

    public Status status() {
        return get(type.status());
    }

    public boolean isActive() {
        return status() == Status.OK;
    }

    /** What it is called; empty where its type has no names. */
    public String name() {
        return text("name");
    }

    /** The value as text; empty where the type has no such field or the row no value. */
    public String text(String field) {
        return type.field(field).map(known -> known.text(this)).orElse("");
    }

    /** What it is called; of a link, words for what it links. */
    public String name(Rows rows) {
        return type.name(this, rows);
    }

    public String nameOrId() {
        String name = name();
        return name.isEmpty() ? type.typeName() + " " + id() : name;
    }

    /** How logs, addresses and choices name it: {@code net:62}. */
    public String reference() {
        return type.reference(id());
    }

    /** The path under which pages show and change it, such as {@code /net/20}. */
    public String path() {
        return "/" + type.typeName() + "/" + id();
    }

    /** The path of its page; of a link, the part of its owner's page that shows it. */
    public String url() {
        return type.url(this);
    }

    /** The path of the page that shows it, without the part of it. */
    public String pageUrl() {
        String url = url();
        int part = url.indexOf('#');
        return part < 0 ? url : url.substring(0, part);
    }

    /** Epoch seconds of the last ordinary save. */
    public long updated() {
        return get(type.updated()).getEpochSecond();
    }

    /** Epoch seconds of the making. */
    public long created() {
        return get(type.created()).getEpochSecond();
    }

    /** A copy in which these fields have no value, whether or not they are nullable: for readers who use {@link #find}. */
    public Row without(Collection<Field<?>> hidden) {
        @Nullable Object[] fewer = values.clone();
        for (Field<?> field : hidden) {
            fewer[field.position()] = null;
        }
        return new Row(type, fewer);
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(type, values.clone());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row && type == row.type && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return type.typeName() + Arrays.toString(values);
    }

    /** Collects values; fields never set take their defaults. */
    public static final class Builder {
        private final ObjectType type;
        private final @Nullable Object[] values;

        Builder(ObjectType type, @Nullable Object[] values) {
            this.type = type;
            this.values = values;
        }

        public ObjectType type() {
            return type;
        }

        public <T> Builder set(Field<T> field, @Nullable T value) {
            values[field.position()] = value;
            return this;
        }

        @SuppressWarnings("unchecked")
        public <T> @Nullable T find(Field<T> field) {
            return (T) values[field.position()];
        }

        /** Takes a value as the store holds it: Long, Double, Boolean or String. */
        public <T> Builder setStored(Field<T> field, @Nullable Object stored) {
            values[field.position()] = stored == null ? null : field.type().fromColumn(stored);
            return this;
        }

        public Row build() {
            return new Row(type, values.clone());
        }
    }
}
