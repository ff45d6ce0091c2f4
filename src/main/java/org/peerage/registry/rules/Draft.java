package org.peerage.registry.rules;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** A row in the making: what is stored, what the request says, and what rules find. */
public final class Draft {
    private final ObjectType type;
    private final @Nullable Row before;
    private final Input input;
    private final Work work;
    private final Author author;
    private final Facts facts;
    private Row.Builder values;
    private final Problems problems = new Problems();
    private boolean repeated;
    private @Nullable Refusal refusal;
    private @Nullable Asn needed;

    private Draft(
            ObjectType type,
            @Nullable Row before,
            Row.Builder values,
            Input input,
            Work work,
            Author author,
            Facts facts) {
        this.type = type;
        this.before = before;
        this.values = values;
        this.input = input;
        this.work = work;
        this.author = author;
        this.facts = facts;
    }

    public static Draft ofNew(ObjectType type, Input input, Work work, Author author, Facts facts) {
        return new Draft(type, null, type.row().set(type.id(), work.newId(type)), input, work, author, facts);
    }

    public static Draft of(Row stored, Input input, Work work, Author author, Facts facts) {
        return new Draft(stored.type(), stored, stored.toBuilder(), input, work, author, facts);
    }

    public ObjectType type() {
        return type;
    }

    public boolean isNew() {
        return before == null;
    }

    /** The stored row that the request changes. */
    public Optional<Row> before() {
        return Optional.ofNullable(before);
    }

    public Input input() {
        return input;
    }

    public Work work() {
        return work;
    }

    public Author author() {
        return author;
    }

    public Facts facts() {
        return facts;
    }

    public Problems problems() {
        return problems;
    }

    /** Ends the write for a reason that no field has. */
    public void refuse(Refusal reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Says that the decision hangs on what the registries have about a number. */
    void needs(Asn asn) {
        needed = asn;
    }

    public Optional<Asn> needed() {
        return Optional.ofNullable(needed);
    }

    public long id() {
        return get(type.id());
    }

    /** The value as it will be, of a field that is set by now. */
    public <T> T get(Field<T> field) {
        return Objects.requireNonNull(values.find(field), field::name);
    }

    public <T> @Nullable T find(Field<T> field) {
        return values.find(field);
    }

    public <T> void set(Field<T> field, @Nullable T value) {
        values.set(field, value);
    }

    /** Says that the request asks for nothing new. */
    void repeat(Row stored) {
        values = stored.toBuilder();
        repeated = true;
    }

    /** Whether the request asks for nothing new, so that no rule has a say. */
    boolean isRepeated() {
        return repeated;
    }

    /** Whether the value is, or becomes, another than the stored one. */
    public boolean changes(Field<?> field) {
        return before == null || !Objects.equals(before.find(field), values.find(field));
    }

    /** The row that a reference leads to. */
    public @Nullable Row follow(Field<Long> reference) {
        Long target = values.find(reference);
        return target == null ? null : work.find(reference.target(), target);
    }

    /** The values so far; complete once all fields are read. */
    public Row.Builder values() {
        return values;
    }

    public Row row() {
        return values.build();
    }

    /** The permission namespace that the row will have. */
    public String namespace() {
        return type.namespace(row(), work);
    }
}
