package org.peerage.api.responses;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;

/** Puts a file on the wire as it is: with a strong tag, in parts where somebody asks so (RFC 9110 §13, §14). */
public final class FileResponse {
    private static final int TRIES = 10;

    private FileResponse() {}

    /**
     * What is said of a file.
     *
     * @param entityTag in quotes; never the same for other bytes
     */
    public record FileHeaders(String contentType, String cacheControl, String entityTag) {}

    /** The bytes of a file, and when they became what they are. */
    public record OpenFile(ByteBuffer bytes, Instant modified) {}

    /**
     * Opens a file. What is told of it belongs to its bytes, though another one may take its name meanwhile.
     *
     * @throws java.nio.file.NoSuchFileException where there is none
     */
    public static OpenFile open(Path path) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileIdentity before = FileIdentity.of(path);
            ByteBuffer bytes;
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            }
            if (before.equals(FileIdentity.of(path)) && before.size == bytes.remaining()) {
                return new OpenFile(bytes, before.modified.toInstant());
            }
        }
        throw new IOException(path + " is replaced all the time");
    }

    private record FileIdentity(@Nullable Object key, long size, FileTime modified) {
        static FileIdentity of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileIdentity(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        }
    }

    /**
     * Puts a file into {@code out}.
     *
     * @throws IOException where it cannot be read
     */
    public static void write(ApiRequest request, WireResponse out, OpenFile opened, FileHeaders headers)
            throws IOException {
        ByteBuffer file = opened.bytes.duplicate();
        out.set("ETag", headers.entityTag);
        out.set("Cache-Control", headers.cacheControl);
        out.set("Accept-Ranges", "bytes");
        if (ResponseWriter.matches(request, headers.entityTag)) {
            out.status(304);
            return;
        }
        ByteRange range = range(request, headers, file.remaining());
        out.set("Content-Type", headers.contentType);
        switch (range) {
            case ByteRange.WholeRange whole -> {
                out.status(200);
                out.body(file);
            }
            case ByteRange.PartialRange part -> {
                out.status(206);
                out.set("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.remaining());
                out.body(file.slice((int) part.first(), (int) part.length()));
            }
            case ByteRange.UnsatisfiableRange none -> {
                out.status(416);
                out.set("Content-Range", "bytes */" + file.remaining());
                out.length(0);
            }
        }
        if (request.method().equals("HEAD")) {
            out.bodiless();
        }
    }

    private static ByteRange range(ApiRequest request, FileHeaders headers, long length) {
        @Nullable String condition = request.header("If-Range");
        boolean same = condition == null || condition.strip().equals(headers.entityTag);
        return request.method().equals("GET") && same
                ? ByteRange.of(request.header("Range"), length)
                : new ByteRange.WholeRange();
    }
}
