package org.peerage.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client takes (RFC 9110 §12.5). */
public final class Accepted {
    private Accepted() {}

    static boolean json(@Nullable String accept) {
        if (accept == null || accept.isEmpty() || accept.equals("*/*") || accept.equals("application/json")) {
            return true;
        }
        for (String range : accept.split(",", -1)) {
            int semicolon = range.indexOf(';');
            String type = (semicolon < 0 ? range : range.substring(0, semicolon))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            if (type.equals("*/*") || type.equals("application/*") || type.equals("application/json")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a body may be compressed: {@code q=0} says that it may not. */
    public static boolean gzip(@Nullable String encodings) {
        if (encodings == null) {
            return false;
        }
        for (String encoding : encodings.split(",", -1)) {
            String[] parts = encoding.strip().split(";", -1);
            boolean named = parts[0].strip().equalsIgnoreCase("gzip")
                    || parts[0].strip().equals("*");
            if (named && (parts.length < 2 || !parts[1].strip().matches("q=0(\\.0*)?"))) {
                return true;
            }
        }
        return false;
    }
}
