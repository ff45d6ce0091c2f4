package org.peerage.api.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;
import org.peerage.schema.JsonBuffer;

/** Answers to writes that are not carried out (docs/spec/objects.md §1.1). */
public final class ErrorResponses {
    private ErrorResponses() {}

    /**
     * The answer.
     *
     * @param cameWithPassword whether the caller came with a password or session: they are told that they may not, others that
     *     they did not say who they are
     */
    public static ApiResponse of(Refusal refusal, boolean cameWithPassword) {
        return switch (refusal) {
            case Refusal.Invalid(List<Violation> violations) ->
                ApiResponse.of(400, new ResponseBody.Bytes(invalid(violations)));
            case Refusal.Message(int status, String text) when text.isEmpty() -> ApiResponse.empty(status);
            case Refusal.Message(int status, String text)
            when status == 503 -> ApiResponse.error(status, text).with("Retry-After", "300");
            case Refusal.Message(int status, String text) -> ApiResponse.error(status, text);
            case Refusal.NotPermitted none ->
                cameWithPassword
                        ? ApiResponse.error(403, "You do not have permission to perform this action.")
                        : ApiResponse.error(401, "Authentication credentials were not provided.")
                                .with("WWW-Authenticate", "Basic realm=\"api\"");
            case Refusal.Forbidden(AccessRight right, String where) -> missing(right, where);
            case Refusal.ObjectNotFound(var type) ->
                ApiResponse.error(404, "No " + type.title() + " matches the given query.");
            case Refusal.VersionMismatch none ->
                ApiResponse.error(412, "The object has changed since the version that If-Match names.");
        };
    }

    /** What a caller lacks, whom the reference only turns away (docs/spec/deviations.md §15). */
    public static ApiResponse missing(AccessRight right, String where) {
        return ApiResponse.error(403, "Missing right: " + right.name().toLowerCase(Locale.ROOT) + " on " + where);
    }

    private static byte[] invalid(List<Violation> violations) {
        Map<String, List<Violation>> byField = new LinkedHashMap<>();
        List<Violation> meta = new ArrayList<>();
        for (Violation violation : violations) {
            if (violation.form() == Violation.MessageForm.META) {
                meta.add(violation);
            } else {
                byField.computeIfAbsent(violation.field(), field -> new ArrayList<>())
                        .add(violation);
            }
        }
        JsonBuffer out = new JsonBuffer(256).ascii("{");
        byField.forEach((field, found) -> {
            out.quoted(field).ascii(": ");
            value(out, found);
            out.ascii(", ");
        });
        out.ascii("\"meta\": {");
        for (Violation word : meta) {
            out.quoted(word.field()).ascii(": ").quoted(word.message()).ascii(", ");
        }
        return out.ascii("\"error\": \"Bad Request\"}}").toByteArray();
    }

    private static void value(JsonBuffer out, List<Violation> found) {
        Violation first = found.getFirst();
        switch (first.form()) {
            case BARE -> out.quoted(first.message());
            case JSON -> out.ascii(first.message());
            default -> {
                String separator = "[";
                for (Violation violation : found) {
                    out.ascii(separator).quoted(violation.message());
                    separator = ", ";
                }
                out.ascii("]");
            }
        }
    }
}
