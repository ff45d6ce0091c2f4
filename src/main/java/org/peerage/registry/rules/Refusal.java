package org.peerage.registry.rules;

import java.util.List;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

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

    /** No right to the object that the request names; the status depends on how the caller came (docs/spec/objects.md §1.1). */
    record NotPermitted() implements Refusal {}

    /**
     * A right is missing that is not asked for first: in the namespace that the row would be in, or to delete: 403.
     *
     * @param where on what, in the words of an answer
     */
    record Forbidden(AccessRight right, String where) implements Refusal {

        /** The right to something that is there. */
        public static Forbidden of(AccessRight right, Row row) {
            return new Forbidden(right, row.type().typeName() + " " + row.id());
        }

        /** The right to what would be there. */
        public static Forbidden within(AccessRight right, ObjectType type, String namespace) {
            return new Forbidden(right, type.typeName() + " in " + namespace);
        }
    }

    /** There is no such object, or it is deleted. */
    record ObjectNotFound(ObjectType type) implements Refusal {}

    /** The object has changed since the version that the caller knows. */
    record VersionMismatch() implements Refusal {}
}
