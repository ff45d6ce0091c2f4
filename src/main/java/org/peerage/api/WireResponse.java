package org.peerage.api;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.peerage.snapshot.ByteChunks;

/** What goes on the wire: status, headers, and a body that is ready or is written as it is made. */
public final class WireResponse {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final List<String> headers = new ArrayList<>(24);
    private int status = 200;
    private long length = -1;
    private @Nullable ByteBuffer ready;
    private @Nullable ByteChunks chunks;
    private ResponseBody.@Nullable BodyWriter writer;

    public WireResponse() {}

    /** Without headers and body. */
    public static WireResponse of(int status) {
        WireResponse response = new WireResponse();
        response.status(status);
        return response;
    }

    public int status() {
        return status;
    }

    /** Gives each header, in order; a name comes once. */
    public void forEachHeader(BiConsumer<String, String> receiver) {
        for (int i = 0; i < headers.size(); i += 2) {
            receiver.accept(headers.get(i), headers.get(i + 1));
        }
    }

    /** Bytes of the body; -1 where that is not known before it is written. Of an answer to HEAD, what GET would have. */
    public long length() {
        return length;
    }

    /** The same, where it may be told: not with the statuses that have no body (RFC 9110 §8.6); else -1. */
    public long announcedLength() {
        return status == NO_CONTENT || status == NOT_MODIFIED ? -1 : length;
    }

    /**
     * The whole body, where it is there already; the caller's own view of bytes that nobody writes to. It is read-only where others
     * have the same bytes.
     */
    public @Nullable ByteBuffer ready() {
        return ready;
    }

    /** The whole body, where it is there in parts; then it has a writer, too. */
    public @Nullable ByteChunks chunks() {
        return chunks;
    }

    /** Writes the body, where it is not ready; null: there is none to write. May take as long as the client does. */
    public ResponseBody.@Nullable BodyWriter writer() {
        return writer;
    }

    public void status(int number) {
        status = number;
    }

    /** Adds a header, beside those of the same name. */
    public void add(String name, String value) {
        headers.add(name);
        headers.add(value);
    }

    /** Sets a header, in place of one of that name. */
    public void set(String name, String value) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equals(name)) {
                headers.set(i + 1, value);
                return;
            }
        }
        add(name, value);
    }

    public void length(long bytes) {
        length = bytes;
    }

    public void body(ByteBuffer bytes) {
        ready = bytes;
        length = bytes.remaining();
    }

    /** Keeps what the headers say of the body, and leaves the body out. */
    public void bodiless() {
        ready = null;
        chunks = null;
        writer = null;
    }

    public void body(ByteChunks bytes) {
        chunks = bytes;
        writer = bytes::writeTo;
        length = bytes.length();
    }

    public void body(ResponseBody.BodyWriter how) {
        writer = how;
    }
}
