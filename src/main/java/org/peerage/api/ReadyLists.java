package org.peerage.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.snapshot.WholeList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole lists that are asked for again while nothing changes, as files mapped into memory: the kernel takes them from there in
 * one go, without copies through the heap. The files have no name, so they go with the lists; only what everybody may see is
 * put into one.
 */
final class ReadyLists {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyLists.class);
    private static final int BUFFER = 256 * 1024;
    private static final int WORTH_A_FILE = 64 * 1024;
    private static final int ASKED_OFTEN = 2;
    /** Who polls does the little that is to be done for it, rather than to wake another thread. */
    private static final Cache<WholeList, Ready> LISTS =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private static final ExecutorService WRITER = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(100),
            Thread.ofPlatform().daemon().name("ready-lists").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private ReadyLists() {}

    /** One list, plain and compressed. */
    private static final class Ready {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile @Nullable File plain;
        private volatile @Nullable File packed;
    }

    /** What a file holds around the rows, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    private record File(byte[] before, byte[] after, ByteBuffer bytes) {
        boolean isOf(Body.Whole whole) {
            return java.util.Arrays.equals(before, whole.before()) && java.util.Arrays.equals(after, whole.after());
        }
    }

    /** Whether the whole answer is ready, or soon made. */
    static boolean isReady(WholeList list, boolean gzip) {
        if (list.length() < WORTH_A_FILE) {
            return true;
        }
        Ready ready = LISTS.getIfPresent(list);
        return ready != null && (gzip ? ready.packed : ready.plain) != null;
    }

    /** The whole answer, if it is ready; else it may be the next time. */
    static Optional<ByteBuffer> find(Body.Whole whole, boolean gzip) {
        WholeList list = whole.list();
        if (!list.isForEverybody() || list.length() < WORTH_A_FILE || list.length() > Integer.MAX_VALUE / 2) {
            return Optional.empty();
        }
        Ready ready = LISTS.get(list, any -> new Ready());
        File file = gzip ? ready.packed : ready.plain;
        if (file != null) {
            return file.isOf(whole) ? Optional.of(file.bytes.duplicate()) : Optional.empty();
        }
        if (ready.asked.incrementAndGet() == ASKED_OFTEN) {
            WRITER.execute(() -> write(whole, ready));
        }
        return Optional.empty();
    }

    private static void write(Body.Whole whole, Ready ready) {
        try {
            ready.packed = mapped(whole, true);
            ready.plain = mapped(whole, false);
        } catch (IOException noRoom) {
            LOG.warn("lists are not kept in files: {}", noRoom.toString());
        }
    }

    private static File mapped(Body.Whole whole, boolean gzip) throws IOException {
        Path path = Files.createTempFile("peerage-list", ".json");
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            OutputStream plain = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            // What is sent often is worth the best compression.
            try (OutputStream out = gzip ? new LevelGzip(plain, BUFFER, Deflater.BEST_COMPRESSION) : plain) {
                out.write(whole.before());
                whole.list().writeTo(out);
                out.write(whole.after());
                out.flush();
                if (out instanceof GZIPOutputStream stream) {
                    stream.finish();
                }
                plain.flush();
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                return new File(whole.before(), whole.after(), bytes);
            }
        }
    }
}
