package org.peerage.api.responses;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.GzipLevelStream;
import org.peerage.api.ResponseBody;
import org.peerage.api.WireResponse;

/** Puts an answer on the wire: headers, conditional requests, compression, {@code pretty}. */
public final class ResponseWriter {
    /** Events are to arrive when they happen, not when a block is full. */
    public static final String EVENTS = "text/event-stream; charset=utf-8";

    private static final int MIN_GZIP_BYTES = 1400;
    /** Up to here compressing takes less than a change of threads and a stream do. */
    private static final int GZIP_CHUNK_BYTES = 64 * 1024;

    private static final int HTTP_BUFFER = 16 * 1024;
    private static volatile CacheValidators lastValidators = new CacheValidators(-1, "", "", "");
    private static volatile CacheValidators lastGzipValidators = lastValidators;
    private static final HttpDate.Latest LAST_MODIFIED = new HttpDate.Latest();

    private ResponseWriter() {}

    /**
     * The version that an answer shows, and to whom.
     *
     * @param cacheControl who may keep the answer, and how long
     * @param ranged whether parts of it may be asked for
     * @param past the first part of the tag of what was; null: it shows the version itself
     */
    public record ResponseVersion(
            long number,
            Instant time,
            String visibilityTag,
            String cacheControl,
            boolean ranged,
            @Nullable String past) {
        private static final String PRIVATE = "private, no-cache";

        public ResponseVersion(long number, Instant time, String visibilityTag, String cacheControl, boolean ranged) {
            this(number, time, visibilityTag, cacheControl, ranged, null);
        }

        /**
         * The same of the past, of which more than the date tells whether it is unchanged.
         *
         * @param tag what the bytes hang on, but for who reads them
         */
        public ResponseVersion ofPast(String tag, String whoMayKeepIt) {
            return new ResponseVersion(number, time, visibilityTag, whoMayKeepIt, ranged, tag);
        }

        private CacheValidators validators(boolean gzip) {
            return past == null
                    ? ResponseWriter.validators(number, visibilityTag, gzip)
                    : new CacheValidators(
                            number,
                            visibilityTag,
                            "\"" + past + "-" + visibilityTag + (gzip ? "-gz\"" : "\""),
                            Long.toString(number));
        }

        /** As most answers: whoever has it asks whether it is still right. */
        public ResponseVersion(long number, Instant time, String visibilityTag) {
            this(number, time, visibilityTag, PRIVATE, false);
        }
    }

    /** What is said of a version, as text: most answers are of one version, and for everybody. */
    private record CacheValidators(long version, String visibilityTag, String entityTag, String number) {}

    /** Puts an answer into {@code out}, which may hold headers that every answer has. */
    public static void write(
            ApiRequest request, WireResponse out, ApiResponse response, @Nullable ResponseVersion version) {
        ByteRange range = range(request, response, version);
        // Ranges are of the plain bytes: how they are compressed may change while the version stays.
        boolean gzip = response.status() == 200
                && range instanceof ByteRange.WholeRange
                && !(response.body() instanceof ResponseBody.None)
                && !EVENTS.equals(response.headers().get("Content-Type"))
                && isWorthCompressing(response.length())
                && ContentNegotiation.gzip(request.header("Accept-Encoding"));
        boolean pretty = isPretty(request) && !(response.body() instanceof ResponseBody.None);
        if (version != null && isUnchanged(request, out, version, gzip)) {
            out.status(304);
            return;
        }
        if (version != null && isRanged(response, version)) {
            out.set("Accept-Ranges", "bytes");
        }
        if (!(range instanceof ByteRange.WholeRange)) {
            writeRange(out, response, range);
            return;
        }
        out.status(response.status());
        response.headers().forEach(out::set);
        if (gzip) {
            out.set("Content-Encoding", "gzip");
        }
        boolean bodiless = request.method().equals("HEAD") || response.body() instanceof ResponseBody.None;
        if (pretty || !isReady(out, response.body(), gzip)) {
            stream(out, response, gzip, pretty);
        }
        // Whose length nobody knows is written all the same: the server counts, and sends none of it.
        if (bodiless && out.length() >= 0) {
            out.bodiless();
        }
    }

    private static ByteRange range(ApiRequest request, ApiResponse response, @Nullable ResponseVersion version) {
        boolean possible = version != null
                && isRanged(response, version)
                && request.method().equals("GET")
                && !isPretty(request)
                && isRangeOf(request.header("If-Range"), version);
        return possible ? ByteRange.of(request.header("Range"), response.length()) : new ByteRange.WholeRange();
    }

    /** Whether parts of the answer can be had: of one that is made while it is written, nobody knows where they are. */
    private static boolean isRanged(ApiResponse response, ResponseVersion version) {
        boolean ready =
                response.body() instanceof ResponseBody.FullList || response.body() instanceof ResponseBody.Bytes;
        return version.ranged && response.status() == 200 && ready;
    }

    /** Whether the client's part is of these bytes (RFC 9110 §13.1.5); a date has to be the same, not just no older. */
    private static boolean isRangeOf(@Nullable String ifRange, ResponseVersion version) {
        if (ifRange == null) {
            return true;
        }
        boolean dated = isDated(version);
        return ifRange.strip().equals(version.validators(false).entityTag)
                || (dated && ifRange.strip().equals(LAST_MODIFIED.format(version.time.getEpochSecond())));
    }

    /** Within the second of the last change another one may follow, which the date could not tell apart. */
    private static boolean isDated(ResponseVersion version) {
        return version.past == null && version.time.getEpochSecond() < System.currentTimeMillis() / 1000;
    }

    private static void writeRange(WireResponse out, ApiResponse response, ByteRange range) {
        long length = response.length();
        if (!(range instanceof ByteRange.PartialRange part)) {
            out.status(416);
            out.set("Content-Range", "bytes */" + length);
            out.length(0);
            return;
        }
        out.status(206);
        response.headers().forEach(out::set);
        out.set("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + length);
        int first = (int) part.first();
        int count = (int) part.length();
        switch (response.body()) {
            case ResponseBody.FullList whole ->
                MappedListCache.find(whole, false)
                        .ifPresentOrElse(
                                file -> out.body(file.slice(first, count)),
                                () -> out.body(whole.chunks(false).slice(part.first(), part.length())));
            case ResponseBody.Bytes(byte[] bytes) -> out.body(ByteBuffer.wrap(bytes, first, count));
            default -> throw new IllegalStateException("no parts of this body");
        }
    }

    /** Bodies whose bytes are there: they need not be made once more. */
    private static boolean isReady(WireResponse out, ResponseBody body, boolean gzip) {
        if (body instanceof ResponseBody.FullList whole) {
            Optional<ByteBuffer> list = MappedListCache.find(whole, gzip);
            list.ifPresent(out::body);
            return list.isPresent();
        }
        if (body instanceof ResponseBody.Cached kept && kept.isReady(gzip)) {
            out.body(kept.bytes(gzip).asReadOnlyBuffer());
            return true;
        }
        if (body instanceof ResponseBody.None) {
            out.length(0);
            return true;
        }
        byte[] bytes =
                switch (body) {
                    case ResponseBody.Bytes(byte[] made) -> made;
                    case ResponseBody.RowBody slice -> slice.joined();
                    default -> null;
                };
        if (bytes == null || (gzip && bytes.length > GZIP_CHUNK_BYTES)) {
            return false;
        }
        out.body(ByteBuffer.wrap(gzip ? GzipLevelStream.compress(bytes, Deflater.BEST_SPEED) : bytes));
        return true;
    }

    private static void stream(WireResponse out, ApiResponse response, boolean gzip, boolean pretty) {
        if (!pretty && response.body() instanceof ResponseBody.FullList whole) {
            out.body(whole.chunks(gzip));
            return;
        }
        if (gzip && !pretty && response.body() instanceof ResponseBody.Cached kept) {
            out.body(sink -> sink.write(kept.bytes(true).array()));
            return;
        }
        if (!gzip && !pretty) {
            out.length(response.length());
        }
        out.body(sink -> writeBody(sink, response.body(), gzip, pretty));
    }

    private static void writeBody(OutputStream plain, ResponseBody body, boolean gzip, boolean pretty)
            throws IOException {
        if (!gzip && !pretty) {
            writeTo(plain, body);
            return;
        }
        OutputStream packed = gzip ? new GzipLevelStream(plain, HTTP_BUFFER, Deflater.BEST_SPEED) : plain;
        OutputStream out = pretty ? new PrettyJsonStream(packed) : packed;
        writeTo(out, body);
        out.flush();
        if (packed instanceof GZIPOutputStream stream) {
            stream.finish();
        }
    }

    private static void writeTo(OutputStream out, ResponseBody body) throws IOException {
        switch (body) {
            case ResponseBody.None none -> {}
            case ResponseBody.Bytes(byte[] bytes) -> out.write(bytes);
            case ResponseBody.RowBody slice -> out.write(slice.joined());
            case ResponseBody.Cached kept -> out.write(kept.bytes(false).array());
            case ResponseBody.FullList whole -> whole.chunks(false).writeTo(out);
            case ResponseBody.StreamedBody(long length, ResponseBody.BodyWriter writer) -> writer.writeTo(out);
        }
    }

    private static boolean isWorthCompressing(long length) {
        return length < 0 || length > MIN_GZIP_BYTES;
    }

    /**
     * Marks the answer with its version, and tells whether the client has it already. The tag names everything that
     * the bytes depend on beside the address: the version, what the caller sees, and the encoding (RFC 9110 §8.8.3).
     */
    private static boolean isUnchanged(ApiRequest request, WireResponse out, ResponseVersion version, boolean gzip) {
        CacheValidators validators = version.validators(gzip);
        String entityTag = validators.entityTag;
        out.add("ETag", entityTag);
        out.add("X-Peerage-Version", validators.number);
        out.add("Cache-Control", version.cacheControl);
        long second = version.time.getEpochSecond();
        boolean dated = isDated(version);
        if (dated) {
            out.add("Last-Modified", LAST_MODIFIED.format(second));
        }
        if (request.header("If-None-Match") != null) {
            return matches(request, entityTag);
        }
        if (!dated || request.header("If-Modified-Since") == null) {
            return false;
        }
        return second <= modifiedSince(request);
    }

    public static String entityTag(long version, String visibilityTag, boolean gzip) {
        return validators(version, visibilityTag, gzip).entityTag;
    }

    private static CacheValidators validators(long version, String visibilityTag, boolean gzip) {
        CacheValidators known = gzip ? lastGzipValidators : lastValidators;
        if (known.version != version || !known.visibilityTag.equals(visibilityTag)) {
            String entityTag = "\"" + Long.toString(version, 36) + "-" + visibilityTag + (gzip ? "-gz\"" : "\"");
            known = new CacheValidators(version, visibilityTag, entityTag, Long.toString(version));
            if (gzip) {
                lastGzipValidators = known;
            } else {
                lastValidators = known;
            }
        }
        return known;
    }

    private static long modifiedSince(ApiRequest request) {
        return HttpDate.parse(request.header("If-Modified-Since")).orElse(Long.MIN_VALUE);
    }

    /** Whether the client says that it has what this tag marks: then it needs no body. */
    public static boolean matches(ApiRequest request, String entityTag) {
        String has = request.header("If-None-Match");
        if (has == null) {
            return false;
        }
        if (has.equals(entityTag)) {
            return true;
        }
        for (String candidate : has.split(",", -1)) {
            String bare = candidate.strip();
            if (bare.equals("*") || bare.equals(entityTag) || bare.equals("W/" + entityTag)) {
                return true;
            }
        }
        return false;
    }

    public static boolean isPretty(ApiRequest request) {
        String query = request.query();
        return query != null && query.contains("pretty") && request.parameters().has("pretty");
    }
}
