package org.peerage.ixf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Finds lines and columns of values in a document, by their JSON Pointers: a second look, for documents with findings only. */
final class Places {
    private final Set<String> wanted;
    private final Map<String, TokenStreamLocation> found = new HashMap<>();
    private final Deque<Level> open = new ArrayDeque<>();

    private Places(Set<String> wanted) {
        this.wanted = wanted;
    }

    /** A container that is being read. */
    private static final class Level {
        private final String pointer;
        private final boolean list;
        private String name = "";
        private int index = -1;

        Level(String pointer, boolean list) {
            this.pointer = pointer;
            this.list = list;
        }

        String child() {
            return pointer + "/" + (list ? Integer.toString(index) : escaped(name));
        }
    }

    /** The same findings with their places. */
    static List<Finding> of(JsonFactory json, byte[] document, List<Finding> findings) {
        if (findings.isEmpty()) {
            return findings;
        }
        Set<String> wanted = new HashSet<>();
        findings.forEach(finding -> wanted.add(finding.pointer()));
        Places places = new Places(wanted);
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), document)) {
            places.look(parser);
        } catch (JacksonException cut) {
            // What lies before the mistake is found all the same.
        }
        Map<Long, Integer> columns = columns(
                document,
                places.found.values().stream()
                        .map(TokenStreamLocation::getByteOffset)
                        .toList());
        return findings.stream()
                .map(finding -> {
                    TokenStreamLocation place = places.found.get(finding.pointer());
                    return place == null
                            ? finding
                            : finding.at(
                                    place.getLineNr(),
                                    columns.getOrDefault(place.getByteOffset(), place.getColumnNr()));
                })
                .toList();
    }

    /** Columns in characters, as editors count them, of places in UTF-8, in which the parser counts bytes. */
    private static Map<Long, Integer> columns(byte[] utf8, List<Long> offsets) {
        Map<Long, Integer> columns = new HashMap<>();
        List<Long> ahead =
                offsets.stream().filter(offset -> offset >= 0).sorted().toList();
        int next = 0;
        int column = 0;
        for (int i = 0; next < ahead.size() && i < utf8.length; i++) {
            boolean begins = (utf8[i] & 0xC0) != 0x80;
            column += begins ? 1 : 0;
            while (next < ahead.size() && ahead.get(next) == i) {
                columns.put(ahead.get(next++), column);
            }
            if (utf8[i] == '\n' || utf8[i] == '\r') {
                column = 0;
            }
        }
        return columns;
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private void look(JsonParser parser) {
        for (JsonToken token = parser.nextToken(); token != null && found.size() < wanted.size(); ) {
            switch (token) {
                case PROPERTY_NAME -> open.getLast().name = parser.currentName();
                case START_OBJECT, START_ARRAY ->
                    open.addLast(new Level(value(parser), token == JsonToken.START_ARRAY));
                case END_OBJECT, END_ARRAY -> open.removeLast();
                default -> value(parser);
            }
            token = parser.nextToken();
        }
    }

    private String value(JsonParser parser) {
        Level level = open.peekLast();
        if (level != null && level.list) {
            level.index++;
        }
        String pointer = level == null ? "" : level.child();
        if (wanted.contains(pointer)) {
            found.putIfAbsent(pointer, parser.currentTokenLocation());
        }
        return pointer;
    }
}
