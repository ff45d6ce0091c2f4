package org.peerage.web.page;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Ids as they stand in addresses and forms. */
public final class IdParser {
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    private IdParser() {}

    public static OptionalLong parse(String text) {
        return ID.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The object of a type that has the id, deleted or not; null where there is none. */
    public static @Nullable Row find(Snapshot snapshot, ObjectType type, String id) {
        OptionalLong known = parse(id);
        return known.isEmpty() ? null : snapshot.find(type, known.getAsLong());
    }
}
