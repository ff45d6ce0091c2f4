package org.peerage.api;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.CallerAuthor;
import org.peerage.access.ChangeVisibility;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Input;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.types.CarrierFac;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Echo;
import org.peerage.snapshot.Expansion;
import org.peerage.snapshot.Pieces;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.store.StoredAnswer;
import tools.jackson.databind.JsonNode;

/** Answers requests that change something (docs/spec/objects.md). */
public final class Writes {
    private final Editor editor;
    private final ChangeVisibility visibility;

    public Writes(Editor editor, ChangeVisibility visibility) {
        this.editor = editor;
        this.visibility = visibility;
    }

    /**
     * Who wants a write, and how.
     *
     * @param before the registry as the request found it
     */
    record Wish(
            Caller caller,
            Visibility sight,
            String requestId,
            boolean trial,
            Preconditions preconditions,
            Snapshot before) {
        static Wish of(Asked request, Admission.Admitted admitted, String requestId, Snapshot before) {
            Parameters parameters = Parameters.parse(request.query());
            String trial = parameters.get("dry-run");
            return new Wish(
                    admitted.caller(),
                    admitted.sight(),
                    requestId,
                    trial != null && !trial.equals("false") && !trial.equals("0"),
                    Preconditions.of(request),
                    before);
        }
    }

    Answer create(ObjectType type, Asked request, Wish wish) throws IOException {
        return withValues(
                request,
                (input, bytes) -> submit(
                        List.of(new Operation.Create(type, input)),
                        null,
                        wish,
                        request,
                        (decided, snapshot) -> one(decided, snapshot, wish, 201, false)));
    }

    Answer update(ObjectType type, long id, Asked request, Wish wish) throws IOException {
        return withValues(
                request,
                (input, bytes) -> submit(
                        List.of(new Operation.Update(type, id, input)),
                        wish.preconditions().expected(type, id).orElse(null),
                        wish,
                        request,
                        (decided, snapshot) -> one(decided, snapshot, wish, 200, true)));
    }

    Answer delete(ObjectType type, long id, Asked request, Wish wish) {
        return submit(
                List.of(new Operation.Delete(type, id)),
                wish.preconditions().expected(type, id).orElse(null),
                wish,
                request,
                (decided, snapshot) -> one(decided, snapshot, wish, 204, false));
    }

    Answer act(Address.Action action, Asked request, Wish wish) throws IOException {
        return switch (action.name()) {
            case "request_ixf_import" ->
                submit(
                        List.of(new Operation.RequestImport(action.id())),
                        null,
                        wish,
                        request,
                        (decided, snapshot) -> whole(decided, snapshot, wish));
            case "approve", "reject" ->
                submit(
                        List.of(new Operation.Consent(action.id(), action.name().equals("approve"))),
                        null,
                        wish,
                        request,
                        (decided, snapshot) -> one(decided, snapshot, wish, 200, false));
            case "add-facility", "remove-facility" ->
                submit(
                        List.of(new Operation.Membership(
                                action.id(), action.other(), action.name().equals("add-facility"))),
                        null,
                        wish,
                        request,
                        (decided, snapshot) -> named(decided, snapshot, wish));
            default -> side(action, request, wish);
        };
    }

    private Answer side(Address.Action action, Asked request, Wish wish) throws IOException {
        boolean exchangeSide = action.name().equals("set-ix-side");
        return switch (RequestBody.values(request)) {
            case RequestBody.Unreadable(Answer answer) -> answer;
            case RequestBody.Json json -> throw new IllegalStateException("a mapping was asked for");
            case RequestBody.Values(Input input) ->
                submit(
                        List.of(sideOf(action.id(), exchangeSide, input)),
                        null,
                        wish,
                        request,
                        (decided, snapshot) -> one(decided, snapshot, wish, 200, true));
        };
    }

    private static Operation sideOf(long peering, boolean exchangeSide, Input input) {
        JsonNode facility = input.find("fac_id").orElse(null);
        if (facility == null || facility.isNull() || facility.asString("x").isBlank()) {
            return new Operation.Side(peering, exchangeSide, null);
        }
        OptionalLong id = Numbers.whole(facility.asString(""));
        return id.isPresent()
                ? new Operation.Side(peering, exchangeSide, id.getAsLong())
                : new Operation.InvalidSide(peering, exchangeSide);
    }

    /** Carries out operations together, and answers. */
    Answer submit(
            List<Operation> operations,
            Request.@Nullable Expected expected,
            Wish wish,
            Asked request,
            BiFunction<Request.Decided, Snapshot, Answer> answer) {
        // A precondition counts only where the request would succeed without it (RFC 9110 §13.2.1).
        boolean impossible = wish.preconditions().areUnreadable();
        if (wish.preconditions().idempotencyKeyIsTooLong()) {
            return Answer.error(400, "An Idempotency-Key has at most " + Preconditions.LONGEST_KEY + " characters.");
        }
        Request.Once once = wish.preconditions()
                .once(request, operations, (decided, snapshot) -> StoredAnswers.of(answer.apply(decided, snapshot)));
        try {
            Request.Outcome outcome = editor.submit(new Editor.Wish(
                    operations,
                    new CallerAuthor(wish.caller()),
                    wish.requestId(),
                    expected,
                    once,
                    wish.trial() || impossible));
            if (outcome.kept().isPresent()) {
                return repeated(outcome.kept().get(), once, wish, outcome.snapshot());
            }
            Answer made = answer.apply(outcome.decided(), outcome.snapshot());
            if (impossible && made.status() < 300) {
                return Answer.error(412, "If-Match does not name a version of the object.");
            }
            return wish.trial() ? made.with("X-Peerage-Dry-Run", "true") : made;
        } catch (WriteLane.Unavailable unavailable) {
            return unavailable(unavailable);
        }
    }

    /** What is answered to a write that cannot be carried out now. */
    static Answer unavailable(WriteLane.Unavailable unavailable) {
        if (unavailable.isLasting()) {
            return Answer.error(403, String.valueOf(unavailable.getMessage()));
        }
        String consequence =
                unavailable.isCertain() ? "nothing was changed" : "whether the change was made is not known";
        return Answer.error(503, unavailable.getMessage() + "; " + consequence).with("Retry-After", "5");
    }

    private Answer repeated(StoredAnswer kept, Request.@Nullable Once once, Wish wish, Snapshot snapshot) {
        if (once == null || !once.fingerprint().equals(kept.request())) {
            return Answer.error(422, "This Idempotency-Key was used for another request.");
        }
        Answer first = StoredAnswers.read(kept);
        OptionalLong version = Numbers.whole(first.headers().getOrDefault("X-Peerage-Version", ""));
        boolean changed = first.status() < 300 && version.isPresent();
        Answer answer = !changed || isRepeatable(version.getAsLong(), wish, snapshot)
                ? first
                : Answer.error(
                        409,
                        "This request was carried out in version " + version.getAsLong()
                                + ". What it made has since been"
                                + " hidden, corrected or given to somebody else, so that the first answer is not"
                                + " given again: read the object.");
        return answer.with("Idempotency-Replayed", "true");
    }

    private boolean isRepeatable(long version, Wish wish, Snapshot snapshot) {
        try {
            return visibility.isRepeatable(
                    version, new ChangeVisibility.Audience(wish.caller(), wish.sight(), snapshot));
        } catch (SQLException unreachable) {
            throw new History.StoreUnreachable(unreachable);
        }
    }

    /** The answer for one operation. */
    Answer one(Request.Decided decided, Snapshot snapshot, Wish wish, int status, boolean withSets) {
        return switch (decided.last()) {
            case Decision.Refused refused ->
                Refusals.of(refused.refusal(), wish.caller().isSignedIn());
            case Decision.Needs needs -> throw new IllegalStateException("undecided");
            case Decision.Applied applied -> applied(applied, snapshot, wish, status, withSets, false);
        };
    }

    /** The answer to what is done to a member of something: the member, with its namespace. */
    private Answer named(Request.Decided decided, Snapshot snapshot, Wish wish) {
        return switch (decided.last()) {
            case Decision.Applied applied -> applied(applied, snapshot, wish, 200, false, true);
            case Decision.Refused(Refusal.Forbidden missing, var effects)
            when wish.caller().isAnonymous() -> Refusals.of(new Refusal.NotPermitted(), false);
            default -> one(decided, snapshot, wish, 200, false);
        };
    }

    private static Answer applied(
            Decision.Applied applied, Snapshot snapshot, Wish wish, int status, boolean withSets, boolean named) {
        Row subject = applied.row().orElse(null);
        if (subject == null) {
            return versioned(Answer.empty(204), snapshot, wish);
        }
        Row row = subject;
        Row now = snapshot.find(subject.type(), subject.id());
        if (now != null && now.status() == subject.status() && status != 201) {
            row = now; // with the counters that follow from the change
        }
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        new Echo(snapshot, wish.sight(), withSets, wish.before())
                .write(
                        out,
                        row,
                        applied.extras(),
                        named || (row.type() == CarrierFac.TYPE && status == 200),
                        applied.instead());
        Answer answer = versioned(
                Answer.of(status, new Body.Bytes(out.ascii("], \"meta\": {}}").toByteArray())), snapshot, wish);
        // The reference's framework takes any key named url for the address of what was made.
        return status == 201
                ? row.type()
                        .field("url")
                        .map(url -> answer.with("Location", url(row(applied), url)))
                        .orElse(answer)
                : answer;
    }

    private static Row row(Decision.Applied applied) {
        return applied.row().orElseThrow();
    }

    private static String url(Row row, org.peerage.schema.Field<?> field) {
        return String.valueOf(row.find(field)).replaceAll("[^\\x21-\\x7E]", "");
    }

    private static Answer versioned(Answer answer, Snapshot snapshot, Wish wish) {
        return answer.with("X-Peerage-Version", Long.toString(snapshot.version()))
                .with(
                        "ETag",
                        AnswerWriter.entityTag(snapshot.version(), wish.caller().visibilityTag(), false));
    }

    /** The answer shows the row as a read at depth 2 does, with further ids. */
    private Answer whole(Request.Decided decided, Snapshot snapshot, Wish wish) {
        if (!(decided.last() instanceof Decision.Applied applied)) {
            return one(decided, snapshot, wish, 200, false);
        }
        Row row = row(applied);
        Row now = Optional.ofNullable(snapshot.find(row.type(), row.id())).orElse(row);
        Pieces shown = new Pieces().ascii("{\"data\": [");
        new Expansion(snapshot, wish.sight(), false, null).write(shown, now, 2);
        byte[] start = shown.toByteArray();
        JsonBuffer out = new JsonBuffer(start.length + 256).bytes(start, 0, start.length - 1);
        applied.extras()
                .forEach((key, value) -> out.ascii(", ").quoted(key).ascii(": ").number(value));
        return versioned(
                Answer.of(200, new Body.Bytes(out.ascii("}], \"meta\": {}}").toByteArray())), snapshot, wish);
    }

    private static Answer withValues(Asked request, BiFunction<Input, Asked, Answer> then) throws IOException {
        return switch (RequestBody.values(request)) {
            case RequestBody.Unreadable(Answer answer) -> answer;
            case RequestBody.Json json -> throw new IllegalStateException("a mapping was asked for");
            case RequestBody.Values(Input input) -> then.apply(input, request);
        };
    }
}
