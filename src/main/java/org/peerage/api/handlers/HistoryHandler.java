package org.peerage.api.handlers;

import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.access.changes.ChangeFinder;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.access.limits.StreamLimits;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.LenientNumbers;
import org.peerage.api.ListParameters;
import org.peerage.api.QueryParameters;
import org.peerage.api.RequestFilter;
import org.peerage.api.ResponseBody;
import org.peerage.api.StoreUnreachableException;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.registry.RedactedValues;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeNote;
import org.peerage.store.ChangeSubject;
import org.peerage.store.RegistryStore;

/**
 * Answers from the log of changes: what happened to one object, and what happened at all, as a feed that clients follow
 * version by version.
 */
public final class HistoryHandler {
    private static final int MAX_CHANGES = 250;
    private static final int MAX_VERSIONS = 500;
    private static final String SESSION = "X-Peerage-Session";

    private final RegistryStore store;
    private final ChangeVisibility visibility;
    private final ChangeFinder finder;
    private final RequestFilter requestFilter;
    private final StreamLimits limits;
    private volatile boolean closed;

    public HistoryHandler(RegistryStore store, RequestFilter requestFilter, StreamLimits limits) {
        this.store = store;
        this.requestFilter = requestFilter;
        this.limits = limits;
        this.visibility = new ChangeVisibility(store);
        this.finder = new ChangeFinder(store);
    }

    /** Ends the streams of those who follow: the server stops. */
    public void close() {
        closed = true;
    }

    /** What happened to one object, newest first. Who did it is told to those who may change the object. */
    public ApiResponse of(
            ObjectType type, long id, AccessDecision.Admitted caller, Snapshot snapshot, QueryParameters parameters) {
        return of(type, id, caller, snapshot, parameters, Long.MAX_VALUE);
    }

    /** The same before a version. */
    public ApiResponse of(
            ObjectType type,
            long id,
            AccessDecision.Admitted caller,
            Snapshot snapshot,
            QueryParameters parameters,
            long end) {
        Row row = snapshot.find(type, id);
        if (row == null) {
            return ApiResponse.error(404, "No " + type.title() + " matches the given query.");
        }
        if (!caller.visibility().canSee(row, snapshot)) {
            return ApiResponse.empty(403);
        }
        OptionalInt limit = ListParameters.number(parameters, "limit", MAX_CHANGES);
        if (limit.isEmpty()) {
            return ApiResponse.error(400, "'limit' needs to be a number");
        }
        OptionalLong before = before(parameters);
        if (before.isEmpty() || before.getAsLong() < 0) {
            return ApiResponse.error(400, "'before' needs to be a version");
        }
        String field = parameters.has("field") ? String.valueOf(parameters.get("field")) : "";
        boolean withLinks = isOn(parameters.get("links"));
        if (!field.isEmpty() && !withLinks && type.field(field).isEmpty()) {
            return ApiResponse.error(400, "'field' needs to be a field of " + type.typeName());
        }
        ChangeCriteria criteria = withLinks
                ? new ChangeCriteria(ChangeSubject.of(type, id), false, null, "", field, "", null, null)
                : ChangeCriteria.ofObject(type, id, field);
        ChangeFinder.ChangePage page = read(() -> finder.newest(
                criteria,
                audience(caller, snapshot),
                new ChangeFinder.LogPosition(Math.min(before.getAsLong(), end), 0),
                Math.clamp(limit.getAsInt(), 1, MAX_CHANGES),
                true));
        Map<Long, ChangeNote> notes = notes(page.changes());
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        String separator = "";
        for (DisclosedChange change : page.changes()) {
            out.ascii(separator)
                    .ascii("{\"version\": ")
                    .number(change.version())
                    .ascii(", ");
            object(out, change, notes.get(change.version()));
            separator = ", ";
        }
        return ApiResponse.of(
                200, new ResponseBody.Bytes(out.ascii("], \"meta\": {}}").toByteArray()));
    }

    private static OptionalLong before(QueryParameters parameters) {
        String text = parameters.get("before");
        return text == null ? OptionalLong.of(Long.MAX_VALUE) : LenientNumbers.wholeNumber(text);
    }

    private static boolean isOn(@Nullable String value) {
        return value != null && !value.equals("0") && !value.equals("false");
    }

    /** Why versions came to be, for those who are told by whom. */
    private Map<Long, ChangeNote> notes(List<DisclosedChange> changes) {
        List<Long> versions = changes.stream()
                .filter(change -> change.origin().isPresent())
                .map(DisclosedChange::version)
                .toList();
        return versions.isEmpty() ? Map.of() : read(() -> store.notes(versions));
    }

    private static ChangeAudience audience(AccessDecision.Admitted caller, Snapshot snapshot) {
        return new ChangeAudience(caller.caller(), snapshot);
    }

    /** All changes after a version, as JSON lines or, where the client asks so, as server-sent events without end. */
    public ApiResponse changes(ApiRequest request, AccessDecision.Admitted caller, Supplier<Snapshot> current) {
        QueryParameters parameters = request.parameters();
        String last = request.header("Last-Event-ID");
        String after =
                last != null ? last : String.valueOf(parameters.get("after") == null ? "0" : parameters.get("after"));
        OptionalLong version = LenientNumbers.wholeNumber(after);
        if (version.isEmpty() || version.getAsLong() < 0) {
            return ApiResponse.error(400, "'after' needs to be a version");
        }
        OptionalInt limit = ListParameters.number(parameters, "limit", MAX_VERSIONS);
        if (limit.isEmpty() || limit.getAsInt() < 1) {
            return ApiResponse.error(400, "'limit' needs to be a number above 0");
        }
        String named = parameters.get("session");
        Snapshot snapshot = current.get();
        if (named != null) {
            Optional<ApiResponse> refusal = refusal(named, version.getAsLong(), snapshot);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        int versions = Math.min(limit.getAsInt(), MAX_VERSIONS);
        return switch (CriteriaParser.parse(parameters)) {
            case ParseResult.Problem<ChangeCriteria>(String problem) -> ApiResponse.error(400, problem);
            case ParseResult.Value<ChangeCriteria>(ChangeCriteria criteria) -> {
                if (!criteria.actor().isEmpty()
                        && (caller.caller().isAnonymous() || caller.caller().isReadOnly())) {
                    yield ApiResponse.error(403, "'actor' is for those who may change what they ask about");
                }
                if ("desc".equals(parameters.get("order"))) {
                    yield newest(criteria, parameters, versions, caller, snapshot);
                }
                yield asksForEvents(request) && !request.method().equals("HEAD")
                        ? events(version.getAsLong(), criteria, request, caller, current)
                        : lines(version.getAsLong(), versions, criteria, caller, snapshot);
            }
        };
    }

    /** The last versions before one, newest first. */
    private ApiResponse newest(
            ChangeCriteria criteria,
            QueryParameters parameters,
            int versions,
            AccessDecision.Admitted caller,
            Snapshot snapshot) {
        OptionalLong before = before(parameters);
        if (before.isEmpty() || before.getAsLong() < 1) {
            return ApiResponse.error(400, "'before' needs to be a version");
        }
        ChangeFinder.ChangeRun run =
                read(() -> finder.newestVersions(criteria, audience(caller, snapshot), before.getAsLong(), versions));
        return response(grouped(run.changes().reversed(), run.last()).reversed(), session(), run.last(), snapshot);
    }

    private static List<FeedLine> grouped(List<DisclosedChange> oldestFirst, long after) {
        List<FeedLine> lines = new ArrayList<>();
        for (DisclosedChange change : oldestFirst) {
            if (lines.isEmpty() || lines.getLast().version != change.version()) {
                lines.add(new FeedLine(
                        change.version(),
                        lines.isEmpty() ? after : lines.getLast().version,
                        change.at(),
                        false,
                        new ArrayList<>()));
            }
            lines.getLast().changes.add(change);
        }
        return lines;
    }

    /** Why who follows that history cannot go on from there. */
    private Optional<ApiResponse> refusal(String named, long after, Snapshot snapshot) {
        String session = session();
        if (!named.equals(session)) {
            JsonBuffer out = new JsonBuffer(256)
                    .ascii("{\"meta\": {\"error\": ")
                    .quoted("The history that you follow has ended: begin anew with a copy, and follow this session.")
                    .ascii(", \"session\": ")
                    .quoted(session)
                    .ascii("}}");
            return Optional.of(ApiResponse.of(410, new ResponseBody.Bytes(out.toByteArray()))
                    .with(SESSION, session));
        }
        boolean ahead = after > snapshot.version() && after > read(store::head).version();
        return ahead
                ? Optional.of(ApiResponse.error(409, "'after' is above the last version, " + snapshot.version())
                        .with(SESSION, session))
                : Optional.empty();
    }

    /** Whether the changes are wanted as they happen. */
    public static boolean asksForEvents(ApiRequest request) {
        String accept = request.header("Accept");
        return accept != null && accept.contains("text/event-stream");
    }

    private ApiResponse lines(
            long after, int versions, ChangeCriteria criteria, AccessDecision.Admitted caller, Snapshot snapshot) {
        // Not further than the snapshot goes, which decides what the caller sees.
        int max = criteria.isEmpty() ? Math.clamp(snapshot.version() - after, 0, versions) : versions;
        FeedExtract extract = extract(after, max, criteria, caller, snapshot);
        return response(extract.lines, extract.session, extract.last, snapshot);
    }

    private static ApiResponse response(List<FeedLine> lines, String session, long last, Snapshot snapshot) {
        JsonBuffer out = new JsonBuffer(16 * 1024);
        for (FeedLine line : lines) {
            write(out, line, session);
            out.ascii("\n");
        }
        return new ApiResponse(
                200,
                Map.of(
                        "Content-Type",
                        "application/x-ndjson; charset=utf-8",
                        "X-Peerage-Version",
                        Long.toString(snapshot.version()),
                        "X-Peerage-Last",
                        Long.toString(last),
                        SESSION,
                        session,
                        "Cache-Control",
                        "no-store"),
                new ResponseBody.Bytes(out.toByteArray()));
    }

    private ApiResponse events(
            long after,
            ChangeCriteria criteria,
            ApiRequest request,
            AccessDecision.Admitted caller,
            Supplier<Snapshot> current) {
        Optional<StreamLimits.StreamSlot> lease = limits.acquire(caller.caller(), request.remoteAddress());
        if (lease.isEmpty()) {
            return ApiResponse.rateLimited(limits.refusal());
        }
        ChangeStream stream = new ChangeStream(
                this,
                after,
                criteria,
                caller,
                requestFilter.renewal(request),
                current,
                () -> closed,
                Ticker.systemTicker());
        return new ApiResponse(
                200,
                Map.of(
                        "Content-Type", ResponseWriter.EVENTS,
                        "Cache-Control", "no-store",
                        "X-Accel-Buffering", "no"),
                new ResponseBody.StreamedBody(-1, out -> {
                    try (StreamLimits.StreamSlot place = lease.get()) {
                        place.begin();
                        stream.follow(out);
                    }
                }));
    }

    /** The name of the history that versions are of. */
    String session() {
        return read(store::session);
    }

    /**
     * One version: all its objects that the caller is told of, none where there are none, so that versions have no gap.
     *
     * @param previous the version before it in the log
     * @param isLoad whether everything was replaced
     */
    record FeedLine(long version, long previous, Instant at, boolean isLoad, List<DisclosedChange> changes) {
        /** The same after another one. */
        FeedLine after(long line) {
            return new FeedLine(version, line, at, isLoad, changes);
        }
    }

    /**
     * Some versions of one history.
     *
     * @param last the version up to which nothing was left out
     */
    record FeedExtract(String session, List<FeedLine> lines, long last) {}

    /** The next versions, or, of those in which something fits, so many. */
    FeedExtract extract(
            long after, int versions, ChangeCriteria criteria, AccessDecision.Admitted caller, Snapshot snapshot) {
        if (!criteria.isEmpty()) {
            String session = session();
            ChangeFinder.ChangeRun run =
                    read(() -> finder.oldest(criteria, audience(caller, snapshot), after, versions));
            return new FeedExtract(session, grouped(run.changes(), after), run.last());
        }
        RegistryStore.LogExtract extract = read(() -> store.extractAfter(after, versions, ChangeFinder.MAX_ROWS));
        List<Change> changes = extract.changes();
        Map<Long, List<DisclosedChange>> told = new HashMap<>();
        read(() -> visibility.feed(changes, audience(caller, snapshot)))
                .forEach(change -> told.computeIfAbsent(change.version(), version -> new ArrayList<>())
                        .add(change));
        List<FeedLine> lines = new ArrayList<>();
        for (Change change : changes) {
            if (change.seq() == 0) {
                lines.add(new FeedLine(
                        change.version(),
                        lines.isEmpty() ? change.version() - 1 : lines.getLast().version,
                        change.at(),
                        change.type().equals(Change.EVERYTHING),
                        told.getOrDefault(change.version(), List.of())));
            }
        }
        return new FeedExtract(extract.session(), lines, lines.isEmpty() ? after : lines.getLast().version);
    }

    static void write(JsonBuffer out, FeedLine line, String session) {
        out.ascii("{\"version\": ")
                .number(line.version)
                .ascii(", \"prev\": ")
                .number(line.previous)
                .ascii(", \"session\": ")
                .quoted(session)
                .ascii(", \"time\": ")
                .quoted(line.at.toString())
                .ascii(", \"changes\": [");
        String separator = "";
        if (line.isLoad) {
            out.ascii("{\"operation\": \"load\", \"type\": \"*\"}");
            separator = ", ";
        }
        for (DisclosedChange change : line.changes) {
            out.ascii(separator).ascii("{");
            object(out, change, null);
            separator = ", ";
        }
        out.ascii("]}");
    }

    /** The rest of an object of JSON that was opened. */
    static void object(JsonBuffer out, DisclosedChange change, @Nullable ChangeNote note) {
        out.ascii("\"operation\": ")
                .quoted(change.operation())
                .ascii(", \"type\": ")
                .quoted(change.type().typeName())
                .ascii(", \"id\": ")
                .number(change.id())
                .ascii(", \"time\": ")
                .quoted(change.at().toString());
        change.origin().ifPresent(origin -> {
            out.ascii(", \"actor\": ").quoted(origin.actor());
            if (origin.requestId() != null) {
                out.ascii(", \"request_id\": ").quoted(origin.requestId());
            }
            if (note != null && !note.cause().isEmpty()) {
                out.ascii(", \"cause\": ").quoted(note.cause());
            }
            if (note != null && !note.comment().isEmpty()) {
                out.ascii(", \"comment\": ").quoted(note.comment());
            }
        });
        if (change.redacted().isPresent()) {
            write(out, change.redacted().get());
        } else if (change.disclosesFields()) {
            out.ascii(", \"fields\": {");
            String separator = "";
            for (DisclosedChange.FieldChange field : change.fields()) {
                out.ascii(separator).quoted(field.field().name()).ascii(": [");
                write(out, field.field(), field.before());
                out.ascii(", ");
                write(out, field.field(), field.after());
                out.ascii("]");
                separator = ", ";
            }
            out.ascii("}");
        }
        out.ascii("}");
    }

    /** What was taken out of the log is told by its place alone, for those who keep it. */
    private static void write(JsonBuffer out, RedactedValues redacted) {
        out.ascii(", \"fields\": ")
                .quoted(redacted.fields())
                .ascii(", \"versions\": [")
                .number(redacted.from())
                .ascii(", ")
                .number(redacted.to())
                .ascii("]");
    }

    /** A value of the field. */
    @SuppressWarnings("unchecked")
    static <T> void write(JsonBuffer out, Field<T> field, @Nullable Object value) {
        field.type().write(out, (T) value);
    }

    interface ChangeLogQuery<T> {
        T read() throws SQLException;
    }

    static <T> T read(ChangeLogQuery<T> reading) {
        try {
            return reading.read();
        } catch (SQLException failure) {
            throw new StoreUnreachableException(failure);
        }
    }
}
