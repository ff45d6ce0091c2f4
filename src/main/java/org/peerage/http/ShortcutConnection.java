package org.peerage.http;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Body;
import org.peerage.api.Outgoing;
import org.peerage.snapshot.Parts;
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

    /** A head and a short body. */
    private static final int ROOM = 24 * 1024;

    private static final int LARGE_ROOM = 256 * 1024;

    private static final long NOT_BEGUN = Long.MIN_VALUE;

    private static final int STREAMED = 64 * 1024;

    /** After so many answers a polling thread sees to its other connections. */
    private static final int MOST_IN_A_TURN = 32;

    private static final ThreadLocal<Room> ROOMS = ThreadLocal.withInitial(Room::new);

    private final Shortcut shortcut;
    private final StreamConnection connection;
    private final ConduitStreamSourceChannel source;
    private final ConduitStreamSinkChannel sink;
    private final Ends ends;

    private @Nullable RequestHead last;
    /** The first bytes of a request that is not whole, and when they came. */
    private byte @Nullable [] begun;

    private volatile long begunAt = NOT_BEGUN;
    /** What was read behind a request, as long as its answer is on its way. */
    private volatile byte @Nullable [] later;
    /** An answer of which some is left to be written. */
    private @Nullable Unsent unsent;

    /** What writes an answer from a thread of its own. */
    private volatile @Nullable BlockingStream stream;

    private volatile long moved = System.nanoTime();

    /** What a polling thread reads into and writes from. */
    private static final class Room {
        private final ByteBuffer in = ByteBuffer.allocate(RequestHead.LARGEST);
        private final ResponseHead head = new ResponseHead();
        private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);
        private @Nullable ByteBuffer large;

        /** For bodies that lie in parts. */
        ByteBuffer large() {
            ByteBuffer there = large;
            if (there == null) {
                there = ByteBuffer.allocateDirect(LARGE_ROOM);
                large = there;
            }
            return there;
        }
    }

    ShortcutConnection(Shortcut shortcut, StreamConnection connection, boolean behindProxy) {
        this.shortcut = shortcut;
        this.connection = connection;
        this.source = connection.getSourceChannel();
        this.sink = connection.getSinkChannel();
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        this.ends = new Ends(
                Ends.text(peer),
                connection.getLocalAddress(InetSocketAddress.class),
                behindProxy && Forwarded.isNear(peer.getAddress()));
    }

    void begin() {
        connection.setCloseListener(closed -> {
            shortcut.forget(this);
            wakeStream();
        });
        source.setReadListener(channel -> step(this::read));
        sink.setWriteListener(channel -> step(this::write));
        source.resumeReads();
        step(this::read);
    }

    boolean isBusy() {
        return later != null;
    }

    /** May be called by another thread. */
    void closeIfIdle() {
        if (isIdle()) {
            connection.getIoThread().execute(() -> {
                if (isIdle()) {
                    close();
                }
            });
        }
    }

    private boolean isIdle() {
        long now = System.nanoTime();
        long since = begunAt;
        return now - moved > shortcut.longestSilence().toNanos()
                || (since != NOT_BEGUN
                        && now - since > shortcut.longestRequest().toNanos());
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
        } catch (RuntimeException | Error bug) {
            LOG.error("a connection broke off", bug);
            close();
        }
    }

    private void read() throws IOException {
        ByteBuffer in = ROOMS.get().in.clear();
        if (begun != null) {
            in.put(begun);
        }
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
        int answered = 0;
        while (read.hasRemaining()) {
            int begin = read.position();
            RequestHead request = RequestHead.take(read, ends, last);
            if (request == null && RequestHead.isBegun(read)) {
                keep(read);
                return;
            }
            begun = null;
            begunAt = NOT_BEGUN;
            if (request == null || !shortcut.takes(request)) {
                handOver(read.position(begin));
                return;
            }
            last = request;
            Outgoing answer = shortcut.answer(request);
            Body.Writer writer = answer.writer();
            if (writer != null && answer.ready() == null && answer.parts() == null) {
                pause(read);
                if (answer.length() < 0) {
                    shortcut.aside(() -> make(answer, writer));
                } else {
                    byte[] head = rest(head(answer, answer.length()));
                    shortcut.aside(() -> stream(head, writer));
                }
                return;
            }
            if (!(answer.parts() == null ? send(answer, answer.ready()) : send(answer, answer.parts()))) {
                pause(read);
                sink.resumeWrites();
                return;
            }
            if (++answered == MOST_IN_A_TURN && read.hasRemaining()) {
                pause(read);
                unsent = new Unsent.Buffers();
                sink.resumeWrites();
                return;
            }
        }
    }

    /** Keeps what there is of a request until more of it comes. */
    private void keep(ByteBuffer read) {
        begun = rest(read);
        if (begunAt == NOT_BEGUN) {
            begunAt = System.nanoTime();
        }
    }

    private static byte[] rest(ByteBuffer read) {
        byte[] rest = new byte[read.remaining()];
        read.get(rest);
        return rest;
    }

    /** Reads on once the answer is sent. */
    private void pause(ByteBuffer read) {
        source.suspendReads();
        later = rest(read);
    }

    /** Sends a body as it is made, on a thread of its own. */
    private void stream(byte[] head, Body.Writer writer) {
        step(() -> {
            BlockingStream blocking =
                    new BlockingStream(sink, shortcut.longestSilence(), () -> moved = System.nanoTime());
            stream = blocking;
            OutputStream out = new BufferedOutputStream(blocking, STREAMED);
            out.write(head);
            writer.writeTo(out);
            out.flush();
            connection
                    .getIoThread()
                    .execute(() -> step(() -> {
                        sink.suspendWrites();
                        stream = null;
                        goOn();
                    }));
        });
    }

    /** Whether another thread writes: it is told to look again. */
    private boolean wakeStream() {
        BlockingStream waiting = stream;
        if (waiting != null) {
            waiting.wake();
        }
        return waiting != null;
    }

    /** Makes a body whose length is not known, because it is compressed, on a thread of its own. */
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
        ByteBuffer out = head(answer, body == null ? answer.length() : body.remaining());
        if (body == null || body.remaining() <= out.capacity() - out.limit()) {
            if (body != null) {
                out.position(out.limit()).limit(out.capacity());
                out.put(body).flip();
            }
            sink.write(out);
            return !out.hasRemaining() || postpone(new Unsent.Buffers(copy(out)));
        }
        Unsent.Buffers both = new Unsent.Buffers(out, body);
        return both.write(sink) || postpone(new Unsent.Buffers(copy(out), body));
    }

    private boolean send(Outgoing answer, Parts body) throws IOException {
        ByteBuffer head = copy(head(answer, body.length()));
        Unsent rest = new Unsent.Copied(head, body, ROOMS.get().large());
        return rest.write(sink) || postpone(rest);
    }

    private static ByteBuffer head(Outgoing answer, long length) {
        Room room = ROOMS.get();
        room.head.write(answer, length, room.out.clear());
        return room.out.flip();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private boolean postpone(Unsent rest) {
        unsent = rest;
        return false;
    }

    private void write() throws IOException {
        if (wakeStream()) {
            return;
        }
        moved = System.nanoTime();
        if (Objects.requireNonNull(unsent).write(sink)) {
            sink.suspendWrites();
            unsent = null;
            goOn();
        }
    }

    /** An answer is sent: what came behind its request is next. */
    private void goOn() throws IOException {
        byte[] next = Objects.requireNonNull(later);
        later = null;
        source.resumeReads();
        answer(ByteBuffer.wrap(next));
    }

    /** Undertow has the connection from here on, as if nobody had read from it what is left. */
    private void handOver(ByteBuffer read) {
        shortcut.forget(this);
        source.setReadListener(null);
        sink.setWriteListener(null);
        shortcut.handOver(connection, read);
    }

    private void close() {
        IoUtils.safeClose(connection);
    }
}
