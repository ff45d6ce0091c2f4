package org.peerage.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** The rows of a dump that a survey accepted, read by a thread of its own, a few batches ahead of who takes them. */
final class AcceptedRows implements AutoCloseable {
    private static final int BATCH = 2000;
    private static final int AHEAD = 8;

    private final DumpValidator survey;
    private final BlockingQueue<RowBatch> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Map<ObjectType, Integer> places = new HashMap<>();
    private final Thread reading;
    private List<Row> filling = new ArrayList<>(BATCH);

    /** Rows of one type; the empty batch is the last, and may tell why. */
    record RowBatch(List<Row> rows, @Nullable Exception failure) {}

    /** Stops the reading thread from within the reader's callback. */
    private static final class ReaderStopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    AcceptedRows(DumpFile dump, DumpValidator survey) {
        this.survey = survey;
        this.reading = Thread.ofPlatform().daemon().name("dump").start(() -> read(dump));
    }

    /** Waits for the next batch; an empty one is the end. */
    RowBatch next() throws IOException {
        try {
            RowBatch batch = ready.take();
            if (batch.failure() instanceof IOException failure) {
                throw failure;
            }
            if (batch.failure() != null) {
                throw new IllegalStateException(batch.failure());
            }
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        reading.interrupt();
    }

    private void read(DumpFile dump) {
        try {
            new DumpReader(this::take, rows -> {}).read(dump);
            flush();
            end(null);
        } catch (ReaderStopped stopped) {
            // Whoever took the batches wants no more.
        } catch (IOException | RuntimeException failure) {
            end(failure);
        }
    }

    private void end(@Nullable Exception failure) {
        try {
            ready.put(new RowBatch(List.of(), failure));
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Row row) {
        int index = places.merge(row.type(), 1, Integer::sum) - 1;
        if (!survey.isAccepted(row.type(), index)) {
            return;
        }
        if (!filling.isEmpty() && (filling.size() == BATCH || filling.getFirst().type() != row.type())) {
            flush();
        }
        filling.add(row);
    }

    private void flush() {
        if (!filling.isEmpty()) {
            pass(filling);
            filling = new ArrayList<>(BATCH);
        }
    }

    private void pass(List<Row> rows) {
        try {
            ready.put(new RowBatch(rows, null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReaderStopped();
        }
    }
}
