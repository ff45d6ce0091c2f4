package org.peerage.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.schema.JsonBuffer;

/** A status, headers beyond those that every answer carries, and a body. */
public record Answer(int status, Map<String, String> headers, Body body) {
    public static final String JSON = "application/json; charset=utf-8";

    public static Answer of(int status, Body body) {
        return new Answer(status, body instanceof Body.None ? Map.of() : Map.of("Content-Type", JSON), body);
    }

    /** {@code {"meta": {"error": …}}} (docs/spec/objects.md §1.1). */
    public static Answer error(int status, String message) {
        return of(status, json("{\"meta\": {\"error\": ", message, "}}"));
    }

    /** A unique thing was asked for, and is not there. */
    static Answer entityNotFound() {
        return of(404, json("{\"data\": [], \"meta\": {\"error\": ", "Entity not found", "}}"));
    }

    static Answer empty(int status) {
        return of(status, new Body.None());
    }

    public Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body);
    }

    /** Bytes of the body; -1 where that is not known before it is written. */
    long length() {
        return switch (body) {
            case Body.None none -> 0;
            case Body.Bytes(byte[] bytes) -> bytes.length;
            case Body.Kept kept -> kept.length();
            case Body.Slice slice -> slice.before().length + (long) slice.length() + slice.after().length;
            case Body.Whole whole -> whole.length();
            case Body.Stream stream -> stream.length();
        };
    }

    private static Body json(String before, String text, String after) {
        return new Body.Bytes(
                new JsonBuffer(128).ascii(before).quoted(text).ascii(after).toByteArray());
    }

    static Body text(String text) {
        return new Body.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
