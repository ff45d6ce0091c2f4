package org.peerage.api.responses;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;

/** The few answers of {@code /api} that are no rows. */
public final class FixedResponses {
    private static final List<String> NAMES = Stream.concat(
                    Stream.of(
                                    Fac.TYPE,
                                    Carrier.TYPE,
                                    CarrierFac.TYPE,
                                    Ix.TYPE,
                                    IxFac.TYPE,
                                    IxLan.TYPE,
                                    IxPfx.TYPE,
                                    Net.TYPE,
                                    Poc.TYPE,
                                    NetFac.TYPE,
                                    NetIxLan.TYPE,
                                    Org.TYPE,
                                    Campus.TYPE)
                            .map(ObjectType::typeName),
                    Stream.of("as_set"))
            .toList();
    private static final String HTML = "text/html; charset=utf-8";
    private static final String NOT_FOUND = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Not found - Peerage</title></head>
            <body><h1>Not found</h1><p>There is nothing at this address. The API lists what it has at <a href="/api/">/api/</a>.</p></body>
            </html>
            """;

    private FixedResponses() {}

    public static ApiResponse notFound() {
        return new ApiResponse(
                404,
                Map.of(
                        "Content-Type",
                        HTML,
                        "Content-Security-Policy",
                        "default-src 'none'; frame-ancestors 'none'",
                        "X-Content-Type-Options",
                        "nosniff"),
                ApiResponse.text(NOT_FOUND));
    }

    public static ApiResponse invalidId() {
        return ApiResponse.of(
                400, ApiResponse.text("{\"extra\": \"Invalid id\", \"meta\": {\"error\": \"Bad Request\"}}"));
    }

    public static ApiResponse movedTo(String url) {
        return new ApiResponse(301, Map.of("Location", url, "Content-Type", HTML), new ResponseBody.None());
    }

    /** The address of each list. */
    public static ApiResponse index(ApiRequest request) {
        JsonBuffer out = new JsonBuffer(1024).ascii("{\"data\": [{");
        String separator = "";
        for (String name : NAMES) {
            out.ascii(separator).quoted(name).ascii(": ").quoted(origin(request) + "/api/" + name);
            separator = ", ";
        }
        return ApiResponse.of(
                200, new ResponseBody.Bytes(out.ascii("}], \"meta\": {}}").toByteArray()));
    }

    /** The absolute address that was asked for, without its query. */
    public static String requestUrl(ApiRequest request) {
        return request.query() == null ? "" : origin(request) + request.rawPath();
    }

    private static String origin(ApiRequest request) {
        String host = request.header("Host");
        return request.scheme() + "://" + (host == null ? "localhost" : host);
    }
}
