package org.peerage.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.peerage.snapshot.WholeList;

/** Puts an answer on the wire: headers, conditional requests, compression, {@code pretty}. */
final class AnswerWriter {
    private static final int WORTH_COMPRESSING = 1400;
    private static final int HTTP_BUFFER = 16 * 1024;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    private static volatile DateText lastModified = new DateText(Long.MIN_VALUE, "");

    private AnswerWriter() {}

    /** The version that an answer shows, and to whom. */
    record Version(long number, Instant time, String visibilityTag) {}

    private record DateText(long second, String text) {}

    static void write(
            HttpServletRequest request, HttpServletResponse response, Answer answer, @Nullable Version version)
            throws IOException {
        boolean gzip = answer.status() == 200
                && !(answer.body() instanceof Body.None)
                && Accepted.gzip(request.getHeader("Accept-Encoding"))
                && isWorthCompressing(answer.length());
        boolean pretty = isPretty(request) && !(answer.body() instanceof Body.None);
        if (version != null && isUnchanged(request, response, version, gzip)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            if (name.equals("Content-Type")) {
                response.setContentType(value);
            } else {
                response.setHeader(name, value);
            }
        });
        boolean bodiless = request.getMethod().equals("HEAD") || answer.body() instanceof Body.None;
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        if (!pretty && answer.body() instanceof Body.Whole whole) {
            Optional<ByteBuffer> ready = ReadyLists.find(whole, gzip);
            if (ready.isPresent()) {
                response.setContentLength(ready.get().remaining());
                if (!bodiless) {
                    response.getOutputStream().write(ready.get());
                }
                return;
            }
        }
        if (gzip && !pretty && answer.body() instanceof Body.Whole(byte[] before, WholeList list, byte[] after)) {
            WholeList.Gzipped gzipped = list.gzipped(before, after);
            response.setContentLengthLong(gzipped.length());
            if (!bodiless) {
                OutputStream out = response.getOutputStream();
                for (byte[] part : gzipped.parts()) {
                    out.write(part);
                }
            }
            return;
        }
        if (!gzip && !pretty) {
            long length = answer.length();
            if (length >= 0) {
                response.setContentLengthLong(length);
            }
        }
        if (!bodiless) {
            writeBody(response.getOutputStream(), answer.body(), gzip, pretty);
        }
    }

    private static void writeBody(OutputStream plain, Body body, boolean gzip, boolean pretty) throws IOException {
        if (!gzip && !pretty) {
            writeTo(plain, body);
            return;
        }
        OutputStream packed = gzip ? new QuickGzip(plain) : plain;
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
            case Body.Whole(byte[] before, WholeList list, byte[] after) -> {
                out.write(before);
                list.writeTo(out);
                out.write(after);
            }
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
    private static boolean isUnchanged(
            HttpServletRequest request, HttpServletResponse response, Version version, boolean gzip) {
        String tag = entityTag(version.number, version.visibilityTag, gzip);
        response.addHeader("ETag", tag);
        response.addHeader("X-Peerage-Version", Long.toString(version.number));
        response.addHeader("Cache-Control", "private, no-cache");
        long second = version.time.getEpochSecond();
        // Within the second of the last change another one may follow, which the date could not tell apart.
        boolean dated = second < Instant.now().getEpochSecond();
        if (dated) {
            response.addHeader("Last-Modified", date(second));
        }
        String has = request.getHeader("If-None-Match");
        if (has != null) {
            return matches(has, tag);
        }
        if (!dated || request.getHeader("If-Modified-Since") == null) {
            return false;
        }
        return second <= modifiedSince(request);
    }

    static String entityTag(long version, String visibilityTag, boolean gzip) {
        return "\"" + Long.toString(version, 36) + "-" + visibilityTag + (gzip ? "-gz\"" : "\"");
    }

    private static long modifiedSince(HttpServletRequest request) {
        try {
            return Math.floorDiv(request.getDateHeader("If-Modified-Since"), 1000L);
        } catch (IllegalArgumentException notADate) {
            return Long.MIN_VALUE;
        }
    }

    private static boolean matches(String has, String tag) {
        for (String candidate : has.split(",", -1)) {
            String bare = candidate.strip();
            if (bare.equals("*") || bare.equals(tag) || bare.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static String date(long second) {
        DateText known = lastModified;
        if (known.second != second) {
            known = new DateText(second, HTTP_DATE.format(Instant.ofEpochSecond(second)));
            lastModified = known;
        }
        return known.text;
    }

    private static boolean isPretty(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null
                && query.contains("pretty")
                && Parameters.parse(query).has("pretty");
    }

    /** Speed before size: what is compressed here is compressed for one client. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, HTTP_BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
