package org.peerage.api.responses;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client takes (RFC 9110 §12.5). */
public final class ContentNegotiation {
    private static final Pattern NONE = Pattern.compile("\\s*[qQ]=0(\\.0*)?\\s*");

    private ContentNegotiation() {}

    public static boolean json(@Nullable String accept) {
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

    /** Whether a body may be compressed: {@code q=0} says that it may not, and {@code *} is for what is not named. */
    public static boolean gzip(@Nullable String encodings) {
        if (encodings == null) {
            return false;
        }
        boolean any = false;
        for (String encoding : encodings.split(",", -1)) {
            String[] parts = encoding.split(";", -1);
            boolean accepted = true;
            for (int i = 1; i < parts.length; i++) {
                accepted &= !NONE.matcher(parts[i]).matches();
            }
            String name = parts[0].strip();
            if (name.equalsIgnoreCase("gzip")) {
                return accepted;
            }
            any |= name.equals("*") && accepted;
        }
        return any;
    }
}
