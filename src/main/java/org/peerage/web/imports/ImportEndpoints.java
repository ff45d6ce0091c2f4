package org.peerage.web.imports;

import java.util.Objects;
import java.util.Optional;
import org.peerage.access.Permission;
import org.peerage.access.RateLimited;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Postmortem;
import org.peerage.ixf.Preview;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** JSON about imports at {@code /import/}, for programs and pages (docs/spec/ixf.md §7). */
public final class ImportEndpoints {
    private static final String JSON = "application/json";

    /** Answers by the path. */
    public PageResponse answer(PageRequest request) {
        boolean ixf =
                request.pathSegment(3).equals("ixf") && request.pathSegment(5).isEmpty();
        String what = request.pathSegment(4);
        if (!ixf || !request.pathSegment(2).matches("[0-9]{1,18}")) {
            return new PageResponse.NotFoundResponse();
        }
        long id = Long.parseLong(request.pathSegment(2));
        if (request.pathSegment(1).equals("ixlan") && what.equals("preview")) {
            return previewOfExchange(request, id);
        }
        if (request.pathSegment(1).equals("net") && what.equals("preview")) {
            return previewOfNetwork(request, id);
        }
        return request.pathSegment(1).equals("net") && what.equals("postmortem")
                ? postmortem(request, id)
                : new PageResponse.NotFoundResponse();
    }

    private static PageResponse previewOfExchange(PageRequest request, long id) {
        Optional<PageResponse> tooMany = limited(
                request.services().rateLimiter().admitIxfPreview(request.ipAddress()),
                "Please wait a bit before requesting another ixf import preview.");
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> lan = find(request, IxLan.TYPE, id);
        if (lan.isEmpty()) {
            return error(404, "Ixlan not found");
        }
        return may(request, lan.get())
                ? json(200, request.services().importer().preview(lan.get()).json())
                : error(403, "Permission denied");
    }

    private static PageResponse previewOfNetwork(PageRequest request, long id) {
        Optional<PageResponse> tooMany = limited(
                request.services().rateLimiter().admitIxfPreview(request.ipAddress()),
                "Please wait a bit before requesting another ixf import preview.");
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> network = find(request, Net.TYPE, id);
        if (network.isEmpty()) {
            return error(404, "Network not found");
        }
        if (!may(request, network.get())) {
            return error(403, "Permission denied");
        }
        Importer importer = request.services().importer();
        return json(
                200,
                Preview.json(importer.importingLans(network.get()).stream()
                        .map(lan -> importer.cached(lan, network.get().get(Net.ASN)))
                        .toList()));
    }

    private static PageResponse postmortem(PageRequest request, long id) {
        Optional<PageResponse> tooMany = limited(
                request.services().rateLimiter().admitIxfPostmortem(request.ipAddress()),
                "Please wait a bit before requesting another IX-F import postmortem.");
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> network = find(request, Net.TYPE, id);
        if (network.isEmpty()) {
            return error(404, "Network not found");
        }
        return may(request, network.get())
                ? json(
                        200,
                        Postmortem.json(
                                request.services().importer().store(),
                                network.get().get(Net.ASN),
                                request.value("limit")))
                : error(403, "Permission denied");
    }

    private static Optional<Row> find(PageRequest request, ObjectType type, long id) {
        return Optional.ofNullable(request.snapshot().find(type, id)).filter(Row::isActive);
    }

    private static boolean may(PageRequest request, Row row) {
        return request.caller()
                .may(Permission.UPDATE, Objects.requireNonNull(row.type().namespace(row, request.snapshot())));
    }

    private static Optional<PageResponse> limited(Optional<RateLimited> throttled, String message) {
        return throttled.map(any -> error(400, message));
    }

    private static PageResponse error(int status, String message) {
        return json(status, "{\"non_field_errors\": [\"" + message + "\"]}");
    }

    private static PageResponse json(int status, String text) {
        return PageResponse.BytesResponse.of(status, JSON, text);
    }
}
