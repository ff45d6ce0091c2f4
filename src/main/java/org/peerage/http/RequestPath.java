package org.peerage.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Paths of requests, decoded. */
final class RequestPath {
    private RequestPath() {}

    /**
     * A path as it was sent, without its escapes, doubled slashes and dot segments (RFC 3986 §5.2.4).
     *
     * @return null where it cannot be meant well: broken or hidden, such as an escaped slash, or not UTF-8
     */
    static @Nullable String of(String sent) {
        String decoded = isPlain(sent) ? sent : decoded(sent);
        if (decoded == null || !decoded.startsWith("/")) {
            return null;
        }
        return decoded.contains("//") || decoded.contains("/.") ? withoutDotSegments(decoded) : decoded;
    }

    private static String withoutDotSegments(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String last = segments[segments.length - 1];
        boolean isFolder = last.isEmpty() || last.equals(".") || last.equals("..");
        return "/" + String.join("/", kept) + (isFolder && !kept.isEmpty() ? "/" : "");
    }

    private static boolean isPlain(String sent) {
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == '%' || c == '\\' || c < ' ' || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String decoded(String sent) {
        byte[] bytes = new byte[sent.length()];
        int count = 0;
        for (int i = 0; i < sent.length(); i++) {
            int c = sent.charAt(i);
            if (c == '%') {
                int high = i + 2 < sent.length() ? Character.digit(sent.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(sent.charAt(i + 2), 16);
                if (low < 0) {
                    return null;
                }
                c = high << 4 | low;
                i += 2;
                if (c == '/') {
                    return null;
                }
            }
            if (c < ' ' || c == '\\' || c == 0x7F || c > 0xFF) {
                return null;
            }
            bytes[count++] = (byte) c;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }
}
