package org.peerage.api;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string. Of a name that comes several times the last one counts, as a rule; broken escapes,
 * which the API refuses before, and bytes that are not UTF-8 become replacement characters, and never an error.
 */
public final class QueryParameters {
    private final Map<String, String> values;
    private final Map<String, String> firsts;

    private QueryParameters(Map<String, String> values, Map<String, String> firsts) {
        this.values = values;
        this.firsts = firsts;
    }

    public static QueryParameters parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return new QueryParameters(Map.of(), Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> firsts = new HashMap<>();
        forEach(query, (name, value) -> {
            String before = values.remove(name); // so that it stands where it came last
            if (before != null) {
                firsts.putIfAbsent(name, before);
            }
            values.put(name, value);
        });
        return new QueryParameters(values, firsts);
    }

    /** Whether every percent sign begins an escape (RFC 3986 §2.1). */
    public static boolean isWellFormed(@Nullable String query) {
        int percent = query == null ? -1 : query.indexOf('%');
        while (query != null && percent >= 0) {
            if (!isEscape(query, percent)) {
                return false;
            }
            percent = query.indexOf('%', percent + 1);
        }
        return true;
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length()
                && Character.digit(text.charAt(percent + 1), 16) >= 0
                && Character.digit(text.charAt(percent + 2), 16) >= 0;
    }

    /** How many values a form has at most; to be asked before they are made. */
    public static int count(byte[] form) {
        int count = 1;
        for (byte b : form) {
            count += b == '&' ? 1 : 0;
        }
        return count;
    }

    /** Gives each name and value of a query string, decoded, in order. */
    public static void forEach(String query, BiConsumer<String, String> receiver) {
        int from = 0;
        while (from <= query.length()) {
            int end = query.indexOf('&', from);
            int to = end < 0 ? query.length() : end;
            if (to > from) {
                int equals = query.indexOf('=', from);
                boolean named = equals >= 0 && equals < to;
                String name = decode(query.substring(from, named ? equals : to));
                receiver.accept(name, named ? decode(query.substring(equals + 1, to)) : "");
            }
            from = to + 1;
        }
    }

    public @Nullable String get(String name) {
        return values.get(name);
    }

    /** Of a name that comes several times, the value that came first. */
    @Nullable
    public String first(String name) {
        return firsts.getOrDefault(name, values.get(name));
    }

    /** Whether a name comes several times. */
    public boolean isRepeated(String name) {
        return firsts.containsKey(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    /** The query string with one parameter changed, or taken out, in order of names. */
    public String with(String name, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(values);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        StringBuilder query = new StringBuilder();
        changed.forEach((key, text) -> query.append(query.isEmpty() ? "" : "&")
                .append(encode(key))
                .append('=')
                .append(encode(text)));
        return query.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A name or value of a query or form, without its escapes. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0 && isAscii(text)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c == '+') {
                bytes.write(' ');
            } else if (c < 0x100) {
                // The container hands raw bytes over as characters of Latin-1.
                bytes.write(c);
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
