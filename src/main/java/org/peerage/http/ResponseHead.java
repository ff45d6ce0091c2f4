package org.peerage.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.HttpDate;

/**
 * Writes heads of responses in HTTP/1.1 (RFC 9112 §4 and §5); one for each event loop. It knows the lines of the last head, as most are the same
 * in the next: Netty's encoder, which makes each anew from strings, costs a tenth of a whole answer more.
 */
final class ResponseHead {
    private static final int FIRST_PLAIN = 0x20;
    private static final HttpDate.Latest NOW = new HttpDate.Latest();
    private static final FastThreadLocal<ResponseHead> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected ResponseHead initialValue() {
            return new ResponseHead();
        }
    };

    /** More headers than a response has, as a rule. */
    private static final int CACHE_SLOTS = 16;

    private final BiConsumer<String, String> header = this::header;
    /** The headers of the last response, by their place in it. */
    private final @Nullable Line[] lines = new Line[CACHE_SLOTS];

    private byte[] bytes = new byte[2048];
    private int count;
    private int place;

    /** A header as it is sent. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Line(String name, String value, byte[] bytes) {}

    private ResponseHead() {}

    /** The one of this event loop. */
    static ResponseHead ofThread() {
        return OF_THREAD.get();
    }

    /**
     * Makes a head.
     *
     * @param length of the body; negative: none is announced
     * @param framing more header lines, whole; empty: none
     * @return the number of bytes, to be taken by {@link #copyTo}
     */
    int make(WireResponse response, long length, String framing) {
        count = 0;
        place = 0;
        put(statusLine(response.status()));
        response.forEachHeader(header);
        if (length >= 0) {
            header("Content-Length", Long.toString(length));
        }
        header("Date", NOW.format(System.currentTimeMillis() / 1000));
        put(framing);
        put("\r\n");
        return count;
    }

    void copyTo(ByteBuf to) {
        to.writeBytes(bytes, 0, count);
    }

    private static String statusLine(int status) {
        return switch (status) {
            case 200 -> "HTTP/1.1 200 OK\r\n";
            case 304 -> "HTTP/1.1 304 Not Modified\r\n";
            default ->
                "HTTP/1.1 " + status + " " + HttpResponseStatus.valueOf(status).reasonPhrase() + "\r\n";
        };
    }

    private void header(String name, String value) {
        // The first is the request's own id, another one each time.
        boolean mayRepeat = place > 0 && place < CACHE_SLOTS;
        Line last = mayRepeat ? lines[place] : null;
        if (last != null && last.value.equals(value) && last.name.equals(name)) {
            room(last.bytes.length);
            System.arraycopy(last.bytes, 0, bytes, count, last.bytes.length);
            count += last.bytes.length;
        } else {
            int from = count;
            write(name, value);
            if (mayRepeat) {
                lines[place] = new Line(name, value, Arrays.copyOfRange(bytes, from, count));
            }
        }
        place++;
    }

    private void write(String name, String value) {
        put(name);
        put(": ");
        int from = count;
        put(value);
        // Nothing in a value ends its line.
        for (int i = from; i < count; i++) {
            if (bytes[i] >= 0 && bytes[i] < FIRST_PLAIN) {
                bytes[i] = ' ';
            }
        }
        put("\r\n");
    }

    /** The low byte of each letter: headers are of Latin letters. */
    @SuppressWarnings("deprecation")
    private void put(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, count);
        count += text.length();
    }

    private void room(int more) {
        if (bytes.length - count < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + more));
        }
    }
}
