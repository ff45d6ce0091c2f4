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
    private final RequestFields fields;
    private final WorkingCopy workingCopy;
    private final Author author;
    private final ExternalFacts externalFacts;
    private Row.Builder values;
    private final ValidationErrors errors = new ValidationErrors();
    private boolean repeated;
    private @Nullable Refusal refusal;
    private @Nullable Asn requiredRdapRecord;

    private Draft(
            ObjectType type,
            @Nullable Row before,
            Row.Builder values,
            RequestFields input,
            WorkingCopy workingCopy,
            Author author,
            ExternalFacts externalFacts) {
        this.type = type;
        this.before = before;
        this.values = values;
        this.fields = input;
        this.workingCopy = workingCopy;
        this.author = author;
        this.externalFacts = externalFacts;
    }

    public static Draft ofNew(
            ObjectType type, RequestFields input, WorkingCopy workingCopy, Author author, ExternalFacts externalFacts) {
        return new Draft(
                type,
                null,
                type.row().set(type.id(), workingCopy.newId(type)),
                input,
                workingCopy,
                author,
                externalFacts);
    }

    public static Draft of(
            Row stored, RequestFields input, WorkingCopy workingCopy, Author author, ExternalFacts externalFacts) {
        return new Draft(stored.type(), stored, stored.toBuilder(), input, workingCopy, author, externalFacts);
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

    public RequestFields fields() {
        return fields;
    }

    public WorkingCopy workingCopy() {
        return workingCopy;
    }

    public Author author() {
        return author;
    }

    public ExternalFacts facts() {
        return externalFacts;
    }

    public ValidationErrors errors() {
        return errors;
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
    void requireRdapRecord(Asn asn) {
        requiredRdapRecord = asn;
    }

    public Optional<Asn> requiredRdapRecord() {
        return Optional.ofNullable(requiredRdapRecord);
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
        return target == null ? null : workingCopy.find(reference.target(), target);
    }

    /** The values so far; complete once all fields are read. */
    public Row.Builder values() {
        return values;
    }

    public Row row() {
        return values.build();
    }

    /**
     * Whether the author may write where the row will be. Others are refused in the end; what rules tell them until then hangs
     * on nothing that they may not read (docs/spec/deviations.md 4).
     */
    boolean isAuthorized() {
        String namespace = namespace();
        return author.may(AccessRight.CREATE, namespace) || author.may(AccessRight.UPDATE, namespace);
    }

    /** The permission namespace that the row will have. */
    public String namespace() {
        return type.namespace(row(), workingCopy);
    }
}
