package org.peerage.copies;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.peerage.snapshot.PublicDigest;

/** Writes a compressed file of lines; it appears with {@link #finish}, and never if that is not called. */
final class CopyFileWriter implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int ZSTD_LEVEL = 6;
    private static final byte[] ROW = ", \"row\": ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

    private final String url;
    private final Path file;
    private final Path part;
    private final HashedStream bytes;
    private final OutputStream out;

    /** Begins a file, compressed as its name says. */
    CopyFileWriter(CopyFolder folder, String url) throws IOException {
        this.url = url;
        this.file = folder.file(url);
        this.part = CopyFolder.part(file);
        this.bytes = new HashedStream(new BufferedOutputStream(Files.newOutputStream(part), BUFFER));
        this.out = compressed(bytes, url);
    }

    static OutputStream compressed(OutputStream to, String name) throws IOException {
        return new BufferedOutputStream(
                name.endsWith(".zst") ? new ZstdOutputStream(to, ZSTD_LEVEL) : new GZIPOutputStream(to, BUFFER),
                BUFFER);
    }

    /** The first line, which says what the file is. */
    void header(String json) throws IOException {
        out.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A row; {@code gone} is a word that says so, or empty. */
    void row(String typeName, long id, String gone, byte[] json, int start, int end) throws IOException {
        out.write(beginning(typeName, id, gone));
        out.write(ROW);
        out.write(json, start, end - start);
        out.write(END);
    }

    /** A row that nobody may read any more. */
    void withdrawn(String typeName, long id) throws IOException {
        out.write(beginning(typeName, id, "withdrawn"));
        out.write(END);
    }

    private static byte[] beginning(String typeName, long id, String gone) {
        return ("{\"type\": \"" + typeName + "\", \"id\": " + id
                        + (gone.isEmpty() ? "" : ", \"gone\": \"" + gone + "\""))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the JSON of a row begins in a line that has one, and the digest of it; the counterpart of {@link #row}. */
    static PublicDigest digest(String typeName, long id, byte[] line) {
        int start = indexOf(line, ROW) + ROW.length;
        return PublicDigest.of(typeName, id, line, start, line.length - 1);
    }

    private static int indexOf(byte[] line, byte[] part) {
        for (int at = 0; at <= line.length - part.length; at++) {
            int i = 0;
            while (i < part.length && line[at + i] == part[i]) {
                i++;
            }
            if (i == part.length) {
                return at;
            }
        }
        throw new IllegalArgumentException("a line has no row");
    }

    CopyNotification.FileEntry finish(Instant now) throws IOException {
        out.close();
        CopyFolder.finish(part, file, now);
        return new CopyNotification.FileEntry(url, bytes.hash.hash(), bytes.hash.count());
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }

    /** Counts and hashes what goes through. */
    private static final class HashedStream extends FilterOutputStream {
        private final FileHash hash = new FileHash();

        HashedStream(OutputStream to) {
            super(to);
        }

        @Override
        public void write(int next) throws IOException {
            write(new byte[] {(byte) next}, 0, 1);
        }

        @Override
        public void write(byte[] some, int start, int length) throws IOException {
            out.write(some, start, length);
            hash.add(some, start, length);
        }
    }
}
