package org.peerage.access.changes;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.Redaction;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;

/**
 * Which of the changes that somebody is told of are wanted.
 *
 * @param about null: whatever
 * @param alone whether only the object itself is meant, without what hangs on it
 * @param type of the object that was changed; null: any
 * @param operation as it looks to who is told, see {@link DisclosedChange#apparentOperation}; empty: any
 * @param field that changed; empty: any
 * @param actor who did it, of what the caller keeps; empty: anybody
 * @param from the first moment; null: from the beginning
 * @param to the moment after the last; null: until now
 */
public record ChangeCriteria(
        @Nullable ChangeSubject about,
        boolean alone,
        @Nullable ObjectType type,
        String operation,
        String field,
        String actor,
        @Nullable Instant from,
        @Nullable Instant to) {
    public static final ChangeCriteria NONE = new ChangeCriteria(null, false, null, "", "", "", null, null);

    /** Both ways in which something comes to be there. */
    private static final String ADDED = "added";

    /** The operations that can be asked for. */
    public static final Set<String> OPERATIONS =
            Set.of("create", "update", "revive", "delete", "withdraw", "erase", Redaction.OPERATION, ADDED);

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** The same, about something. */
    public ChangeCriteria about(ChangeSubject subject) {
        return new ChangeCriteria(subject, alone, type, operation, field, actor, from, to);
    }

    /** Changes of one object itself. */
    public static ChangeCriteria ofObject(ObjectType type, long id, String field) {
        return new ChangeCriteria(ChangeSubject.of(type, id), true, type, "", field, "", null, null);
    }

    boolean accepts(DisclosedChange change) {
        String looksLike = change.apparentOperation();
        boolean added = operation.equals(ADDED) && (looksLike.equals("create") || looksLike.equals("revive"));
        return (operation.isEmpty() || added || looksLike.equals(operation))
                && (field.isEmpty() || change.concerns(field))
                && (actor.isEmpty()
                        || change.origin()
                                .filter(origin -> origin.actor().equals(actor))
                                .isPresent());
    }

    /** What of it the log can answer. */
    ChangeSearch search(int limit) {
        Field<?> changed =
                field.isEmpty() || type == null ? null : type.field(field).orElse(null);
        return ChangeSearch.newest(limit)
                .about(about)
                .alone(alone)
                .ofType(type)
                .of(changed)
                .by(actor.isEmpty() ? null : actor);
    }
}
