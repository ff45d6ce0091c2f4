package org.peerage.registry;

import java.util.HashMap;
import java.util.Map;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/** The highest ids of rows that were erased, which no other row may get: somebody may still have them. */
final class RetiredIds {
    private RetiredIds() {}

    static Map<ObjectType, Long> byType(Map<String, Long> byTag) {
        Map<ObjectType, Long> ids = new HashMap<>();
        byTag.forEach((typeName, id) -> ObjectTypes.byName(typeName).ifPresent(type -> ids.put(type, id)));
        return ids;
    }
}
