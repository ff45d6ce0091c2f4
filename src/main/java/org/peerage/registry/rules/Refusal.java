package org.peerage.registry.rules;

import java.util.List;
import org.peerage.schema.ObjectType;

/** Why a write is not carried out; nothing has changed then. */
public sealed interface Refusal {

    /** The request breaks rules: 400. */
    record Invalid(List<Violation> violations) implements Refusal {
        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /** One sentence in {@code meta.error}. */
    record Message(int status, String text) implements Refusal {}

    /** No right to the object that the request names; the status depends on how the caller came (spec/objects.md §1.1). */
    record NotPermitted() implements Refusal {}

    /** No right in the namespace that the row would be in, or no right to delete: 403, empty. */
    record Forbidden() implements Refusal {}

    /** There is no such object, or it is deleted. */
    record NotFound(ObjectType type) implements Refusal {}

    /** The object has changed since the version that the caller knows. */
    record Outdated() implements Refusal {}
}
