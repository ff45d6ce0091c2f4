package org.peerage.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.access.limits.RateLimited;
import org.peerage.schema.JsonBuffer;

/** A status, headers beyond those that every answer carries, and a body. */
public record ApiResponse(int status, Map<String, String> headers, ResponseBody body) {
    public static final String JSON = "application/json; charset=utf-8";

    public static ApiResponse of(int status, ResponseBody body) {
        return new ApiResponse(
                status, body instanceof ResponseBody.None ? Map.of() : Map.of("Content-Type", JSON), body);
    }

    /** {@code {"meta": {"error": …}}} (docs/spec/objects.md §1.1). */
    public static ApiResponse error(int status, String message) {
        return of(status, json("{\"meta\": {\"error\": ", message, "}}"));
    }

    /** A unique thing was asked for, and is not there. */
    public static ApiResponse entityNotFound() {
        return of(404, json("{\"data\": [], \"meta\": {\"error\": ", "Entity not found", "}}"));
    }

    public static ApiResponse empty(int status) {
        return of(status, new ResponseBody.None());
    }

    public ApiResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(status, more, body);
    }

    /** Bytes of the body; -1 where that is not known before it is written. */
    public long length() {
        return switch (body) {
            case ResponseBody.None none -> 0;
            case ResponseBody.Bytes(byte[] bytes) -> bytes.length;
            case ResponseBody.Cached kept -> kept.length();
            case ResponseBody.RowBody slice -> slice.before().length + (long) slice.length() + slice.after().length;
            case ResponseBody.FullList whole -> whole.length();
            case ResponseBody.StreamedBody stream -> stream.length();
        };
    }

    private static ResponseBody json(String before, String text, String after) {
        return new ResponseBody.Bytes(
                new JsonBuffer(128).ascii(before).quoted(text).ascii(after).toByteArray());
    }

    public static ResponseBody text(String text) {
        return new ResponseBody.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Too many requests; when to try again. */
    public static ApiResponse rateLimited(RateLimited limited) {
        JsonBuffer out = new JsonBuffer(160)
                .ascii("{\"message\": ")
                .quoted(limited.message())
                .ascii(", \"meta\": {\"error\": \"Too Many Requests\"}}");
        return ApiResponse.of(429, new ResponseBody.Bytes(out.toByteArray()))
                .with("Retry-After", Long.toString(limited.retryAfterSeconds()));
    }
}
