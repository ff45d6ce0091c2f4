package org.peerage.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a load did.
 *
 * @param loaded rows by tag
 * @param rejected rows left out, with the reason
 * @param ignored keys and types of the dump that the registry doesn't know
 * @param changed what was put right on the way, row by row
 * @param odd what was loaded as it is, though the registry would not let anybody write it, row by row
 * @param warnings the same in short
 * @param committed whether anything was changed
 */
public record LoadReport(
        Map<String, Integer> loaded,
        List<RejectedRow> rejected,
        List<String> ignored,
        List<LoadNote> changed,
        List<LoadNote> odd,
        List<String> warnings,
        boolean committed,
        double seconds) {

    private static final int EXAMPLES = 3;
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** A row that was left out. */
    public record RejectedRow(String typeName, long id, String reason) {
        @Override
        public String toString() {
            return typeName + " " + id + ": " + reason;
        }
    }

    /** Something about a row that was loaded. */
    public record LoadNote(String typeName, long id, String message) {
        /** What it has in common with notes about other values. */
        String kind() {
            return typeName + "." + QUOTED.matcher(message).replaceAll("\"…\"");
        }

        @Override
        public String toString() {
            return typeName + " " + id + ": " + message;
        }
    }

    /** What was put right in short: each kind with its count and some rows. */
    public List<String> corrections() {
        return inShort(changed);
    }

    /** Each kind of note once, with the number of rows and some of them. */
    static List<String> inShort(List<LoadNote> notes) {
        Map<String, List<LoadNote>> byKind = new LinkedHashMap<>();
        notes.forEach(note ->
                byKind.computeIfAbsent(note.kind(), kind -> new ArrayList<>()).add(note));
        return byKind.values().stream().map(LoadReport::kindInShort).toList();
    }

    private static String kindInShort(List<LoadNote> notes) {
        LoadNote first = notes.getFirst();
        boolean same = notes.stream().allMatch(note -> note.message.equals(first.message));
        String kind = same ? first.typeName + "." + first.message : first.kind();
        return kind + " (" + rows(notes.stream().map(LoadNote::id).distinct().toList()) + ")";
    }

    private static String rows(List<Long> ids) {
        String some = ids.stream().limit(EXAMPLES).map(String::valueOf).collect(Collectors.joining(", "));
        return ids.size() <= EXAMPLES ? "id " + some : ids.size() + " rows, such as " + some;
    }

    public int total() {
        return loaded.values().stream().mapToInt(Integer::intValue).sum();
    }
}
