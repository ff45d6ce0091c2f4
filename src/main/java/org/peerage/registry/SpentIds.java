package org.peerage.registry;

import java.util.HashMap;
import java.util.Map;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;

/** The highest ids of rows that were erased, which no other row may get: somebody may still have them. */
final class SpentIds {
    private SpentIds() {}

    static Map<ObjectType, Long> byType(Map<String, Long> byTag) {
        Map<ObjectType, Long> ids = new HashMap<>();
        byTag.forEach((tag, id) -> Types.byTag(tag).ifPresent(type -> ids.put(type, id)));
        return ids;
    }
}
