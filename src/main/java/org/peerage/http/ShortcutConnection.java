package org.peerage.http;

import io.undertow.connector.PooledByteBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Body;
import org.peerage.api.Outgoing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/**
 * A connection as long as nothing but quick reads is asked on it. One request is answered after the other; while an answer is on its
 * way nothing is read, so a client that does not read its answers cannot make more of them. All of it happens on the
 * thread that polls the connection.
 */
final class ShortcutConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ShortcutConnection.class);

    /** After so many bytes a polling thread sees to its other connections. */
    private static final int TURN = 1024 * 1024;

    /** A head and a short body. */
    private static final int ROOM = 24 * 1024;

    private static final ThreadLocal<Room> ROOMS = ThreadLocal.withInitial(Room::new);

    private final Shortcut shortcut;
    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final Ends ends;

    private @Nullable RequestHead last;
    /** What was read behind a request whose answer is on its way. */
    private byte @Nullable [] later;
    /** What is left to be written: the rest of a head, and of a body. */
    private ByteBuffer @Nullable [] rest;

    private volatile boolean busy;
    private volatile long moved = System.nanoTime();

    /** What a polling thread reads into and writes from. */
    private static final class Room {
        private final ByteBuffer in = ByteBuffer.allocate(RequestHead.LARGEST);
        private final ResponseHead head = new ResponseHead();
        private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
    }

    ShortcutConnection(Shortcut shortcut, StreamConnection connection, boolean behindProxy) {
        this.shortcut = shortcut;
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        InetAddress address = peer.getAddress();
        this.ends = new Ends(
                address == null ? peer.getHostString() : address.getHostAddress(),
                connection.getLocalAddress(InetSocketAddress.class),
                behindProxy && Forwarded.isNear(address));
    }

    void begin() {
        connection.setCloseListener(closed -> shortcut.forget(this));
        source.setReadListener(channel -> step(this::read));
        sink.setWriteListener(channel -> step(this::write));
        source.resumeReads();
        step(this::read);
    }

    boolean isBusy() {
        return busy;
    }

    /** May be called by another thread. */
    void closeIfIdle(Duration idle) {
        if (isIdle(idle)) {
            connection.getIoThread().execute(() -> {
                if (isIdle(idle)) {
                    close();
                }
            });
        }
    }

    private boolean isIdle(Duration idle) {
        return System.nanoTime() - moved > idle.toNanos();
    }

    /** What is done when the connection is ready for it. */
    private interface Step {
        void take() throws IOException;
    }

    private void step(Step step) {
        try {
            step.take();
        } catch (IOException gone) {
            LOG.debug("a client went away: {}", gone.toString());
            close();
        } catch (RuntimeException | StackOverflowError bug) {
            LOG.error("a connection broke off", bug);
            close();
        }
    }

    private void read() throws IOException {
        ByteBuffer in = ROOMS.get().in.clear();
        int count = source.read(in);
        if (count > 0) {
            moved = System.nanoTime();
            answer(in.flip());
        } else if (count < 0) {
            close();
        }
    }

    /** Answers what was read, one request after the other. */
    private void answer(ByteBuffer read) throws IOException {
        while (read.hasRemaining()) {
            int begin = read.position();
            RequestHead request = RequestHead.take(read, ends, last);
            if (request == null || !shortcut.takes(request)) {
                handOver(read.position(begin));
                return;
            }
            last = request;
            Outgoing answer = shortcut.answer(request);
            Body.Writer writer = answer.ready() == null ? answer.writer() : null;
            if (writer != null) {
                pause(read);
                shortcut.aside(() -> make(answer, writer));
                return;
            }
            if (!send(answer, answer.ready())) {
                pause(read);
                sink.resumeWrites();
                return;
            }
        }
    }

    /** Reads on once the answer is sent. */
    private void pause(ByteBuffer read) {
        busy = true;
        source.suspendReads();
        later = new byte[read.remaining()];
        read.get(later);
    }

    /** Makes a body that takes longer, on a thread of its own. */
    private void make(Outgoing answer, Body.Writer writer) {
        step(() -> {
            ByteArrayOutputStream made = new ByteArrayOutputStream();
            writer.writeTo(made);
            ByteBuffer body = ByteBuffer.wrap(made.toByteArray());
            connection
                    .getIoThread()
                    .execute(() -> step(() -> {
                        if (send(answer, body)) {
                            goOn();
                        } else {
                            sink.resumeWrites();
                        }
                    }));
        });
    }

    /** Sends an answer, or the first of it: then false. */
    private boolean send(Outgoing answer, @Nullable ByteBuffer body) throws IOException {
        Room room = ROOMS.get();
        ByteBuffer out = room.out.clear();
        room.head.write(answer, body == null ? answer.length() : body.remaining(), out);
        if (body != null && body.remaining() <= out.remaining()) {
            out.put(body);
        }
        out.flip();
        if (body == null || !body.hasRemaining()) {
            sink.write(out);
            if (!out.hasRemaining()) {
                return true;
            }
            rest = new ByteBuffer[] {copy(out)};
            return false;
        }
        ByteBuffer[] both = {out, body};
        boolean done = writeTurn(both);
        if (!done) {
            both[0] = copy(out);
            rest = both;
        }
        return done;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Writes as much as the client takes, and no more than a turn; whether that was the last of it. */
    private boolean writeTurn(ByteBuffer[] parts) throws IOException {
        ByteBuffer last = parts[parts.length - 1];
        int end = last.limit();
        last.limit(Math.min(end, last.position() + TURN));
        try {
            if (sink.write(parts, 0, parts.length) > 0) {
                moved = System.nanoTime();
            }
        } finally {
            last.limit(end);
        }
        return !last.hasRemaining();
    }

    private void write() throws IOException {
        if (writeTurn(Objects.requireNonNull(rest))) {
            sink.suspendWrites();
            rest = null;
            goOn();
        }
    }

    /** An answer is sent: what came behind its request is next. */
    private void goOn() throws IOException {
        busy = false;
        byte[] next = Objects.requireNonNull(later);
        later = null;
        source.resumeReads();
        answer(ByteBuffer.wrap(next));
    }

    /** Undertow has the connection from here on, as if nobody had read from it what is left. */
    private void handOver(ByteBuffer read) {
        PooledByteBuffer pooled = shortcut.buffers().allocate();
        pooled.getBuffer().put(read).flip();
        shortcut.forget(this);
        source.setReadListener(null);
        sink.setWriteListener(null);
        shortcut.undertow().handleEvent(connection, pooled);
    }

    private void close() {
        IoUtils.safeClose(connection);
    }
}
