package org.peerage.registry;

import java.util.Optional;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.store.Change;

/** An object that changes are of. */
public record ChangedObject(ObjectType type, long id) {
    /** What a change is of; empty where it is of everything, or of a type that is not known. */
    public static Optional<ChangedObject> of(Change change) {
        Long id = change.objectId();
        return id == null
                ? Optional.empty()
                : ObjectTypes.byName(change.type()).map(type -> new ChangedObject(type, id));
    }

    @Override
    public String toString() {
        return type.typeName() + " " + id;
    }
}
