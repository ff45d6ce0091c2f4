package org.peerage.sync;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.peerage.copies.CopyFileReader;
import org.peerage.copies.CopyNotification;
import org.peerage.registry.LoadReport;
import org.peerage.registry.RowParser;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the rows of a file for copies, on as many processors as there are; the file counts as a whole or not at all. */
final class FileRows {
    private static final int LINES = 1000;
    private static final int BATCHES_AHEAD = 8;

    private final CopyNotification.FileEntry file;
    private final String session;
    private final Snapshot base;
    private final int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final BlockingQueue<RowParser> parsers = new LinkedBlockingQueue<>();

    /**
     * Of a file.
     *
     * @param base the rows that are here, whose hidden values stay
     */
    FileRows(CopyNotification.FileEntry file, String session, Snapshot base) {
        this.file = file;
        this.session = session;
        this.base = base;
        for (int i = 0; i < workers; i++) {
            parsers.add(new RowParser());
        }
    }

    /** What a line tells: a row, a row that is no more to be read, or that it cannot be read. */
    private sealed interface Line {
        record Told(Row row) implements Line {}

        record Withdrawn(ObjectType type, long id) implements Line {}

        record Unreadable(LoadReport.RejectedRow row) implements Line {}

        /** Of a type that this program does not know. */
        record Unknown() implements Line {}
    }

    /**
     * Reads the file into what was fetched, if all of it is as it should be.
     *
     * @return the number of rows
     * @throws IOException where it is not; then nothing was added
     */
    long readInto(FetchedRows fetched, CopyFileReader reader) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().daemon().name("copy-", 1).factory())) {
            Deque<Future<List<Line>>> ahead = new ArrayDeque<>();
            boolean first = true;
            for (List<byte[]> some = reader.next(LINES); !some.isEmpty(); some = reader.next(LINES)) {
                if (first) {
                    checkHeader(some.getFirst());
                }
                List<byte[]> rows = first ? some.subList(1, some.size()) : some;
                first = false;
                ahead.add(pool.submit(() -> parse(rows)));
                if (ahead.size() > BATCHES_AHEAD) {
                    lines.addAll(get(ahead.removeFirst()));
                }
            }
            for (Future<List<Line>> rest : ahead) {
                lines.addAll(get(rest));
            }
        }
        add(lines, fetched);
        return lines.size();
    }

    private static List<Line> get(Future<List<Line>> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void checkHeader(byte[] line) throws IOException {
        JsonNode header = json(line);
        if (header.path("peerage_copies").asInt(0) != 1
                || !header.path("session").asString("").equals(session)) {
            throw new IOException(file.url() + " does not begin as it should");
        }
    }

    private JsonNode json(byte[] line) throws IOException {
        try {
            return JsonMapper.shared().readTree(line);
        } catch (JacksonException broken) {
            throw new IOException(file.url() + " has a broken line: " + broken.getOriginalMessage(), broken);
        }
    }

    private List<Line> parse(List<byte[]> rows) throws IOException {
        RowParser parser = parsers.remove();
        try {
            List<Line> lines = new ArrayList<>(rows.size());
            for (byte[] row : rows) {
                lines.add(parse(json(row), parser));
            }
            return lines;
        } finally {
            parsers.add(parser);
        }
    }

    private Line parse(JsonNode line, RowParser parser) {
        String typeName = line.path("type").asString("");
        ObjectType type = ObjectTypes.byName(typeName).orElse(null);
        if (type == null) {
            return new Line.Unknown();
        }
        long id = RowParser.id(line);
        JsonNode row = line.path("row");
        if (row.isMissingNode() && line.path("gone").asString("").equals("withdrawn")) {
            return new Line.Withdrawn(type, id);
        }
        Row local = base.find(type, id);
        return switch (parser.read(type, row, local)) {
            case ParseResult.Value<Row>(Row read) -> new Line.Told(local != null && read.equals(local) ? local : read);
            case ParseResult.Problem<Row>(String problem) ->
                new Line.Unreadable(new LoadReport.RejectedRow(typeName, id, problem));
        };
    }

    /** Parents come first, so that what rows show of them is known. */
    private static void add(List<Line> lines, FetchedRows fetched) {
        Map<ObjectType, Map<Long, Row>> rows = new HashMap<>();
        Map<ObjectType, List<LoadReport.RejectedRow>> unreadable = new HashMap<>();
        for (Line line : lines) {
            switch (line) {
                case Line.Told(Row row) ->
                    rows.computeIfAbsent(row.type(), none -> new HashMap<>()).put(row.id(), row);
                case Line.Withdrawn(ObjectType type, long id) -> fetched.withdraw(type, id);
                case Line.Unreadable(LoadReport.RejectedRow row) ->
                    unreadable
                            .computeIfAbsent(
                                    ObjectTypes.byName(row.typeName()).orElseThrow(), none -> new ArrayList<>())
                            .add(row);
                case Line.Unknown() -> {}
            }
        }
        for (ObjectType type : ObjectTypes.ALL) {
            @Nullable String noTag = null;
            fetched.add(
                    type,
                    new ListFetcher.FetchedList(
                            rows.getOrDefault(type, Map.of()), unreadable.getOrDefault(type, List.of()), noTag, 0));
        }
    }
}
