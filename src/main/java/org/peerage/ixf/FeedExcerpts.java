package org.peerage.ixf;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.peerage.store.Sql;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Connections as a feed has them, for people: picked out of the document while it is read. */
final class FeedExcerpts {
    private static final int LONGEST = 4000;
    private static final String ENTRIES = "/vlan_list";

    private FeedExcerpts() {}

    /** The connection that a place in a feed belongs to. */
    static String connection(String pointer) {
        int end = pointer.indexOf(ENTRIES);
        return end < 0 ? pointer : pointer.substring(0, end);
    }

    /** What is at some places, as JSON; without what is too long to be shown. */
    static Map<String, String> of(byte[] document, Set<String> pointers) {
        Map<String, String> found = new HashMap<>();
        if (pointers.isEmpty()) {
            return found;
        }
        try (JsonParser parser = MemberListReader.parser(document)) {
            JsonToken token = parser.nextToken();
            while (token != null && found.size() < pointers.size()) {
                if (token == JsonToken.START_OBJECT) {
                    String pointer = parser.streamReadContext().pathAsPointer().toString();
                    if (pointers.contains(pointer)) {
                        String text = Sql.storable(((JsonNode) parser.readValueAsTree()).toString());
                        found.put(pointer, text.length() > LONGEST ? "" : text);
                    }
                }
                token = parser.nextToken();
            }
        } catch (JacksonException unreadable) {
            return found; // documents of imports were read before; what is missing is only not shown
        }
        return found;
    }
}
