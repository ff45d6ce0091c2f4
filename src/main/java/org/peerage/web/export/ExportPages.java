package org.peerage.web.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.peerage.api.ApiResponse;
import org.peerage.api.responses.PrettyJsonStream;
import org.peerage.ixf.MemberListExport;
import org.peerage.ixf.MemberListExport10;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageHandler;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import tools.jackson.databind.node.ObjectNode;

/** Everything at {@code /export/}. */
public final class ExportPages {
    private static final String MEMBER_LIST = "ixp-member-list";

    private final PageHandler others;

    /** @param others exports of pages of our own, which the reference does not have */
    public ExportPages(PageHandler others) {
        this.others = others;
    }

    public PageResponse answer(PageRequest request) {
        String first = request.pathSegment(1);
        if (first.equals(Ix.TYPE.typeName()) || first.equals(IxLan.TYPE.typeName())) {
            return members(request);
        }
        return switch (first) {
            case "advanced-search" ->
                isOurs(request.pathSegment(3)) ? others.answer(request) : SearchExport.answer(request);
            case "kmz" ->
                request.pathSegment(2).isEmpty() ? FacilityKmz.answer(request) : new PageResponse.NotFoundResponse();
            default -> others.answer(request);
        };
    }

    private static boolean isOurs(String format) {
        return format.equals("csv-api") || format.equals("xlsx");
    }

    /** Without members where there is no such exchange, as the reference. */
    private static PageResponse members(PageRequest request) {
        OptionalLong id = IdParser.parse(request.pathSegment(2));
        if (!request.pathSegment(3).equals(MEMBER_LIST)
                || !request.pathSegment(4).isEmpty()
                || id.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        long number = id.getAsLong();
        if (request.value("version").equals("1.0")) {
            return membersAsOf10(request, number);
        }
        MemberListExport export = new MemberListExport(
                request.snapshot(), request.services().clock().instant());
        String list =
                request.pathSegment(1).equals(Ix.TYPE.typeName()) ? export.ofExchange(number) : export.ofLan(number);
        return PageResponse.BytesResponse.of(200, ApiResponse.JSON, request.has("pretty") ? pretty(list) : list);
    }

    /** The version that validates, for those who ask for it; the reference knows 0.6 alone. */
    private static PageResponse membersAsOf10(PageRequest request, long id) {
        MemberListExport10 export = new MemberListExport10(request.snapshot());
        Instant now = request.services().clock().instant();
        ObjectNode list =
                request.pathSegment(1).equals(Ix.TYPE.typeName()) ? export.ofExchange(id, now) : export.ofLan(id, now);
        String etag = MemberListExport10.etag(list);
        if (request.ifNoneMatch().contains(etag)) {
            return new PageResponse.BytesResponse(304, ApiResponse.JSON, new byte[0], Map.of("ETag", etag));
        }
        String text = list.toString();
        byte[] content = (request.has("pretty") ? pretty(text) : text).getBytes(StandardCharsets.UTF_8);
        return new PageResponse.BytesResponse(
                ApiResponse.JSON, content, Map.of("ETag", etag, "Cache-Control", "no-cache"));
    }

    private static String pretty(String json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrettyJsonStream pretty = new PrettyJsonStream(out)) {
            pretty.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
