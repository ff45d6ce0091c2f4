package org.peerage.http;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Asked;

/**
 * The head of a plain request: {@code GET}, HTTP/1.1, without a body, of visible ASCII, each header once (RFC 9112 §2 to §5). It
 * understands less than HTTP on purpose. What could be meant in two ways, by a proxy in front and by us, is not plain, and is
 * for the web server to judge; of what is plain both read the same.
 */
final class RequestHead implements Asked {
    /** Bytes of a head. */
    static final int LARGEST = 8 * 1024;

    private static final int MOST_HEADERS = 32;
    private static final int LONGEST_PORT = 5;

    private static final byte[] START = ascii("GET /api");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final String HOST = "Host";
    private static final String CONNECTION = "Connection";

    /** Of a connection, a body, or another protocol. */
    private static final String[] NOT_PLAIN = {
        "Content-Length",
        "Transfer-Encoding",
        "Upgrade",
        "Expect",
        "TE",
        "Trailer",
        "HTTP2-Settings",
        "Proxy-Connection",
        "Proxy-Authorization"
    };

    private static final boolean[] IN_PATH = allowed("/-._");
    private static final boolean[] IN_QUERY = allowed("/-._~!$&'()*+,:;=?@|[]{}^`\\\"<>");
    private static final boolean[] IN_NAME = allowed("!#$%&'*+-.^_`|~");
    private static final boolean[] IN_HOST = allowed("-.");

    private final byte[] head;
    private final Ends ends;
    private final String path;
    private final @Nullable String query;
    /** Of each header: where the name begins and ends, where the value does. */
    private final int[] marks;
    /** Values that were asked for. */
    private final @Nullable String[] values;

    private final @Nullable Forwarded forwarded;

    private RequestHead(byte[] head, Ends ends, String path, @Nullable String query, int[] marks) {
        this.head = head;
        this.ends = ends;
        this.path = path;
        this.query = query;
        this.marks = marks;
        this.values = new String[marks.length / 4];
        this.forwarded = ends.isProxy() && (has(Forwarded.FOR) || has(Forwarded.PROTO) || has(Forwarded.HOST))
                ? Forwarded.of(sent(Forwarded.FOR), sent(Forwarded.PROTO), sent(Forwarded.HOST))
                : null;
    }

    /**
     * Takes the request that begins {@code bytes}, which has an array; null, and nothing taken, where it is not plain, or not whole.
     *
     * @param before the one that came before it on the connection: clients repeat themselves
     */
    static @Nullable RequestHead take(ByteBuffer bytes, Ends ends, @Nullable RequestHead before) {
        byte[] array = bytes.array();
        int from = bytes.arrayOffset() + bytes.position();
        if (before != null && before.isAt(array, from, bytes.remaining())) {
            bytes.position(bytes.position() + before.head.length);
            return before;
        }
        Reader reader = new Reader(array, from, from + bytes.remaining());
        int length = reader.read();
        if (length < 0) {
            return null;
        }
        bytes.position(bytes.position() + length);
        return reader.request(length, ends);
    }

    /** Whether these bytes, which have an array, may be the first of a plain request that is not whole. */
    static boolean isBegun(ByteBuffer bytes) {
        int from = bytes.arrayOffset() + bytes.position();
        Reader reader = new Reader(bytes.array(), from, from + bytes.remaining());
        return bytes.remaining() < LARGEST && reader.read() < 0 && reader.hasTooLittle();
    }

    private boolean isAt(byte[] bytes, int from, int count) {
        return count >= head.length && Arrays.mismatch(bytes, from, from + head.length, head, 0, head.length) < 0;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public @Nullable String header(String name) {
        if (forwarded != null && forwarded.host() != null && name.equals(HOST)) {
            return forwarded.host();
        }
        return sent(name);
    }

    private @Nullable String sent(String name) {
        int at = find(name);
        if (at < 0) {
            return null;
        }
        String known = values[at / 4];
        if (known == null) {
            known = text(marks[at + 2], marks[at + 3]);
            values[at / 4] = known;
        }
        return known;
    }

    private boolean has(String name) {
        return find(name) >= 0;
    }

    private int find(String name) {
        for (int i = 0; i < marks.length; i += 4) {
            if (isName(head, marks[i], marks[i + 1], name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Iterable<String> headerNames(String beginning) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < marks.length; i += 4) {
            int end = marks[i] + beginning.length();
            if (end <= marks[i + 1] && isName(head, marks[i], end, beginning)) {
                names.add(text(marks[i], marks[i + 1]));
            }
        }
        return names;
    }

    @Override
    public String remoteAddress() {
        return forwarded != null && forwarded.client() != null
                ? forwarded.client().getHostAddress()
                : ends.client();
    }

    @Override
    public String scheme() {
        return forwarded != null && forwarded.scheme() != null ? forwarded.scheme() : "http";
    }

    @Override
    public String localOrigin() {
        return Ends.origin(scheme(), ends.here());
    }

    @Override
    public long contentLength() {
        return -1;
    }

    @Override
    public InputStream body() {
        return InputStream.nullInputStream();
    }

    @Override
    public Form form(int most) {
        return new Form.Malformed();
    }

    private String text(int from, int to) {
        return new String(head, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Letters, digits, and others. */
    private static boolean[] allowed(String others) {
        boolean[] allowed = new boolean[256];
        for (int c = 0; c < 0x7F; c++) {
            allowed[c] = Character.isLetterOrDigit(c) || others.indexOf(c) >= 0;
        }
        return allowed;
    }

    private static boolean isName(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(bytes[from + i]) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    /** Goes over the bytes once. */
    private static final class Reader {
        private final byte[] bytes;
        private final int from;
        private final int end;
        private final int[] marks = new int[4 * MOST_HEADERS];
        private int count;
        private int at;
        private int pathEnd;
        private int targetEnd;

        Reader(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.from = from;
            this.end = end;
            this.at = from;
        }

        RequestHead request(int length, Ends ends) {
            int path = from + "GET ".length();
            int[] kept = Arrays.copyOf(marks, count);
            for (int i = 0; i < count; i++) {
                kept[i] -= from;
            }
            return new RequestHead(
                    Arrays.copyOfRange(bytes, from, from + length),
                    ends,
                    new String(bytes, path, pathEnd - path, StandardCharsets.ISO_8859_1),
                    targetEnd > pathEnd + 1
                            ? new String(bytes, pathEnd + 1, targetEnd - pathEnd - 1, StandardCharsets.ISO_8859_1)
                            : null,
                    kept);
        }

        /** The length of the head, or -1. */
        int read() {
            if (!take(START) || !target() || !take(VERSION)) {
                return -1;
            }
            boolean host = false;
            while (at < end && bytes[at] != '\r') {
                if (count == marks.length || !header()) {
                    return -1;
                }
                host |= isNamed(HOST);
                if (!isPlain()) {
                    return -1;
                }
                count += 4;
            }
            return host && take('\r') && take('\n') ? at - from : -1;
        }

        /** Whether all bytes were right, as far as they went. */
        boolean hasTooLittle() {
            return at == end;
        }

        private boolean take(byte[] expected) {
            int count = Math.min(end - at, expected.length);
            if (!Arrays.equals(bytes, at, at + count, expected, 0, count)) {
                return false;
            }
            at += count;
            return count == expected.length;
        }

        private boolean take(char expected) {
            boolean there = at < end && bytes[at] == expected;
            if (there) {
                at++;
            }
            return there;
        }

        /** No escapes, doubled slashes or dot segments in the path; whole escapes in the query. */
        private boolean target() {
            while (at < end && IN_PATH[bytes[at] & 0xFF]) {
                if (bytes[at - 1] == '/' && (bytes[at] == '/' || bytes[at] == '.')) {
                    return false;
                }
                at++;
            }
            pathEnd = at;
            if (take('?')) {
                if (at < end && bytes[at] == '?') {
                    return false; // Undertow takes the first of them away
                }
                while (at < end && (IN_QUERY[bytes[at] & 0xFF] || isEscape())) {
                    at++;
                }
            }
            targetEnd = at;
            return true;
        }

        private boolean isEscape() {
            return bytes[at] == '%'
                    && at + 2 < end
                    && Character.digit(bytes[at + 1], 16) >= 0
                    && Character.digit(bytes[at + 2], 16) >= 0;
        }

        /** One line: its marks. Spaces that are doubled in a value are not for everybody the same as they are to us. */
        private boolean header() {
            int name = at;
            while (at < end && IN_NAME[bytes[at] & 0xFF]) {
                at++;
            }
            int nameEnd = at;
            if (nameEnd == name || !take(':')) {
                return false;
            }
            while (at < end && bytes[at] == ' ') {
                at++;
            }
            int value = at;
            while (at < end && bytes[at] >= ' ' && bytes[at] < 0x7F) {
                if (bytes[at] == ' ' && bytes[at - 1] == ' ') {
                    return false;
                }
                at++;
            }
            int valueEnd = at;
            while (valueEnd > value && bytes[valueEnd - 1] == ' ') {
                valueEnd--;
            }
            marks[count] = name;
            marks[count + 1] = nameEnd;
            marks[count + 2] = value;
            marks[count + 3] = valueEnd;
            return take('\r') && take('\n');
        }

        private boolean isNamed(String name) {
            return isName(bytes, marks[count], marks[count + 1], name);
        }

        /** Whether the header that was read last is of no other kind, and there for the first time. */
        private boolean isPlain() {
            for (String name : NOT_PLAIN) {
                if (isNamed(name)) {
                    return false;
                }
            }
            int length = marks[count + 1] - marks[count];
            for (int i = 0; i < count; i += 4) {
                if (marks[i + 1] - marks[i] == length && isSameName(marks[i], marks[count], length)) {
                    return false;
                }
            }
            if (isNamed(CONNECTION)) {
                return isName(bytes, marks[count + 2], marks[count + 3], "keep-alive");
            }
            return !isNamed(HOST) || isHost(marks[count + 2], marks[count + 3]);
        }

        private boolean isSameName(int one, int other, int length) {
            for (int i = 0; i < length; i++) {
                if (lower(bytes[one + i]) != lower(bytes[other + i])) {
                    return false;
                }
            }
            return true;
        }

        /** A name or an IPv4 address, and perhaps a port. */
        private boolean isHost(int begin, int stop) {
            int i = begin;
            while (i < stop && IN_HOST[bytes[i] & 0xFF]) {
                i++;
            }
            if (i == begin || i == stop) {
                return i > begin;
            }
            int port = 0;
            boolean digits = bytes[i] == ':' && stop - i - 1 >= 1 && stop - i - 1 <= LONGEST_PORT;
            for (int d = i + 1; digits && d < stop; d++) {
                digits = bytes[d] >= '0' && bytes[d] <= '9';
                port = port * 10 + bytes[d] - '0';
            }
            return digits && port > 0 && port <= 0xFFFF;
        }
    }
}
