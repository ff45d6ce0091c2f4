package org.peerage.api.handlers;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.peerage.access.changes.ChangeCriteria;
import org.peerage.api.AccessDecision;
import org.peerage.api.StoreUnreachableException;
import org.peerage.schema.JsonBuffer;
import org.peerage.snapshot.Snapshot;

/**
 * Changes as server-sent events, for as long as the client has the rights that it began with. Who asks is told anew before
 * each event, and what they see is of the registry as it is then: nothing is sent after a key is revoked.
 */
final class ChangeStream {
    private static final int MAX_VERSIONS = 500;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final Duration MAX_DURATION = Duration.ofMinutes(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HistoryHandler historyHandler;
    private final ChangeCriteria criteria;
    private final AccessDecision.Admitted begun;
    private final Supplier<AccessDecision> renewal;
    private final Supplier<Snapshot> current;
    private final BooleanSupplier closed;
    private final Ticker ticker;
    private final long end;
    private AccessDecision.Admitted caller;
    private String session = "";
    private long position;
    private long lastLine;
    private long spoken;
    private boolean slow;

    ChangeStream(
            HistoryHandler historyHandler,
            long after,
            ChangeCriteria criteria,
            AccessDecision.Admitted caller,
            Supplier<AccessDecision> renewal,
            Supplier<Snapshot> current,
            BooleanSupplier closed,
            Ticker ticker) {
        this.ticker = ticker;
        this.end = ticker.read() + MAX_DURATION.toNanos();
        this.lastLine = after;
        this.historyHandler = historyHandler;
        this.position = after;
        this.criteria = criteria;
        this.begun = caller;
        this.caller = caller;
        this.renewal = renewal;
        this.current = current;
        this.closed = closed;
    }

    void follow(OutputStream out) throws IOException {
        session = historyHandler.session();
        send(
                out,
                new JsonBuffer(160)
                        .ascii("retry: 2000\n\nevent: hello\ndata: {\"session\": ")
                        .quoted(session)
                        .ascii(", \"head\": ")
                        .number(current.get().version())
                        .ascii("}\n\n"));
        Optional<String> reason = reasonToEnd();
        while (reason.isEmpty()) {
            Snapshot snapshot = current.get();
            if (snapshot.version() > position) {
                reason = sendNew(out, snapshot);
            } else if (ticker.read() - spoken > KEEP_ALIVE.toNanos()) {
                send(out, new JsonBuffer(32).ascii(": at ").number(position).ascii("\n\n"));
            } else {
                LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            }
            if (reason.isEmpty()) {
                reason = reasonToEnd();
            }
        }
        send(
                out,
                new JsonBuffer(64)
                        .ascii("event: bye\ndata: ")
                        .ascii(reason.get())
                        .ascii("\n\n"));
    }

    /** Sends what is new, as far as nothing changes meanwhile that the rest would have to be looked at again for. */
    private Optional<String> sendNew(OutputStream out, Snapshot snapshot) throws IOException {
        HistoryHandler.FeedExtract news;
        try {
            int max = (int) Math.min(snapshot.version() - position, MAX_VERSIONS);
            news = historyHandler.extract(position, max, criteria, caller, snapshot);
        } catch (StoreUnreachableException away) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
            return Optional.empty();
        }
        if (!news.session().equals(session)) {
            return Optional.of("session");
        }
        List<HistoryHandler.FeedLine> lines = news.lines();
        for (int i = 0; i < lines.size(); i++) {
            Optional<String> reason = i == 0 ? Optional.empty() : reasonToEnd();
            if (reason.isPresent() || (i > 0 && isOutdated(snapshot))) {
                return reason;
            }
            long version = lines.get(i).version();
            JsonBuffer event =
                    new JsonBuffer(1024).ascii("id: ").number(version).ascii("\ndata: ");
            // Of versions that were left out nobody was told: what was told last is what a reader compares with.
            HistoryHandler.write(
                    event, criteria.isEmpty() ? lines.get(i) : lines.get(i).after(lastLine), session);
            send(out, event.ascii("\n\n"));
            position = version;
            lastLine = version;
        }
        position = Math.max(position, news.last());
        return Optional.empty();
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isOutdated(Snapshot snapshot) {
        return current.get() != snapshot;
    }

    private Optional<String> reasonToEnd() {
        if (closed.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            return Optional.of("shutdown");
        }
        if (slow) {
            return Optional.of("slow");
        }
        if (ticker.read() - end > 0) {
            return Optional.of("time");
        }
        switch (renewal.get()) {
            case AccessDecision.Denied refused -> {
                return Optional.of("revoked");
            }
            case AccessDecision.Admitted renewed -> caller = renewed;
        }
        return caller.caller().hasRightsOf(begun.caller()) ? Optional.empty() : Optional.of("rights");
    }

    private void send(OutputStream out, JsonBuffer text) throws IOException {
        long before = ticker.read();
        out.write(text.array(), 0, text.length());
        out.flush();
        spoken = ticker.read();
        slow = spoken - before > TIMEOUT.toNanos();
    }
}
