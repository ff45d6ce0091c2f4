package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Field;

/**
 * What came of an undo.
 *
 * @param refusal why nothing was done; a {@link Refusal.Message} of 409 where {@link #skipped} says why
 * @param undone by object, in the order in which it was done
 * @param skipped what cannot be taken back
 * @param version of the registry after it
 */
public record UndoOutcome(
        Optional<Refusal> refusal, List<UndoneObject> undone, List<SkippedChange> skipped, long version) {
    public UndoOutcome {
        undone = List.copyOf(undone);
        skipped = List.copyOf(skipped);
    }

    /**
     * An object that went back.
     *
     * @param operation update, revive or delete
     * @param fields what differs
     * @param version the first of those that are taken back
     */
    public record UndoneObject(
            ChangedObject object, String operation, Map<Field<?>, FieldValues> fields, long version) {}

    /** A value now, and as it was. */
    public record FieldValues(
            @Nullable Object now, @Nullable Object then) {}

    /** A change that is not taken back. */
    public record SkippedChange(long version, ChangedObject object, String reason) {}
}
