package org.peerage.ixf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The encoding of documents: JSON is UTF-8 (RFC 8259 §8.1), but names of members in older lists are often not. */
final class FeedEncoding {
    static final String NOT_UTF8 = "The document is not in UTF-8; it is read as Windows-1252";

    private static final Charset OLDER = Charset.forName("windows-1252");
    private static final int CHUNK = 8 * 1024;

    private FeedEncoding() {}

    /** The document as a JSON parser can read it: itself, unless it is in neither UTF-8 nor UTF-16 or 32. */
    static byte[] utf8(byte[] document) {
        return isWide(document) || isUtf8(document)
                ? document
                : new String(document, OLDER).getBytes(StandardCharsets.UTF_8);
    }

    /** What begins with a byte order mark of UTF-16 or 32, or has a zero among its first bytes, as JSON in them has. */
    private static boolean isWide(byte[] document) {
        if (document.length >= 2 && ((document[0] & 0xFF) + (document[1] & 0xFF)) == 0xFE + 0xFF) {
            return true;
        }
        for (int i = 0; i < Math.min(4, document.length); i++) {
            if (document[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] document) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(document);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        while (true) {
            out.clear();
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }
}
