package org.peerage.ixf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A document as it comes: in memory while it is small; a large one goes to a temporary file, so that many can be under way at the
 * same time. The file has no name and is gone with its process.
 */
public final class FeedBody extends OutputStream {
    private static final int IN_MEMORY = 1 << 20;
    private static final int CHUNK = 64 * 1024;

    private final ByteArrayOutputStream small = new ByteArrayOutputStream();
    private final FeedPart part;
    private @Nullable FileChannel large;
    private long size;

    FeedBody(FeedPart part) {
        this.part = part;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (size + length > part.mostBytes()) {
            throw new FeedResponse.UnusableException(part.tooLarge());
        }
        size += length;
        if (large == null && size > IN_MEMORY) {
            large = newFile();
            write(large, ByteBuffer.wrap(small.toByteArray()));
            small.reset();
        }
        if (large == null) {
            small.write(bytes, offset, length);
        } else {
            write(large, ByteBuffer.wrap(bytes, offset, length));
        }
    }

    private static FileChannel newFile() {
        try {
            return FileChannel.open(
                    Files.createTempFile("ixf-", ".feed"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** What fails here is no fault of whoever sent the document. */
    private static void write(FileChannel file, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** From its begin; one reader at a time. */
    InputStream input() {
        if (large == null) {
            return new ByteArrayInputStream(small.toByteArray());
        }
        try {
            large.position(0);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
        return Channels.newInputStream(large);
    }

    /** All of it. */
    byte[] bytes() {
        return large == null ? small.toByteArray() : start(Math.toIntExact(size));
    }

    /** Its beginning: no more than so many bytes. */
    byte[] start(int length) {
        try {
            return input().readNBytes(length);
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** SHA-256 of all of it. */
    String hash() {
        MessageDigest digest = Importer.sha256();
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = input();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                digest.update(chunk, 0, length);
            }
        } catch (IOException ours) {
            throw new UncheckedIOException(ours);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lets go of what it holds. */
    @Override
    public void close() {
        small.reset();
        try {
            if (large != null) {
                large.close();
            }
        } catch (IOException gone) {
            // It is of no further use either way.
        }
    }
}
