package org.peerage.http;

import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.peerage.api.HttpDate;
import org.peerage.api.Outgoing;

/** Writes heads of answers in HTTP/1.1 (RFC 9112 §4 and §5), for one thread. */
final class ResponseHead {
    private static final int ROOM = 16 * 1024;
    private static final int FIRST_PLAIN = 0x20;
    private static final String OK = line(StatusCodes.OK);
    private static final String NOT_MODIFIED = line(StatusCodes.NOT_MODIFIED);

    private static final HttpDate.Latest NOW = new HttpDate.Latest();

    /** More headers than an answer has, as a rule. */
    private static final int PLACES = 16;

    private final byte[] bytes = new byte[ROOM];
    private final BiConsumer<String, String> header = this::header;
    /** The headers of the last answer, by their place in it: most are the same in the next. */
    private final Line[] lines = new Line[PLACES];

    private int count;
    private int place;

    /** A header as it is sent. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Line(String name, String value, byte[] bytes) {}

    /** Writes one, with the length of a body of so many bytes; -1: there is none, and none is announced. */
    void write(Outgoing answer, long length, ByteBuffer to) {
        count = 0;
        place = 0;
        put(statusLine(answer.status()));
        answer.forEachHeader(header);
        if (length >= 0) {
            header("Content-Length", Long.toString(length));
        }
        header("Date", NOW.format(System.currentTimeMillis() / 1000));
        put("\r\n");
        to.put(bytes, 0, count);
    }

    private static String statusLine(int status) {
        return switch (status) {
            case StatusCodes.OK -> OK;
            case StatusCodes.NOT_MODIFIED -> NOT_MODIFIED;
            default -> line(status);
        };
    }

    private static String line(int status) {
        return "HTTP/1.1 " + status + " " + StatusCodes.getReason(status) + "\r\n";
    }

    private void header(String name, String value) {
        // The first is the request's own name, another one each time.
        boolean mayRepeat = place > 0 && place < PLACES;
        Line last = mayRepeat ? lines[place] : null;
        if (last != null && last.value.equals(value) && last.name.equals(name)) {
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
        text.getBytes(0, text.length(), bytes, count);
        count += text.length();
    }
}
