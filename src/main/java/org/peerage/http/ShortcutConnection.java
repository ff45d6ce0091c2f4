package org.peerage.http;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Body;
import org.peerage.api.Outgoing;
import org.peerage.snapshot.Parts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as long as nothing but quick reads is asked on it. One request is answered after the other; while an answer is on its
 * way nothing is read, so a client that does not read its answers cannot make more of them. All of it happens on the
 * thread that polls the connection, but for bodies that are made or streamed by a thread of their own.
 */
final class ShortcutConnection implements Poller.Polled {
    private static final Logger LOG = LoggerFactory.getLogger(ShortcutConnection.class);

    private static final long NOT_BEGUN = Long.MIN_VALUE;

    private static final int STREAMED = 64 * 1024;

    /** After so many answers a polling thread sees to its other connections. */
    private static final int MOST_IN_A_TURN = 32;

    private final Shortcut shortcut;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Poller poller;
    private final AnswerBuffers buffers;
    private final Ends ends;

    private @Nullable RequestHead last;
    /** The first bytes of a request that is not whole, and when they came. */
    private byte @Nullable [] begun;

    private long begunAt = NOT_BEGUN;
    /** What was read behind a request, as long as its answer is on its way. */
    private volatile byte @Nullable [] later;
    /** An answer of which some is left to be written. */
    private @Nullable Unsent unsent;
    /** Bytes that only this answer holds in memory. */
    private long held;

    /** What writes an answer from a thread of its own. */
    private volatile @Nullable BlockingStream stream;

    private long moved;
    /** Nothing is to be done with it any more: it is closed, or Undertow's. */
    private boolean over;

    ShortcutConnection(Shortcut shortcut, SocketChannel channel, SelectionKey key, Poller poller, boolean behindProxy)
            throws IOException {
        this.shortcut = shortcut;
        this.channel = channel;
        this.key = key;
        this.poller = poller;
        this.buffers = poller.buffers();
        this.moved = poller.now();
        InetSocketAddress peer = (InetSocketAddress) channel.getRemoteAddress();
        this.ends = new Ends(
                Ends.text(peer),
                (InetSocketAddress) channel.getLocalAddress(),
                behindProxy && Forwarded.isNear(peer.getAddress()));
    }

    void begin() {
        key.interestOps(SelectionKey.OP_READ);
        step(this::read);
    }

    /** May be called by another thread. */
    boolean isBusy() {
        return later != null;
    }

    @Override
    public void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            step(this::write);
        } else {
            step(this::read);
        }
    }

    @Override
    public void look(long time) {
        if (!over && isIdle(time)) {
            close();
        }
    }

    /** Who writes from another thread looks after itself. */
    private boolean isIdle(long now) {
        return (stream == null && now - moved > shortcut.longestSilence().toNanos())
                || (begunAt != NOT_BEGUN
                        && now - begunAt > shortcut.longestRequest().toNanos());
    }

    /** What is done when the connection is ready for it. */
    private interface Step {
        void take() throws IOException;
    }

    private void step(Step step) {
        if (!isDone(step)) {
            close();
        }
    }

    /** On a thread that may wait. */
    private void aside(Step step) {
        shortcut.aside(() -> {
            boolean done = false;
            try {
                done = isDone(step);
            } finally {
                if (!done) {
                    poller.execute(this::close);
                }
            }
        });
    }

    private static boolean isDone(Step step) {
        try {
            step.take();
            return true;
        } catch (IOException gone) {
            LOG.debug("a client went away: {}", gone.toString());
        } catch (RuntimeException | Error bug) {
            LOG.error("a connection broke off", bug);
        }
        return false;
    }

    private void read() throws IOException {
        ByteBuffer in = buffers.in();
        ByteBuffer read = buffers.read();
        if (begun != null) {
            read.put(begun);
            in.limit(read.remaining());
        }
        int count = channel.read(in);
        if (count > 0) {
            moved = poller.now();
            read.put(in.flip());
            answer(read.flip());
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
                    aside(() -> make(answer, writer));
                } else {
                    byte[] head = rest(buffers.head(answer, answer.length()));
                    aside(() -> stream(head, writer));
                }
                return;
            }
            if (!(answer.parts() == null ? send(answer, answer.ready()) : send(answer, answer.parts()))) {
                pause(read);
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            if (++answered == MOST_IN_A_TURN && read.hasRemaining()) {
                pause(read);
                unsent = new Unsent.Buffers();
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
        }
    }

    /** Keeps what there is of a request until more of it comes. */
    private void keep(ByteBuffer read) {
        begun = rest(read);
        if (begunAt == NOT_BEGUN) {
            begunAt = poller.now();
        }
    }

    private static byte[] rest(ByteBuffer read) {
        byte[] rest = new byte[read.remaining()];
        read.get(rest);
        return rest;
    }

    /** Reads on once the answer is sent. */
    private void pause(ByteBuffer read) {
        key.interestOps(0);
        later = rest(read);
    }

    /** Sends a body as it is made, on a thread of its own. */
    private void stream(byte[] head, Body.Writer writer) throws IOException {
        BlockingStream blocking = new BlockingStream(channel, shortcut.longestSilence(), () -> poller.awaitRoom(key));
        stream = blocking;
        OutputStream out = new BufferedOutputStream(blocking, STREAMED);
        out.write(head);
        writer.writeTo(out);
        out.flush();
        poller.execute(() -> step(() -> {
            stream = null;
            moved = poller.now();
            goOn();
        }));
    }

    /** If another thread writes, it looks again. */
    private void wakeStream() {
        BlockingStream waiting = stream;
        if (waiting != null) {
            waiting.wake();
        }
    }

    /** Makes a body whose length is not known, because it is compressed, on a thread of its own. */
    private void make(Outgoing answer, Body.Writer writer) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        writer.writeTo(made);
        ByteBuffer body = ByteBuffer.wrap(made.toByteArray());
        poller.execute(() -> step(() -> {
            moved = poller.now();
            if (send(answer, body)) {
                goOn();
            } else {
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }));
    }

    /** Sends an answer, or the first of it: then false. */
    private boolean send(Outgoing answer, @Nullable ByteBuffer body) throws IOException {
        ByteBuffer out = buffers.head(answer, body == null ? answer.length() : body.remaining());
        if (body == null || body.remaining() <= out.capacity() - out.limit()) {
            if (body != null) {
                out.position(out.limit()).limit(out.capacity());
                out.put(body).flip();
            }
            channel.write(out);
            return !out.hasRemaining() || postpone(new Unsent.Buffers(copy(out)), 0);
        }
        Unsent.Buffers both = new Unsent.Buffers(out, body);
        return both.write(channel)
                || postpone(new Unsent.Buffers(copy(out), body), body.isReadOnly() ? 0 : body.capacity());
    }

    private boolean send(Outgoing answer, Parts body) throws IOException {
        ByteBuffer head = copy(buffers.head(answer, body.length()));
        Unsent rest = new Unsent.Copied(head, body, buffers.large());
        return rest.write(channel) || postpone(rest, 0);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private boolean postpone(Unsent rest, long bytes) throws IOException {
        if (!shortcut.hold(bytes)) {
            throw new IOException("too much waits for clients that do not read");
        }
        held = bytes;
        unsent = rest;
        return false;
    }

    private void release() {
        shortcut.release(held);
        held = 0;
    }

    private void write() throws IOException {
        if (stream != null) {
            key.interestOps(0);
            wakeStream();
            return;
        }
        moved = poller.now();
        if (Objects.requireNonNull(unsent).write(channel)) {
            unsent = null;
            release();
            goOn();
        }
    }

    /** An answer is sent: what came behind its request is next. */
    private void goOn() throws IOException {
        byte[] next = Objects.requireNonNull(later);
        later = null;
        key.interestOps(SelectionKey.OP_READ);
        answer(ByteBuffer.wrap(next));
    }

    /** Undertow has the connection from here on, as if nobody had read from it what is left. */
    private void handOver(ByteBuffer read) {
        key.cancel();
        shortcut.handOver(this, channel, read);
        over = true;
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        release();
        shortcut.closed(this);
        try {
            channel.close();
        } catch (IOException gone) {
            LOG.debug("a connection ended badly: {}", gone.toString());
        }
        wakeStream();
    }
}
