package org.peerage.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Permission;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.JsonNode;

/**
 * Answers from the log of changes: what happened to one object, and what happened at all, as a feed that clients follow
 * version by version.
 */
public final class History {
    private static final int MOST = 250;
    private static final int VERSIONS = 500;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration LONGEST_STREAM = Duration.ofMinutes(30);
    private static final int STREAMS = 50;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final RegistryStore store;
    private volatile boolean closed;
    private final java.util.concurrent.Semaphore streams = new java.util.concurrent.Semaphore(STREAMS);

    public History(RegistryStore store) {
        this.store = store;
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
        boolean manages = caller.caller().may(Permission.UPDATE, type.namespace(row, snapshot));
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        String separator = "";
        for (Change change : read(() -> store.changesOf(type, id, Math.clamp(limit.getAsInt(), 1, MOST)))) {
            if (!change.operation().equals("derive")) {
                out.ascii(separator)
                        .ascii("{\"version\": ")
                        .number(change.version())
                        .ascii(", ");
                object(out, change, type, new Teller(caller, snapshot, manages));
                separator = ", ";
            }
        }
        return Answer.of(200, new Body.Bytes(out.ascii("], \"meta\": {}}").toByteArray()));
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
        return asksForEvents(request) && !request.method().equals("HEAD")
                ? events(version.getAsLong(), caller, current)
                : lines(version.getAsLong(), Math.min(limit.getAsInt(), VERSIONS), caller, current.get());
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
        for (List<Change> version : byVersion(read(() -> store.changesAfter(after, most)))) {
            version(out, version, new Teller(caller, snapshot, false));
            out.ascii("\n");
            last = version.getFirst().version();
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
                        "Cache-Control",
                        "no-store"),
                new Body.Bytes(out.toByteArray()));
    }

    private Answer events(long after, Admission.Admitted caller, Supplier<Snapshot> current) {
        if (!streams.tryAcquire()) {
            return Answer.error(503, "Too many clients follow the changes already.")
                    .with("Retry-After", "30");
        }
        return new Answer(
                200,
                Map.of(
                        "Content-Type", AnswerWriter.EVENTS,
                        "Cache-Control", "no-store",
                        "X-Accel-Buffering", "no"),
                new Body.Stream(-1, out -> {
                    try {
                        follow(out, after, caller, current);
                    } finally {
                        streams.release();
                    }
                }));
    }

    private void follow(OutputStream out, long after, Admission.Admitted caller, Supplier<Snapshot> current)
            throws IOException {
        long position = after;
        long end = System.nanoTime() + LONGEST_STREAM.toNanos();
        long spoken = System.nanoTime();
        out.write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        while (!closed && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            Snapshot snapshot = current.get();
            if (snapshot.version() > position) {
                long from = position;
                int most = (int) Math.min(snapshot.version() - from, VERSIONS);
                for (List<Change> version : byVersion(read(() -> store.changesAfter(from, most)))) {
                    JsonBuffer event = new JsonBuffer(1024)
                            .ascii("id: ")
                            .number(version.getFirst().version())
                            .ascii("\ndata: ");
                    version(event, version, new Teller(caller, snapshot, false));
                    event.ascii("\n\n");
                    out.write(event.array(), 0, event.length());
                    position = version.getFirst().version();
                }
                out.flush();
                spoken = System.nanoTime();
            } else if (System.nanoTime() - spoken > KEEP_ALIVE.toNanos()) {
                out.write(": \n\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                spoken = System.nanoTime();
            } else {
                java.util.concurrent.locks.LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    /** To whom it is told, and how things are now. */
    private record Teller(Admission.Admitted caller, Snapshot snapshot, boolean namesActors) {
        /** What is not, or no longer, for the caller's eyes. */
        boolean sees(ObjectType type, @Nullable Long id) {
            Row row = id == null ? null : snapshot.find(type, id);
            return row != null && caller.sight().sees(row, snapshot);
        }

        boolean manages(ObjectType type, long id) {
            Row row = snapshot.find(type, id);
            return row != null && caller.caller().may(Permission.UPDATE, type.namespace(row, snapshot));
        }
    }

    /** One version: all its objects that the caller sees, none where they see none, so that versions have no gap. */
    private static void version(JsonBuffer out, List<Change> changes, Teller teller) {
        Change first = changes.getFirst();
        out.ascii("{\"version\": ")
                .number(first.version())
                .ascii(", \"time\": ")
                .quoted(first.at().toString())
                .ascii(", \"changes\": [");
        String separator = "";
        for (Change change : changes) {
            if (change.type().equals(Change.EVERYTHING)) {
                out.ascii(separator).ascii("{\"operation\": \"load\", \"type\": \"*\"}");
                separator = ", ";
                continue;
            }
            ObjectType type =
                    Types.byTag(change.type()).orElse(null); // a newer program may have types that we have not
            // What was erased nobody can look up; those who have it are told to forget it.
            boolean erased = change.operation().equals(ChangeLog.ERASE);
            if (type != null && (erased || teller.sees(type, change.objectId()))) {
                out.ascii(separator).ascii("{");
                object(out, change, type, teller);
                separator = ", ";
            }
        }
        out.ascii("]}");
    }

    /** The rest of an object of JSON that was opened. */
    private static void object(JsonBuffer out, Change change, ObjectType type, Teller teller) {
        out.ascii("\"operation\": ")
                .quoted(change.operation())
                .ascii(", \"type\": ")
                .quoted(change.type())
                .ascii(", \"id\": ")
                .number(Objects.requireNonNull(change.objectId()))
                .ascii(", \"time\": ")
                .quoted(change.at().toString());
        if (teller.namesActors) {
            out.ascii(", \"actor\": ").quoted(change.actor());
            if (change.requestId() != null) {
                out.ascii(", \"request_id\": ").quoted(change.requestId());
            }
        }
        out.ascii(", \"fields\": {");
        JsonNode before = ChangeLog.read(change.before());
        JsonNode after = ChangeLog.read(change.after());
        boolean manages = teller.manages(type, Objects.requireNonNull(change.objectId()));
        String separator = "";
        for (Field<?> field : type.fields()) {
            JsonNode value = after.get(field.name());
            if (value != null && isTold(field, type, manages)) {
                out.ascii(separator).quoted(field.name()).ascii(": [");
                write(out, field, before.get(field.name()));
                out.ascii(", ");
                write(out, field, value);
                out.ascii("]");
                separator = ", ";
            }
        }
        out.ascii("}}");
    }

    /**
     * Fields that the API does not show are not told; nor, but to those who manage the object, what some may not see
     * at times: a value may have been less public than the object is now.
     */
    private static boolean isTold(Field<?> field, ObjectType type, boolean manages) {
        boolean restricted = type.rowVisibility().isPresent()
                || type.keyVisibility()
                        .filter(visibility -> visibility.key() == field)
                        .isPresent();
        return !field.isHidden() && (manages || !restricted);
    }

    private static <T> void write(JsonBuffer out, Field<T> field, @Nullable JsonNode value) {
        Object stored = value == null ? null : ChangeLog.stored(field, value);
        field.type().write(out, stored == null ? null : field.type().restore(stored));
    }

    private static List<List<Change>> byVersion(List<Change> changes) {
        Map<Long, List<Change>> versions = new java.util.LinkedHashMap<>();
        changes.forEach(change -> versions.computeIfAbsent(change.version(), v -> new java.util.ArrayList<>())
                .add(change));
        return List.copyOf(versions.values());
    }

    private interface Reading {
        List<Change> read() throws SQLException;
    }

    private static List<Change> read(Reading reading) {
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
