package org.peerage.api.handlers;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.store.IdempotencyRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers as they are kept for requests that come again. */
final class IdempotencyRecords {
    private static final JsonMapper JSON = JsonMapper.shared();

    private IdempotencyRecords() {}

    /** The request's fingerprint is filled in by whoever keeps it. */
    static IdempotencyRecord of(ApiResponse response) {
        ObjectNode headers = JSON.createObjectNode();
        response.headers().forEach(headers::put);
        String body =
                switch (response.body()) {
                    case ResponseBody.None none -> "";
                    case ResponseBody.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
                    default -> throw new IllegalStateException("answers to writes are short");
                };
        return new IdempotencyRecord("", response.status(), headers.toString(), body);
    }

    static ApiResponse response(IdempotencyRecord kept) {
        Map<String, String> headers = new LinkedHashMap<>();
        JSON.readTree(kept.headers())
                .properties()
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().stringValue()));
        ResponseBody body = kept.body().isEmpty() ? new ResponseBody.None() : ApiResponse.text(kept.body());
        return new ApiResponse(kept.status(), headers, body);
    }
}
