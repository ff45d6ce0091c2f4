package org.peerage.web.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;
import org.peerage.api.ApiRequest;
import org.peerage.api.GzipLevelStream;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.ContentNegotiation;

/**
 * The stylesheet, scripts, pictures and maps that pages load. Which there are stands in {@code static/files.txt}, one path a
 * line; {@code name = /path} takes one from a library; those under {@code css/} are served as one stylesheet. Their addresses carry a hash of all of them, so browsers keep
 * them for a year and ask anew after an upgrade.
 */
public final class Assets {
    /** What their paths begin with. */
    public static final String FOLDER = "/static/";

    private static final int MIN_GZIP_BYTES = 800;
    private static final Assets INSTANCE = read();

    private final Map<String, Asset> byName;
    private final String version;

    private static final class Asset {
        private final String type;
        private final byte[] plain;
        private final byte[] packed;

        Asset(String type, byte[] plain, byte[] packed) {
            this.type = type;
            this.plain = plain;
            this.packed = packed;
        }

        boolean isGzipped() {
            return packed.length > 0;
        }
    }

    private Assets(Map<String, Asset> byName, String version) {
        this.byName = byName;
        this.version = version;
    }

    /** The address of a file, such as {@code css/peerage.css} or {@code js/peerage.js}. */
    public static String url(String name) {
        return FOLDER + INSTANCE.version + "/" + name;
    }

    /** What is in a file. */
    public static byte[] content(String name) {
        Asset asset = Objects.requireNonNull(INSTANCE.byName.get(name), name);
        return asset.plain.clone();
    }

    /** The file that a request asks for. */
    public static WireResponse response(ApiRequest request) {
        String path = request.path().substring(FOLDER.length());
        int end = path.indexOf('/');
        String given = end < 0 ? "" : path.substring(0, end);
        Asset asset = end < 0 ? null : INSTANCE.byName.get(path.substring(end + 1));
        if (asset == null) {
            WireResponse missing = WireResponse.of(404);
            missing.length(0);
            return missing;
        }
        WireResponse response = new WireResponse();
        response.set("Content-Type", asset.type);
        response.set("X-Content-Type-Options", "nosniff");
        response.set(
                "Cache-Control",
                given.equals(INSTANCE.version) ? "public, max-age=31536000, immutable" : "public, max-age=60");
        byte[] bytes = asset.plain;
        if (asset.isGzipped()) {
            response.set("Vary", "Accept-Encoding");
            if (ContentNegotiation.gzip(request.header("Accept-Encoding"))) {
                response.set("Content-Encoding", "gzip");
                bytes = asset.packed;
            }
        }
        response.body(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        return response;
    }

    private static Assets read() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        ByteArrayOutputStream style = new ByteArrayOutputStream();
        List<String> names = new ArrayList<>(
                new String(bytes("files.txt"), StandardCharsets.UTF_8).lines().toList());
        names.removeIf(String::isBlank);
        for (String line : names) {
            int from = line.indexOf(" = ");
            String name = from < 0 ? line : line.substring(0, from);
            byte[] content = from < 0 ? bytes(name) : resource(line.substring(from + 3));
            if (name.startsWith("css/")) {
                style.writeBytes(content);
            } else {
                files.put(name, content);
            }
        }
        files.put("css/peerage.css", style.toByteArray());
        Map<String, Asset> assets = new LinkedHashMap<>();
        MessageDigest digest = sha256();
        files.forEach((name, plain) -> {
            digest.update(plain);
            assets.put(name, new Asset(type(name), plain, gzipped(name, plain)));
        });
        return new Assets(assets, HexFormat.of().formatHex(digest.digest(), 0, 6));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "ico" -> "image/x-icon";
            case "json" -> "application/json; charset=utf-8";
            case "wasm" -> "application/wasm";
            default -> "application/octet-stream";
        };
    }

    private static byte[] gzipped(String name, byte[] plain) {
        if (plain.length < MIN_GZIP_BYTES || name.endsWith(".png")) {
            return new byte[0];
        }
        return GzipLevelStream.compress(plain, Deflater.DEFAULT_COMPRESSION);
    }

    private static byte[] bytes(String name) {
        return resource("/static/" + name);
    }

    /** What is in a file of the program, whether or not browsers may ask for it. */
    public static byte[] resource(String path) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(path), "no asset " + path)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
