package org.peerage.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** A gzip stream of a level that is chosen: speed for one client, size for many. */
public final class GzipLevelStream extends GZIPOutputStream {
    public GzipLevelStream(OutputStream out, int buffer, int level) throws IOException {
        super(out, buffer);
        def.setLevel(level);
    }

    /** A whole text, compressed. */
    public static byte[] compress(byte[] plain, int level) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GzipLevelStream gzip = new GzipLevelStream(packed, 16 * 1024, level)) {
            gzip.write(plain);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return packed.toByteArray();
    }
}
