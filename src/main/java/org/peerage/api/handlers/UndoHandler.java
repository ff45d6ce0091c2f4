package org.peerage.api.handlers;

import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.UndoService;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.api.StoreUnreachableException;
import org.peerage.api.responses.ErrorResponses;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.UndoCommand;
import org.peerage.registry.UndoOutcome;
import org.peerage.registry.UndoSelection;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.store.ChangeNote;
import org.peerage.store.ChangeSubject;
import tools.jackson.databind.JsonNode;

/** Takes changes back (docs/spec/record.md §2.3). */
public final class UndoHandler {
    private static final String SELECTIONS =
            "An undo names \"changes\" as [{\"version\": 9, \"type\": \"net\", \"id\": 62}], \"versions\" as [9, 12], a"
                    + " \"cause\", or who did it in \"by\".";

    private final UndoService undo;

    public UndoHandler(UndoService undo) {
        this.undo = undo;
    }

    /** A request that makes no sense. */
    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    public ApiResponse handle(ApiRequest request, WriteHandler.WriteContext context) throws IOException {
        if (context.caller().isAnonymous() || context.caller().isReadOnly()) {
            return ErrorResponses.of(
                    new Refusal.NotPermitted(), context.caller().cameWithPassword());
        }
        return switch (RequestBody.json(request)) {
            case RequestBody.UnreadableBody(ApiResponse response) -> response;
            case RequestBody.ParsedValues values -> throw new IllegalStateException("any JSON was asked for");
            case RequestBody.ParsedJson(JsonNode body) -> {
                try {
                    yield answer(read(body, context), context);
                } catch (UnreadableException unreadable) {
                    yield ApiResponse.error(400, String.valueOf(unreadable.getMessage()));
                } catch (SQLException unreachable) {
                    throw new StoreUnreachableException(unreachable);
                } catch (WriteLane.WriteUnavailableException unavailable) {
                    yield WriteHandler.unavailable(unavailable);
                }
            }
        };
    }

    private ApiResponse answer(UndoService.UndoRequest request, WriteHandler.WriteContext context)
            throws SQLException, WriteLane.WriteUnavailableException {
        ChangeAudience audience = new ChangeAudience(context.caller(), context.before());
        ApiResponse response =
                switch (undo.undo(request, audience, context.requestId())) {
                    case UndoService.UndoResult.NothingFound none -> ApiResponse.error(404, "There is no such change.");
                    case UndoService.UndoResult.TooMany many ->
                        ApiResponse.error(
                                400,
                                "An undo looks at " + UndoCommand.MAX_CHANGES
                                        + " changes at most, whatever they are about, and there are more: name fewer, by versions or times.");
                    case UndoService.UndoResult.Decided(UndoOutcome outcome) -> decided(outcome, context);
                };
        return context.dryRun() ? response.with("X-Peerage-Dry-Run", "true") : response;
    }

    private static ApiResponse decided(UndoOutcome outcome, WriteHandler.WriteContext context) {
        if (outcome.refusal().isEmpty()) {
            return ApiResponse.of(200, new ResponseBody.Bytes(json(outcome, null)))
                    .with("X-Peerage-Version", Long.toString(outcome.version()));
        }
        Refusal refusal = outcome.refusal().get();
        return refusal instanceof Refusal.Message(int status, String text) && status == 409
                ? ApiResponse.of(409, new ResponseBody.Bytes(json(outcome, text)))
                : ErrorResponses.of(refusal, context.caller().cameWithPassword());
    }

    private static byte[] json(UndoOutcome outcome, @Nullable String error) {
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        String separator = "";
        for (UndoOutcome.UndoneObject undone : outcome.undone()) {
            out.ascii(separator).ascii("{");
            object(out, undone.object());
            out.ascii(", \"operation\": ").quoted(undone.operation()).ascii(", \"fields\": {");
            String comma = "";
            for (var field : undone.fields().entrySet()) {
                out.ascii(comma).quoted(field.getKey().name()).ascii(": [");
                HistoryHandler.write(out, field.getKey(), field.getValue().now());
                out.ascii(", ");
                HistoryHandler.write(out, field.getKey(), field.getValue().then());
                out.ascii("]");
                comma = ", ";
            }
            out.ascii("}, \"undoes\": ").number(undone.version()).ascii("}");
            separator = ", ";
        }
        out.ascii("], \"skipped\": [");
        separator = "";
        for (UndoOutcome.SkippedChange skipped : outcome.skipped()) {
            out.ascii(separator)
                    .ascii("{\"version\": ")
                    .number(skipped.version())
                    .ascii(", ");
            object(out, skipped.object());
            out.ascii(", \"why\": ").quoted(skipped.reason()).ascii("}");
            separator = ", ";
        }
        out.ascii("], \"meta\": {");
        if (error == null) {
            out.ascii("\"version\": ").number(outcome.version());
        } else {
            out.ascii("\"error\": ").quoted(error);
        }
        return out.ascii("}}").toByteArray();
    }

    private static void object(JsonBuffer out, ChangedObject object) {
        out.ascii("\"type\": ")
                .quoted(object.type().typeName())
                .ascii(", \"id\": ")
                .number(object.id());
    }

    private static UndoService.UndoRequest read(JsonNode body, WriteHandler.WriteContext context)
            throws UnreadableException {
        ChangeSubject about = subject(body.get("about"));
        String conflicts = text(body, "conflicts").orElse("refuse");
        if (!conflicts.equals("refuse") && !conflicts.equals("skip")) {
            throw new UnreadableException("'conflicts' needs to be refuse or skip");
        }
        String comment = text(body, "comment").orElse(context.note().comment());
        if (comment.length() > ChangeNote.MAX_COMMENT) {
            throw new UnreadableException("'comment' has at most 255 characters");
        }
        return new UndoService.UndoRequest(
                selection(body, about), about, conflicts.equals("skip"), comment, context.dryRun());
    }

    private static UndoSelection selection(JsonNode body, @Nullable ChangeSubject about) throws UnreadableException {
        long named = List.of("changes", "versions", "cause", "by").stream()
                .filter(body::has)
                .count();
        if (named != 1) {
            throw new UnreadableException(SELECTIONS);
        }
        if (body.has("changes")) {
            return new UndoSelection.OfObjects(changes(list(body.get("changes"), "changes")));
        }
        if (body.has("versions")) {
            List<Long> versions = new ArrayList<>();
            for (JsonNode version : list(body.get("versions"), "versions")) {
                versions.add(number(version, "versions"));
            }
            return new UndoSelection.OfVersions(versions);
        }
        if (body.has("cause")) {
            return new UndoSelection.OfCause(
                    text(body, "cause").filter(cause -> !cause.isEmpty()).orElseThrow(() -> unreadable("cause")));
        }
        return new UndoSelection.OfActor(
                text(body, "by").filter(actor -> !actor.isEmpty()).orElseThrow(() -> unreadable("by")),
                time(body, "from"),
                time(body, "to"),
                about);
    }

    private static UnreadableException unreadable(String key) {
        return new UnreadableException("'" + key + "' cannot be read");
    }

    private static List<JsonNode> list(JsonNode value, String key) throws UnreadableException {
        if (!value.isArray() || value.isEmpty() || value.size() > UndoCommand.MAX_CHANGES) {
            throw new UnreadableException("'" + key + "' needs to be a list of 1 to " + UndoCommand.MAX_CHANGES);
        }
        return value.valueStream().toList();
    }

    private static List<UndoSelection.ObjectVersion> changes(List<JsonNode> list) throws UnreadableException {
        List<UndoSelection.ObjectVersion> changes = new ArrayList<>();
        for (JsonNode item : list) {
            ObjectType type = ObjectTypes.byName(item.path("type").asString(""))
                    .orElseThrow(() -> new UnreadableException(SELECTIONS));
            changes.add(new UndoSelection.ObjectVersion(
                    number(item.path("version"), "version"), new ChangedObject(type, number(item.path("id"), "id"))));
        }
        return changes;
    }

    private static long number(JsonNode value, String key) throws UnreadableException {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
            throw new UnreadableException("'" + key + "' needs whole numbers above 0");
        }
        return value.longValue();
    }

    private static Optional<String> text(JsonNode body, String key) throws UnreadableException {
        JsonNode value = body.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw unreadable(key);
        }
        return Optional.of(value.stringValue());
    }

    private static @Nullable Instant time(JsonNode body, String key) throws UnreadableException {
        Optional<String> text = text(body, key);
        try {
            return text.map(OffsetDateTime::parse)
                    .map(OffsetDateTime::toInstant)
                    .orElse(null);
        } catch (DateTimeException unreadable) {
            throw new UnreadableException("'" + key + "' needs to be a time such as 2026-11-24T18:00:00Z");
        }
    }

    private static @Nullable ChangeSubject subject(@Nullable JsonNode value) throws UnreadableException {
        if (value == null || value.isNull()) {
            return null;
        }
        return SubjectParser.parse(value.asString(""))
                .orElseThrow(() -> new UnreadableException("'about' needs to be such as net:62 or country:DE"));
    }
}
