package org.peerage.registry;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/**
 * A file with rows.
 *
 * @param type of which the rows are that stand under no name of a type: {@code /org-0.json} gives such a file
 */
public record DumpFile(Path path, Optional<ObjectType> type) {
    private static final Pattern NAME = Pattern.compile("([a-z]+)(?:[-_.].*)?\\.json(?:\\.gz)?");

    /** A file whose type is told by its name, such as {@code org-0.json}, if it is of one type. */
    public static DumpFile of(Path path) {
        Path last = path.getFileName();
        Matcher name = NAME.matcher(last == null ? "" : last.toString());
        return new DumpFile(path, name.matches() ? ObjectTypes.byName(name.group(1)) : Optional.empty());
    }
}
