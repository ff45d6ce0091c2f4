package org.peerage.web.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.peerage.api.ApiRequest;
import org.peerage.api.QueryParameters;

/** What a request says in its query and, if its body is a form, in that. */
final class FormParameters {
    private static final int MAX_VALUE_LENGTH = 20_000;

    /** Permissions of an organization with thousands of objects are one form. */
    private static final int MAX_PARAMETERS = 50_000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    /** Takes in the query, which comes first, and a form in the body. */
    PageRequest.FormState read(ApiRequest request, boolean hasForm) {
        String query = request.query();
        if (query != null) {
            QueryParameters.forEach(query, this::add);
        }
        if (!hasForm) {
            return PageRequest.FormState.READ;
        }
        if (request.contentLength() > PageRequest.MAX_FORM_BYTES) {
            return PageRequest.FormState.TOO_LARGE;
        }
        String type =
                Objects.requireNonNullElse(request.header("Content-Type"), "").toLowerCase(Locale.ROOT);
        try {
            if (type.startsWith("multipart/form-data")) {
                return multipart(request.form(PageRequest.MAX_FORM_BYTES));
            }
            return type.startsWith("application/x-www-form-urlencoded")
                    ? urlEncoded(request)
                    : PageRequest.FormState.READ;
        } catch (IOException unread) {
            return PageRequest.FormState.MALFORMED;
        }
    }

    private PageRequest.FormState urlEncoded(ApiRequest request) throws IOException {
        byte[] body = request.body().readNBytes(PageRequest.MAX_FORM_BYTES + 1);
        if (body.length > PageRequest.MAX_FORM_BYTES || QueryParameters.count(body) > MAX_PARAMETERS) {
            return PageRequest.FormState.TOO_LARGE;
        }
        // Browsers send forms in the encoding of the page, and don't say so.
        QueryParameters.forEach(new String(body, StandardCharsets.UTF_8), this::add);
        return PageRequest.FormState.READ;
    }

    private PageRequest.FormState multipart(ApiRequest.Form form) {
        return switch (form) {
            case ApiRequest.Form.TooLarge tooLarge -> PageRequest.FormState.TOO_LARGE;
            case ApiRequest.Form.Malformed malformed -> PageRequest.FormState.MALFORMED;
            case ApiRequest.Form.Fields(List<ApiRequest.FormField> fields, List<ApiRequest.FormFile> sent) -> {
                fields.forEach(field -> add(field.name(), field.value()));
                sent.forEach(file -> files.put(file.name(), file.content()));
                yield PageRequest.FormState.READ;
            }
        };
    }

    private void add(String name, String value) {
        values.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** The first value as it came; empty where there is none, or it is very long. */
    String first(String name) {
        List<String> sent = values.getOrDefault(name, List.of());
        return sent.isEmpty() || sent.getFirst().length() > MAX_VALUE_LENGTH ? "" : sent.getFirst();
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** A file; empty where there is none, or it has more bytes than that. */
    Optional<byte[]> file(String name, int maxBytes) {
        return Optional.ofNullable(files.get(name)).filter(content -> content.length > 0 && content.length <= maxBytes);
    }
}
