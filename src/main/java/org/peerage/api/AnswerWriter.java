package org.peerage.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts an answer on the wire: headers, conditional requests, compression, {@code pretty}. */
final class AnswerWriter {
    /** Events are to arrive when they happen, not when a block is full. */
    static final String EVENTS = "text/event-stream; charset=utf-8";

    private static final int WORTH_COMPRESSING = 1400;
    /** Up to here compressing takes less than a change of threads and a stream do. */
    private static final int PACKED_AT_ONCE = 64 * 1024;

    private static final int HTTP_BUFFER = 16 * 1024;
    private static volatile Marks lastMarks = new Marks(-1, "", "", "");
    private static volatile Marks lastPackedMarks = lastMarks;
    private static final HttpDate.Latest LAST_MODIFIED = new HttpDate.Latest();

    private AnswerWriter() {}

    /**
     * The version that an answer shows, and to whom.
     *
     * @param cacheControl who may keep the answer, and how long
     * @param ranged whether parts of it may be asked for
     */
    record Version(long number, Instant time, String visibilityTag, String cacheControl, boolean ranged) {
        private static final String PRIVATE = "private, no-cache";

        /** As most answers: whoever has it asks whether it is still right. */
        Version(long number, Instant time, String visibilityTag) {
            this(number, time, visibilityTag, PRIVATE, false);
        }
    }

    /** What is said of a version, as text: most answers are of one version, and for everybody. */
    private record Marks(long version, String visibilityTag, String entityTag, String number) {}

    /** Puts an answer into {@code out}, which may hold headers that every answer has. */
    static void write(Asked request, Outgoing out, Answer answer, @Nullable Version version) {
        ByteRange range = range(request, answer, version);
        // Ranges are of the plain bytes: how they are compressed may change while the version stays.
        boolean gzip = answer.status() == 200
                && range instanceof ByteRange.All
                && !(answer.body() instanceof Body.None)
                && !EVENTS.equals(answer.headers().get("Content-Type"))
                && Accepted.gzip(request.header("Accept-Encoding"))
                && isWorthCompressing(answer.length());
        boolean pretty = isPretty(request) && !(answer.body() instanceof Body.None);
        if (version != null && isUnchanged(request, out, version, gzip)) {
            out.status(304);
            return;
        }
        if (version != null && version.ranged && answer.status() == 200) {
            out.set("Accept-Ranges", "bytes");
        }
        if (!(range instanceof ByteRange.All) && answer.body() instanceof Body.Whole whole) {
            writeRange(out, answer, whole, range);
            return;
        }
        out.status(answer.status());
        answer.headers().forEach(out::set);
        if (gzip) {
            out.set("Content-Encoding", "gzip");
        }
        boolean bodiless = request.method().equals("HEAD") || answer.body() instanceof Body.None;
        if (pretty || !isReady(out, answer.body(), gzip)) {
            stream(out, answer, gzip, pretty);
        }
        // Whose length nobody knows is written all the same: the server counts, and sends none of it.
        if (bodiless && out.length() >= 0) {
            out.bodiless();
        }
    }

    private static ByteRange range(Asked request, Answer answer, @Nullable Version version) {
        boolean possible = version != null
                && version.ranged
                && answer.status() == 200
                && request.method().equals("GET")
                && !isPretty(request)
                && isRangeOf(request.header("If-Range"), version);
        return possible ? ByteRange.of(request.header("Range"), answer.length()) : new ByteRange.All();
    }

    /** Whether the client's part is of these bytes (RFC 9110 §13.1.5); a date has to be the same, not just no older. */
    private static boolean isRangeOf(@Nullable String ifRange, Version version) {
        if (ifRange == null) {
            return true;
        }
        boolean dated = isDated(version);
        return ifRange.strip().equals(entityTag(version.number, version.visibilityTag, false))
                || (dated && ifRange.strip().equals(LAST_MODIFIED.format(version.time.getEpochSecond())));
    }

    /** Within the second of the last change another one may follow, which the date could not tell apart. */
    private static boolean isDated(Version version) {
        return version.time.getEpochSecond() < System.currentTimeMillis() / 1000;
    }

    private static void writeRange(Outgoing out, Answer answer, Body.Whole whole, ByteRange range) {
        long length = answer.length();
        if (!(range instanceof ByteRange.Part part)) {
            out.status(416);
            out.set("Content-Range", "bytes */" + length);
            out.length(0);
            return;
        }
        out.status(206);
        answer.headers().forEach(out::set);
        out.set("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + length);
        Optional<ByteBuffer> file = ReadyLists.find(whole, false);
        if (file.isPresent()) {
            out.body(file.get().slice((int) part.first(), (int) part.length()));
        } else {
            out.body(whole.parts(false).slice(part.first(), part.length()));
        }
    }

    /** Bodies whose bytes are there: they need not be made once more. */
    private static boolean isReady(Outgoing out, Body body, boolean gzip) {
        if (body instanceof Body.Whole whole) {
            Optional<ByteBuffer> list = ReadyLists.find(whole, gzip);
            list.ifPresent(out::body);
            return list.isPresent();
        }
        if (body instanceof Body.Kept kept && kept.isReady(gzip)) {
            out.body(kept.bytes(gzip).asReadOnlyBuffer());
            return true;
        }
        if (body instanceof Body.None) {
            out.length(0);
            return true;
        }
        byte[] bytes =
                switch (body) {
                    case Body.Bytes(byte[] made) -> made;
                    case Body.Slice slice -> slice.joined();
                    default -> null;
                };
        if (bytes == null || (gzip && bytes.length > PACKED_AT_ONCE)) {
            return false;
        }
        out.body(ByteBuffer.wrap(gzip ? LevelGzip.pack(bytes, Deflater.BEST_SPEED) : bytes));
        return true;
    }

    private static void stream(Outgoing out, Answer answer, boolean gzip, boolean pretty) {
        if (!pretty && answer.body() instanceof Body.Whole whole) {
            out.body(whole.parts(gzip));
            return;
        }
        if (gzip && !pretty && answer.body() instanceof Body.Kept kept) {
            out.body(sink -> sink.write(kept.bytes(true).array()));
            return;
        }
        if (!gzip && !pretty) {
            out.length(answer.length());
        }
        out.body(sink -> writeBody(sink, answer.body(), gzip, pretty));
    }

    private static void writeBody(OutputStream plain, Body body, boolean gzip, boolean pretty) throws IOException {
        if (!gzip && !pretty) {
            writeTo(plain, body);
            return;
        }
        OutputStream packed = gzip ? new LevelGzip(plain, HTTP_BUFFER, Deflater.BEST_SPEED) : plain;
        OutputStream out = pretty ? new PrettyStream(packed) : packed;
        writeTo(out, body);
        out.flush();
        if (packed instanceof GZIPOutputStream stream) {
            stream.finish();
        }
    }

    private static void writeTo(OutputStream out, Body body) throws IOException {
        switch (body) {
            case Body.None none -> {}
            case Body.Bytes(byte[] bytes) -> out.write(bytes);
            case Body.Slice slice -> out.write(slice.joined());
            case Body.Kept kept -> out.write(kept.bytes(false).array());
            case Body.Whole whole -> whole.parts(false).writeTo(out);
            case Body.Stream(long length, Body.Writer writer) -> writer.writeTo(out);
        }
    }

    private static boolean isWorthCompressing(long length) {
        return length < 0 || length > WORTH_COMPRESSING;
    }

    /**
     * Marks the answer with its version, and tells whether the client has it already. The tag names everything that
     * the bytes depend on beside the address: the version, what the caller sees, and the encoding (RFC 9110 §8.8.3).
     */
    private static boolean isUnchanged(Asked request, Outgoing out, Version version, boolean gzip) {
        Marks marks = marks(version.number, version.visibilityTag, gzip);
        String tag = marks.entityTag;
        out.add("ETag", tag);
        out.add("X-Peerage-Version", marks.number);
        out.add("Cache-Control", version.cacheControl);
        long second = version.time.getEpochSecond();
        boolean dated = isDated(version);
        if (dated) {
            out.add("Last-Modified", LAST_MODIFIED.format(second));
        }
        if (request.header("If-None-Match") != null) {
            return names(request, tag);
        }
        if (!dated || request.header("If-Modified-Since") == null) {
            return false;
        }
        return second <= modifiedSince(request);
    }

    static String entityTag(long version, String visibilityTag, boolean gzip) {
        return marks(version, visibilityTag, gzip).entityTag;
    }

    private static Marks marks(long version, String visibilityTag, boolean gzip) {
        Marks known = gzip ? lastPackedMarks : lastMarks;
        if (known.version != version || !known.visibilityTag.equals(visibilityTag)) {
            String tag = "\"" + Long.toString(version, 36) + "-" + visibilityTag + (gzip ? "-gz\"" : "\"");
            known = new Marks(version, visibilityTag, tag, Long.toString(version));
            if (gzip) {
                lastPackedMarks = known;
            } else {
                lastMarks = known;
            }
        }
        return known;
    }

    private static long modifiedSince(Asked request) {
        return HttpDate.parse(request.header("If-Modified-Since")).orElse(Long.MIN_VALUE);
    }

    /** Whether the client says that it has what this tag marks: then it needs no body. */
    static boolean names(Asked request, String tag) {
        String has = request.header("If-None-Match");
        if (has == null) {
            return false;
        }
        if (has.equals(tag)) {
            return true;
        }
        for (String candidate : has.split(",", -1)) {
            String bare = candidate.strip();
            if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    static boolean isPretty(Asked request) {
        String query = request.query();
        return query != null
                && query.contains("pretty")
                && Parameters.parse(query).has("pretty");
    }
}
