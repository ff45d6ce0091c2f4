package org.peerage.api.responses;

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
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.api.GzipLevelStream;
import org.peerage.api.ResponseBody;
import org.peerage.snapshot.WholeList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole lists that are asked for again while nothing changes, as files mapped into memory: the kernel takes them from there in
 * one go, without copies through the heap. The files have no name, so they go with the lists; only what everybody may see is
 * put into one.
 */
public final class MappedListCache {
    private static final Logger LOG = LoggerFactory.getLogger(MappedListCache.class);
    private static final int BUFFER = 256 * 1024;
    private static final int MIN_MAPPED_BYTES = 64 * 1024;
    private static final int MIN_HITS = 2;
    /** Compressing all of it anew takes seconds. */
    private static final int MIN_BEST_COMPRESSION_HITS = 50;

    /** Who polls does the little that is to be done for it, rather than to wake another thread. */
    private static final Cache<WholeList, MappedList> LISTS =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private static final ExecutorService WRITER = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(100),
            Thread.ofPlatform().daemon().name("ready-lists").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    private MappedListCache() {}

    /** One list, plain and compressed. */
    private static final class MappedList {
        private final MappedEncoding plain = new MappedEncoding();
        private final MappedEncoding packed = new MappedEncoding();
    }

    private static final class MappedEncoding {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile @Nullable MappedFile file;
    }

    /** What a file holds around the rows, and its bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    private record MappedFile(byte[] before, byte[] after, ByteBuffer bytes) {
        boolean isOf(ResponseBody.FullList whole) {
            return Arrays.equals(before, whole.before()) && Arrays.equals(after, whole.after());
        }
    }

    /** Whether the answer need not be made, or soon is. */
    public static boolean isReady(WholeList list, boolean gzip) {
        return !gzip || list.isGzipped() || list.length() < MIN_MAPPED_BYTES;
    }

    /** The whole answer as a file, if there is one; else there may be the next time. */
    static Optional<ByteBuffer> find(ResponseBody.FullList whole, boolean gzip) {
        WholeList list = whole.list();
        if (!list.isForEverybody() || list.length() < MIN_MAPPED_BYTES || list.length() > Integer.MAX_VALUE / 2) {
            return Optional.empty();
        }
        MappedList ready = LISTS.get(list, any -> new MappedList());
        MappedEncoding form = gzip ? ready.packed : ready.plain;
        int asked = form.asked.incrementAndGet();
        if (asked == MIN_HITS) {
            WRITER.execute(() -> write(whole, form, out -> whole.chunks(gzip).writeTo(out)));
        } else if (gzip && asked == MIN_BEST_COMPRESSION_HITS) {
            WRITER.execute(() -> write(whole, form, out -> gzip(whole, out)));
        }
        MappedFile file = form.file;
        return file != null && file.isOf(whole) ? Optional.of(file.bytes.duplicate()) : Optional.empty();
    }

    private static void write(ResponseBody.FullList whole, MappedEncoding form, ResponseBody.BodyWriter writer) {
        try {
            form.file = new MappedFile(whole.before(), whole.after(), mapped(writer));
        } catch (IOException noRoom) {
            LOG.warn("lists are not kept in files: {}", noRoom.toString());
        }
    }

    /** In one piece, which takes a sixth off the length. */
    private static void gzip(ResponseBody.FullList whole, OutputStream out) throws IOException {
        GZIPOutputStream packed = new GzipLevelStream(out, BUFFER, Deflater.BEST_COMPRESSION);
        whole.chunks(false).writeTo(packed);
        packed.finish();
    }

    private static ByteBuffer mapped(ResponseBody.BodyWriter writer) throws IOException {
        Path path = Files.createTempFile("peerage-list", ".json");
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            writer.writeTo(out);
            out.flush();
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }
}
