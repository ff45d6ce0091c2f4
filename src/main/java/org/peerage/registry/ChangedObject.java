package org.peerage.registry;

import org.peerage.schema.ObjectType;

/** An object that changes are of. */
public record ChangedObject(ObjectType type, long id) {
    @Override
    public String toString() {
        return type.typeName() + " " + id;
    }
}
