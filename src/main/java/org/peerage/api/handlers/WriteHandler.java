package org.peerage.api.handlers;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.CallerAuthor;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.LenientNumbers;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.api.Route;
import org.peerage.api.StoreUnreachableException;
import org.peerage.api.responses.ErrorResponses;
import org.peerage.api.responses.Preconditions;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.types.CarrierFac;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Expansion;
import org.peerage.snapshot.SliceBuffer;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.snapshot.WriteResponseJson;
import org.peerage.store.ChangeNote;
import org.peerage.store.IdempotencyRecord;
import tools.jackson.databind.JsonNode;

/** Answers requests that change something (docs/spec/objects.md). */
public final class WriteHandler {
    private final Editor editor;
    private final ChangeVisibility visibility;

    public WriteHandler(Editor editor, ChangeVisibility visibility) {
        this.editor = editor;
        this.visibility = visibility;
    }

    /**
     * Who wants a write, and how.
     *
     * @param note what the log of changes says of it
     * @param before the registry as the request found it
     */
    public record WriteContext(
            Caller caller,
            String requestId,
            boolean dryRun,
            Preconditions preconditions,
            ChangeNote note,
            Snapshot before) {
        public static WriteContext of(
                ApiRequest request, AccessDecision.Admitted admitted, String requestId, Snapshot before) {
            QueryParameters parameters = request.parameters();
            String trial = parameters.get("dry-run");
            return new WriteContext(
                    admitted.caller(),
                    requestId,
                    trial != null && !trial.equals("false") && !trial.equals("0"),
                    Preconditions.of(request),
                    new ChangeNote("", ChangeComments.of(request)),
                    before);
        }

        Visibility visibility() {
            return caller.visibility();
        }

        /** The same, with a cause for the log of changes. */
        WriteContext causedBy(String cause) {
            return new WriteContext(
                    caller, requestId, dryRun, preconditions, new ChangeNote(cause, note.comment()), before);
        }
    }

    public ApiResponse create(ObjectType type, ApiRequest request, WriteContext context) throws IOException {
        return RequestBody.values(request)
                .answer(input -> submit(
                        List.of(new Operation.Create(type, input)),
                        null,
                        context,
                        request,
                        (decided, snapshot) -> response(decided, snapshot, context, 201, false)));
    }

    public ApiResponse update(ObjectType type, long id, ApiRequest request, WriteContext context) throws IOException {
        return RequestBody.values(request)
                .answer(input -> submit(
                        List.of(new Operation.Update(type, id, input)),
                        context.preconditions().expected(type, id).orElse(null),
                        context,
                        request,
                        (decided, snapshot) -> response(decided, snapshot, context, 200, true)));
    }

    public ApiResponse delete(ObjectType type, long id, ApiRequest request, WriteContext context) {
        return submit(
                List.of(new Operation.Delete(type, id)),
                context.preconditions().expected(type, id).orElse(null),
                context,
                request,
                (decided, snapshot) -> response(decided, snapshot, context, 204, false));
    }

    public ApiResponse act(Route.ObjectAction action, ApiRequest request, WriteContext context) throws IOException {
        return switch (action.name()) {
            case "request_ixf_import" ->
                submit(
                        List.of(new Operation.RequestImport(action.id())),
                        null,
                        context,
                        request,
                        (decided, snapshot) -> fullResponse(decided, snapshot, context));
            case "approve", "reject" ->
                submit(
                        List.of(new Operation.Consent(action.id(), action.name().equals("approve"))),
                        null,
                        context,
                        request,
                        (decided, snapshot) -> response(decided, snapshot, context, 200, false));
            case "add-facility", "remove-facility" ->
                submit(
                        List.of(new Operation.CampusMembership(
                                action.id(), action.other(), action.name().equals("add-facility"))),
                        null,
                        context,
                        request,
                        (decided, snapshot) -> named(decided, snapshot, context));
            default -> side(action, request, context);
        };
    }

    private ApiResponse side(Route.ObjectAction action, ApiRequest request, WriteContext context) throws IOException {
        boolean exchangeSide = action.name().equals("set-ix-side");
        return RequestBody.values(request)
                .answer(input -> submit(
                        List.of(sideOf(action.id(), exchangeSide, input)),
                        null,
                        context,
                        request,
                        (decided, snapshot) -> response(decided, snapshot, context, 200, true)));
    }

    private static Operation sideOf(long peering, boolean exchangeSide, RequestFields input) {
        JsonNode facility = input.find("fac_id").orElse(null);
        if (facility == null || facility.isNull() || facility.asString("x").isBlank()) {
            return new Operation.ConnectionFacility(peering, exchangeSide, null);
        }
        OptionalLong id = LenientNumbers.wholeNumber(facility.asString(""));
        return id.isPresent()
                ? new Operation.ConnectionFacility(peering, exchangeSide, id.getAsLong())
                : new Operation.InvalidConnectionFacility(peering, exchangeSide);
    }

    /** Carries out operations together, and answers. */
    ApiResponse submit(
            List<Operation> operations,
            QueuedWrite.@Nullable ExpectedVersion expected,
            WriteContext context,
            ApiRequest request,
            BiFunction<QueuedWrite.WriteDecisions, Snapshot, ApiResponse> answer) {
        // A precondition counts only where the request would succeed without it (RFC 9110 §13.2.1).
        boolean impossible = context.preconditions().areUnreadable();
        if (context.preconditions().idempotencyKeyIsTooLong()) {
            return ApiResponse.error(
                    400, "An Idempotency-Key has at most " + Preconditions.MAX_KEY_LENGTH + " characters.");
        }
        // Nobody in particular changes nothing, and would share keys with everybody.
        QueuedWrite.IdempotencyKey once = context.caller().isAnonymous()
                ? null
                : context.preconditions()
                        .idempotency(
                                request,
                                operations,
                                (decided, snapshot) -> IdempotencyRecords.of(answer.apply(decided, snapshot)));
        try {
            QueuedWrite.WriteResult outcome = editor.submit(new Editor.WriteCommand(
                    operations,
                    new CallerAuthor(context.caller()),
                    context.requestId(),
                    expected,
                    once,
                    context.dryRun() || impossible,
                    context.note(),
                    null));
            if (outcome.replayed().isPresent()) {
                return repeated(outcome.replayed().get(), once, context, outcome.snapshot());
            }
            ApiResponse made = answer.apply(outcome.decided(), outcome.snapshot());
            if (impossible && made.status() < 300) {
                return ApiResponse.error(412, "If-Match does not name a version of the object.");
            }
            return context.dryRun() ? made.with("X-Peerage-Dry-Run", "true") : made;
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return unavailable(unavailable);
        }
    }

    /** What is answered to a write that cannot be carried out now. */
    static ApiResponse unavailable(WriteLane.WriteUnavailableException unavailable) {
        if (unavailable.isPermanent()) {
            return ApiResponse.error(403, String.valueOf(unavailable.getMessage()));
        }
        String consequence =
                unavailable.isCertain() ? "nothing was changed" : "whether the change was made is not known";
        return ApiResponse.error(503, unavailable.getMessage() + "; " + consequence)
                .with("Retry-After", "5");
    }

    private ApiResponse repeated(
            IdempotencyRecord kept,
            QueuedWrite.@Nullable IdempotencyKey once,
            WriteContext context,
            Snapshot snapshot) {
        if (once == null || !once.fingerprint().equals(kept.request())) {
            return ApiResponse.error(422, "This Idempotency-Key was used for another request.");
        }
        ApiResponse first = IdempotencyRecords.response(kept);
        OptionalLong version = LenientNumbers.wholeNumber(first.headers().getOrDefault("X-Peerage-Version", ""));
        boolean changed = first.status() < 300 && version.isPresent();
        ApiResponse response = !changed || isRepeatable(version.getAsLong(), context, snapshot)
                ? first
                : ApiResponse.error(
                        409,
                        "This request was carried out in version " + version.getAsLong()
                                + ". What it made has since been"
                                + " hidden, corrected or given to somebody else, so that the first answer is not"
                                + " given again: read the object.");
        return response.with("Idempotency-Replayed", "true");
    }

    private boolean isRepeatable(long version, WriteContext context, Snapshot snapshot) {
        try {
            return visibility.isRepeatable(version, new ChangeAudience(context.caller(), snapshot));
        } catch (SQLException unreachable) {
            throw new StoreUnreachableException(unreachable);
        }
    }

    /** The answer for one operation. */
    ApiResponse response(
            QueuedWrite.WriteDecisions decided, Snapshot snapshot, WriteContext context, int status, boolean withSets) {
        return switch (decided.last()) {
            case Decision.Rejected refused ->
                ErrorResponses.of(refused.refusal(), context.caller().cameWithPassword());
            case Decision.NeedsAsnRecord needs -> throw new IllegalStateException("undecided");
            case Decision.Applied applied -> applied(applied, snapshot, context, status, withSets, false);
        };
    }

    /** The answer to what is done to a member of something: the member, with its namespace. */
    private ApiResponse named(QueuedWrite.WriteDecisions decided, Snapshot snapshot, WriteContext context) {
        return switch (decided.last()) {
            case Decision.Applied applied -> applied(applied, snapshot, context, 200, false, true);
            case Decision.Rejected(Refusal.Forbidden missing, var effects)
            when context.caller().isAnonymous() -> ErrorResponses.of(new Refusal.NotPermitted(), false);
            default -> response(decided, snapshot, context, 200, false);
        };
    }

    private static ApiResponse applied(
            Decision.Applied applied,
            Snapshot snapshot,
            WriteContext context,
            int status,
            boolean withSets,
            boolean named) {
        Row subject = applied.row().orElse(null);
        if (subject == null) {
            return versioned(ApiResponse.empty(204), snapshot, context);
        }
        Row row = subject;
        Row now = snapshot.find(subject.type(), subject.id());
        if (now != null && now.status() == subject.status() && status != 201) {
            row = now; // with the counters that follow from the change
        }
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        new WriteResponseJson(snapshot, context.visibility(), withSets, context.before())
                .write(
                        out,
                        row,
                        applied.extras(),
                        named || (row.type() == CarrierFac.TYPE && status == 200),
                        applied.instead());
        ApiResponse response = versioned(
                ApiResponse.of(
                        status,
                        new ResponseBody.Bytes(out.ascii("], \"meta\": {}}").toByteArray())),
                snapshot,
                context);
        // The reference's framework takes any key named url for the address of what was made.
        return status == 201
                ? row.type()
                        .field("url")
                        .map(url -> response.with("Location", url(row(applied), url)))
                        .orElse(response)
                : response;
    }

    private static Row row(Decision.Applied applied) {
        return applied.row().orElseThrow();
    }

    private static String url(Row row, Field<?> field) {
        return String.valueOf(row.find(field)).replaceAll("[^\\x21-\\x7E]", "");
    }

    private static ApiResponse versioned(ApiResponse response, Snapshot snapshot, WriteContext context) {
        return response.with("X-Peerage-Version", Long.toString(snapshot.version()))
                .with(
                        "ETag",
                        ResponseWriter.entityTag(
                                snapshot.version(), context.caller().visibilityTag(), false));
    }

    /** The answer shows the row as a read at depth 2 does, with further ids. */
    private ApiResponse fullResponse(QueuedWrite.WriteDecisions decided, Snapshot snapshot, WriteContext context) {
        if (!(decided.last() instanceof Decision.Applied applied)) {
            return response(decided, snapshot, context, 200, false);
        }
        Row row = row(applied);
        Row now = Optional.ofNullable(snapshot.find(row.type(), row.id())).orElse(row);
        SliceBuffer shown = new SliceBuffer().ascii("{\"data\": [");
        new Expansion(snapshot, context.visibility(), false, null).write(shown, now, 2);
        byte[] start = shown.toByteArray();
        JsonBuffer out = new JsonBuffer(start.length + 256).bytes(start, 0, start.length - 1);
        applied.extras()
                .forEach((key, value) -> out.ascii(", ").quoted(key).ascii(": ").number(value));
        return versioned(
                ApiResponse.of(
                        200,
                        new ResponseBody.Bytes(out.ascii("}], \"meta\": {}}").toByteArray())),
                snapshot,
                context);
    }
}
