package org.peerage.web.export;

import java.util.HexFormat;
import org.peerage.schema.JsonBuffer;

/** JSON in ASCII, other characters escaped: the reference's exports are written so. */
final class AsciiJson {
    private static final HexFormat HEX = HexFormat.of();

    private AsciiJson() {}

    static String of(Object value) {
        return value instanceof String text ? quoted(text) : value.toString();
    }

    static String quoted(String text) {
        String json = new JsonBuffer(text.length() + 16).quoted(text).toString();
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7F) {
                ascii.append(c);
            } else {
                ascii.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        return ascii.toString();
    }
}
