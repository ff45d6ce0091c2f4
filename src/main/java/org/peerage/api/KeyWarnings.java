package org.peerage.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.accounts.keys.KeyActivity;
import org.peerage.schema.JsonBuffer;

/** What keys are used for is noted, and who comes with one that ends within two weeks is told so in {@code meta.warnings}. */
public final class KeyWarnings {
    private static final byte[] EMPTY_META = "\"meta\": {}}".getBytes(StandardCharsets.US_ASCII);

    private final Accounts accounts;
    private final KeyActivity activity;
    private final Clock clock;

    public KeyWarnings(Accounts accounts, KeyActivity activity, Clock clock) {
        this.accounts = accounts;
        this.activity = activity;
        this.clock = clock;
    }

    /** Notes an answer to who came with a key. */
    public void record(Caller caller, ApiRequest request, int status) {
        if (caller.isKey()) {
            activity.record(caller.actor(), request.method(), request.path(), status, request.remoteAddress());
        }
    }

    /** The answer, with a warning where there is one to give. */
    public ApiResponse warned(Caller caller, ApiResponse response) {
        if (!caller.isKey()) {
            return response;
        }
        long now = clock.instant().getEpochSecond();
        Optional<Long> end = accounts.current()
                .key(caller.actor().substring(caller.actor().indexOf(':') + 1))
                .filter(key -> key.endsSoon(now))
                .map(key -> key.expiry().orElseThrow());
        return end.map(at -> new ApiResponse(response.status(), response.headers(), warned(response.body(), at)))
                .orElse(response);
    }

    private static ResponseBody warned(ResponseBody body, long end) {
        return switch (body) {
            case ResponseBody.Bytes(byte[] bytes) -> new ResponseBody.Bytes(warned(bytes, end));
            case ResponseBody.RowBody row ->
                new ResponseBody.RowBody(row.before(), row.bytes(), row.from(), row.length(), warned(row.after(), end));
            case ResponseBody.FullList list ->
                new ResponseBody.FullList(list.before(), list.list(), warned(list.after(), end));
            case ResponseBody.Cached cached -> {
                ByteBuffer plain = cached.bytes(false);
                byte[] bytes = new byte[plain.remaining()];
                plain.get(bytes);
                yield new ResponseBody.Bytes(warned(bytes, end));
            }
            case ResponseBody.None none -> none;
            case ResponseBody.StreamedBody stream -> stream;
        };
    }

    /** The text with a warning in its {@code meta}, where that stands at its end and is empty. */
    private static byte[] warned(byte[] text, long end) {
        int from = text.length - EMPTY_META.length;
        if (from < 0 || !Arrays.equals(text, from, text.length, EMPTY_META, 0, EMPTY_META.length)) {
            return text;
        }
        return new JsonBuffer(text.length + 160)
                .bytes(text, 0, from)
                .ascii("\"meta\": {\"warnings\": [")
                .quoted("This API key ends at " + Instant.ofEpochSecond(end) + ". Rotate it before.")
                .ascii("]}}")
                .toByteArray();
    }
}
