package org.peerage.api;

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
import org.peerage.access.ChangeVisibility;
import org.peerage.access.DisclosedChange;
import org.peerage.access.StreamLimits;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;

/**
 * Answers from the log of changes: what happened to one object, and what happened at all, as a feed that clients follow
 * version by version.
 */
public final class History {
    private static final int MOST = 250;
    private static final int VERSIONS = 500;
    private static final String SESSION = "X-Peerage-Session";

    private final RegistryStore store;
    private final ChangeVisibility visibility;
    private final Gate gate;
    private final StreamLimits limits;
    private volatile boolean closed;

    public History(RegistryStore store, Gate gate, StreamLimits limits) {
        this.store = store;
        this.gate = gate;
        this.limits = limits;
        this.visibility = new ChangeVisibility(store);
    }

    /** Ends the streams of those who follow: the server stops. */
    public void close() {
        closed = true;
    }

    /** What happened to one object, newest first. Who did it is told to those who may change the object. */
    Answer of(ObjectType type, long id, Admission.Admitted caller, Snapshot snapshot, Parameters parameters) {
        Row row = snapshot.find(type, id);
        if (row == null) {
            return Answer.error(404, "No " + type.title() + " matches the given query.");
        }
        if (!caller.sight().sees(row, snapshot)) {
            return Answer.empty(403);
        }
        OptionalInt limit =
                parameters.has("limit") ? Numbers.count(String.valueOf(parameters.get("limit"))) : OptionalInt.of(MOST);
        if (limit.isEmpty()) {
            return Answer.error(400, "'limit' needs to be a number");
        }
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        String separator = "";
        List<Change> changes = read(() -> store.changesOf(type, id, Math.clamp(limit.getAsInt(), 1, MOST)));
        for (DisclosedChange change :
                read(() -> visibility.history(withoutDerived(changes), audience(caller, snapshot)))) {
            out.ascii(separator)
                    .ascii("{\"version\": ")
                    .number(change.version())
                    .ascii(", ");
            object(out, change);
            separator = ", ";
        }
        return Answer.of(200, new Body.Bytes(out.ascii("], \"meta\": {}}").toByteArray()));
    }

    private static List<Change> withoutDerived(List<Change> changes) {
        return changes.stream()
                .filter(change -> !change.operation().equals("derive"))
                .toList();
    }

    private static ChangeVisibility.Audience audience(Admission.Admitted caller, Snapshot snapshot) {
        return new ChangeVisibility.Audience(caller.caller(), caller.sight(), snapshot);
    }

    /** All changes after a version, as JSON lines or, where the client asks so, as server-sent events without end. */
    Answer changes(Asked request, Admission.Admitted caller, Supplier<Snapshot> current) {
        Parameters parameters = Parameters.parse(request.query());
        String last = request.header("Last-Event-ID");
        String after =
                last != null ? last : String.valueOf(parameters.get("after") == null ? "0" : parameters.get("after"));
        OptionalLong version = Numbers.whole(after);
        if (version.isEmpty() || version.getAsLong() < 0) {
            return Answer.error(400, "'after' needs to be a version");
        }
        OptionalInt limit = parameters.has("limit")
                ? Numbers.count(String.valueOf(parameters.get("limit")))
                : OptionalInt.of(VERSIONS);
        if (limit.isEmpty() || limit.getAsInt() < 1) {
            return Answer.error(400, "'limit' needs to be a number above 0");
        }
        String named = parameters.get("session");
        Snapshot snapshot = current.get();
        if (named != null) {
            Optional<Answer> refusal = refusal(named, version.getAsLong(), snapshot);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return asksForEvents(request) && !request.method().equals("HEAD")
                ? events(version.getAsLong(), request, caller, current)
                : lines(version.getAsLong(), Math.min(limit.getAsInt(), VERSIONS), caller, snapshot);
    }

    /** Why who follows that history cannot go on from there. */
    private Optional<Answer> refusal(String named, long after, Snapshot snapshot) {
        String session = session();
        if (!named.equals(session)) {
            JsonBuffer out = new JsonBuffer(256)
                    .ascii("{\"meta\": {\"error\": ")
                    .quoted("The history that you follow has ended: begin anew with a copy, and follow this session.")
                    .ascii(", \"session\": ")
                    .quoted(session)
                    .ascii("}}");
            return Optional.of(Answer.of(410, new Body.Bytes(out.toByteArray())).with(SESSION, session));
        }
        boolean ahead = after > snapshot.version() && after > read(store::head).version();
        return ahead
                ? Optional.of(Answer.error(409, "'after' is above the last version, " + snapshot.version())
                        .with(SESSION, session))
                : Optional.empty();
    }

    /** Whether the changes are wanted as they happen. */
    static boolean asksForEvents(Asked request) {
        String accept = request.header("Accept");
        return accept != null && accept.contains("text/event-stream");
    }

    private Answer lines(long after, int versions, Admission.Admitted caller, Snapshot snapshot) {
        // Not further than the snapshot goes, which decides what the caller sees.
        int most = Math.clamp(snapshot.version() - after, 0, versions);
        JsonBuffer out = new JsonBuffer(16 * 1024);
        long last = after;
        Extract extract = extract(after, most, caller, snapshot);
        for (Line line : extract.lines) {
            write(out, line, extract.session);
            out.ascii("\n");
            last = line.version;
        }
        return new Answer(
                200,
                Map.of(
                        "Content-Type",
                        "application/x-ndjson; charset=utf-8",
                        "X-Peerage-Version",
                        Long.toString(snapshot.version()),
                        "X-Peerage-Last",
                        Long.toString(last),
                        SESSION,
                        extract.session,
                        "Cache-Control",
                        "no-store"),
                new Body.Bytes(out.toByteArray()));
    }

    private Answer events(long after, Asked request, Admission.Admitted caller, Supplier<Snapshot> current) {
        Optional<StreamLimits.Lease> lease = limits.acquire(caller.caller(), request.remoteAddress());
        if (lease.isEmpty()) {
            return AccessGate.tooMany(limits.refusal());
        }
        ChangeStream stream = new ChangeStream(this, after, caller, gate.renewal(request), current, () -> closed);
        return new Answer(
                200,
                Map.of(
                        "Content-Type", AnswerWriter.EVENTS,
                        "Cache-Control", "no-store",
                        "X-Accel-Buffering", "no"),
                new Body.Stream(-1, out -> {
                    try (StreamLimits.Lease place = lease.get()) {
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
    record Line(long version, long previous, Instant at, boolean isLoad, List<DisclosedChange> changes) {}

    /** Some versions of one history. */
    record Extract(String session, List<Line> lines) {}

    Extract extract(long after, int versions, Admission.Admitted caller, Snapshot snapshot) {
        RegistryStore.Extract extract = read(() -> store.extractAfter(after, versions));
        List<Change> changes = extract.changes();
        Map<Long, List<DisclosedChange>> told = new HashMap<>();
        read(() -> visibility.feed(changes, audience(caller, snapshot)))
                .forEach(change -> told.computeIfAbsent(change.version(), version -> new ArrayList<>())
                        .add(change));
        List<Line> lines = new ArrayList<>();
        for (Change change : changes) {
            if (change.seq() == 0) {
                lines.add(new Line(
                        change.version(),
                        lines.isEmpty() ? change.version() - 1 : lines.getLast().version,
                        change.at(),
                        change.type().equals(Change.EVERYTHING),
                        told.getOrDefault(change.version(), List.of())));
            }
        }
        return new Extract(extract.session(), lines);
    }

    static void write(JsonBuffer out, Line line, String session) {
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
            object(out, change);
            separator = ", ";
        }
        out.ascii("]}");
    }

    /** The rest of an object of JSON that was opened. */
    private static void object(JsonBuffer out, DisclosedChange change) {
        out.ascii("\"operation\": ")
                .quoted(change.operation())
                .ascii(", \"type\": ")
                .quoted(change.type().tag())
                .ascii(", \"id\": ")
                .number(change.id())
                .ascii(", \"time\": ")
                .quoted(change.at().toString());
        change.origin().ifPresent(origin -> {
            out.ascii(", \"actor\": ").quoted(origin.actor());
            if (origin.requestId() != null) {
                out.ascii(", \"request_id\": ").quoted(origin.requestId());
            }
        });
        if (change.tellsFields()) {
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

    @SuppressWarnings("unchecked")
    private static <T> void write(JsonBuffer out, Field<T> field, @Nullable Object value) {
        field.type().write(out, (T) value);
    }

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException failure) {
            throw new StoreUnreachable(failure);
        }
    }

    /** The log cannot be read now. */
    static final class StoreUnreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreUnreachable(SQLException cause) {
            super(cause);
        }
    }
}
