package org.peerage.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.schema.Field;

/**
 * What a preview showed, in a few letters: a write that names it does that, and nothing else, or is refused. Counters and
 * times, which follow from the rest, are not in it.
 */
public final class PreviewDigest {
    private PreviewDigest() {}

    /** Of what a trial did. */
    public static String of(StatesDiff trial) {
        return ofRows(trial.rows());
    }

    static String of(WorkingCopy workingCopy) {
        return ofRows(workingCopy.changes().stream()
                .map(change -> new StatesDiff.ChangedRow(change.before(), change.after()))
                .toList());
    }

    private static String ofRows(List<StatesDiff.ChangedRow> rows) {
        List<String> lines = new ArrayList<>();
        for (StatesDiff.ChangedRow row : rows) {
            StringBuilder line = new StringBuilder(row.after().type().typeName());
            line.append(' ')
                    .append(
                            row.before() == null
                                    ? "new"
                                    : String.valueOf(row.after().id()));
            boolean counts = row.before() == null;
            for (Field<?> field : row.fields()) {
                if (!field.isReadOnly() || field.name().equals("status") || field.isReference()) {
                    counts = true;
                    line.append('\u0000')
                            .append(field.name())
                            .append('\u0000')
                            .append(
                                    row.before() == null
                                            ? ""
                                            : Objects.toString(row.before().find(field), "\u0000"))
                            .append('\u0000')
                            .append(Objects.toString(row.after().find(field), "\u0000"));
                }
            }
            if (counts) {
                lines.add(line.toString());
            }
        }
        Collections.sort(lines);
        return digest(lines);
    }

    /** Of what is told line by line, in whatever order the lines have. */
    public static String ofLines(List<String> lines) {
        return digest(lines.stream().sorted().toList());
    }

    static String digest(List<String> lines) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u0001", lines).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, hash.length / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
