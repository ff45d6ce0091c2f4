package org.peerage.access.changes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.RedactedValues;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;

/**
 * What somebody is told of one change of one object.
 *
 * @param seq the place within the version
 * @param operation as in the log, or {@link #WITHDRAW}
 * @param isNew whether there was nothing to be told of before
 * @param origin who did it, to those who may know
 * @param fields those that changed; none where only the id is told
 * @param redacted what a redaction took out of the log
 */
public record DisclosedChange(
        long version,
        int seq,
        Instant at,
        String operation,
        ObjectType type,
        long id,
        boolean isNew,
        Optional<ChangeOrigin> origin,
        List<FieldChange> fields,
        Optional<RedactedValues> redacted) {
    /** The object left what this caller sees. */
    public static final String WITHDRAW = "withdraw";

    public DisclosedChange {
        fields = List.copyOf(fields);
    }

    /** A change of which only the object is told. */
    static DisclosedChange idOnly(Change change, String operation, ObjectType type, long id) {
        return new DisclosedChange(
                change.version(),
                change.seq(),
                change.at(),
                operation,
                type,
                id,
                false,
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The operation in the eyes of who is told: what was pending begins for them when it is approved. */
    public String apparentOperation() {
        return isNew && operation.equals("update") ? "create" : operation;
    }

    /** The same, without who did it. */
    DisclosedChange withoutOrigin() {
        return new DisclosedChange(version, seq, at, operation, type, id, isNew, Optional.empty(), fields, redacted);
    }

    /** Whether it is about a field. */
    boolean concerns(String field) {
        return fields.stream().anyMatch(changed -> changed.field().name().equals(field))
                || redacted.filter(values -> values.fields().contains(field)).isPresent();
    }

    /** Whether more than the id is told. */
    public boolean disclosesFields() {
        return !operation.equals(WITHDRAW) && !operation.equals(ChangeLog.ERASE);
    }

    /** By whom, and in which request. */
    public record ChangeOrigin(String actor, @Nullable String requestId) {}

    /** A field before and after, as far as it is told; null where there is no value. */
    public record FieldChange(
            Field<?> field,
            @Nullable Object before,
            @Nullable Object after) {}
}
