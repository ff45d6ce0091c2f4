package org.peerage.api;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.store.StoredAnswer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers as they are kept for requests that come again. */
final class StoredAnswers {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StoredAnswers() {}

    /** The request's fingerprint is filled in by whoever keeps it. */
    static StoredAnswer of(Answer answer) {
        ObjectNode headers = JSON.createObjectNode();
        answer.headers().forEach(headers::put);
        String body =
                switch (answer.body()) {
                    case Body.None none -> "";
                    case Body.Bytes(byte[] bytes) -> new String(bytes, StandardCharsets.UTF_8);
                    default -> throw new IllegalStateException("answers to writes are short");
                };
        return new StoredAnswer("", answer.status(), headers.toString(), body);
    }

    static Answer read(StoredAnswer kept) {
        Map<String, String> headers = new LinkedHashMap<>();
        JSON.readTree(kept.headers())
                .properties()
                .forEach(entry -> headers.put(entry.getKey(), entry.getValue().stringValue()));
        Body body = kept.body().isEmpty() ? new Body.None() : Answer.text(kept.body());
        return new Answer(kept.status(), headers, body);
    }
}
