package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.limits.RateLimited;
import org.peerage.ixf.DocumentsBusyException;
import org.peerage.ixf.Importer;
import org.peerage.ixf.Notice;
import org.peerage.ixf.Postmortem;
import org.peerage.ixf.Preview;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** JSON about imports at {@code /import/}, for programs and pages (docs/spec/ixf.md §7). */
public final class ImportEndpoints {
    private static final String JSON = "application/json";
    private static final int MAX_POSTED_BYTES = 16 << 20;

    /** Answers by the path. */
    public PageResponse answer(PageRequest request) {
        try {
            return ofPath(request);
        } catch (DocumentsBusyException busy) {
            request.response().set("Retry-After", Integer.toString(DocumentsBusyException.RETRY_SECONDS));
            return error(503, "Too many member lists are read at the moment. Please try again in a moment.");
        }
    }

    private PageResponse ofPath(PageRequest request) {
        if (request.pathSegment(1).equals("stop")) {
            return stop(request);
        }
        boolean ixf =
                request.pathSegment(3).equals("ixf") && request.pathSegment(5).isEmpty();
        OptionalLong id = IdParser.parse(request.pathSegment(2));
        ObjectType type = ObjectTypes.byName(request.pathSegment(1)).orElse(null);
        if (!ixf || id.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return type == IxLan.TYPE
                ? ofExchange(request, id.getAsLong())
                : type == Net.TYPE ? ofNetwork(request, id.getAsLong()) : new PageResponse.NotFoundResponse();
    }

    private static PageResponse ofExchange(PageRequest request, long id) {
        return switch (request.pathSegment(4)) {
            case "preview" -> previewOfExchange(request, id);
            case "document" -> document(request, id);
            case "settings" -> settings(request, id);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse ofNetwork(PageRequest request, long id) {
        return switch (request.pathSegment(4)) {
            case "preview" -> previewOfNetwork(request, id);
            case "postmortem" -> postmortem(request, id);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse previewOfExchange(PageRequest request, long id) {
        Optional<PageResponse> file = file(request, id);
        if (file.isPresent()) {
            return file.get();
        }
        Optional<PageResponse> tooMany = tooManyPreviews(request);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Optional<Row> lan = find(request, IxLan.TYPE, id);
        if (lan.isEmpty()) {
            return error(404, "Ixlan not found");
        }
        if (!may(request, lan.get())) {
            return error(403, "Permission denied");
        }
        Importer importer = request.services().importer();
        if (!request.isPost()) {
            return answer(request, importer.preview(lan.get()));
        }
        return importer.preview(lan.get(), () -> request.readBody(MAX_POSTED_BYTES))
                .map(preview -> answer(request, preview))
                .orElseGet(() -> error(413, "The document is larger than " + (MAX_POSTED_BYTES >> 20) + " MiB"));
    }

    /** The last good list, as it was fetched: for those who publish it. */
    private static PageResponse document(PageRequest request, long id) {
        Optional<Row> lan = find(request, IxLan.TYPE, id);
        if (lan.isEmpty()) {
            return error(404, "Ixlan not found");
        }
        return may(request, lan.get())
                ? request.services()
                        .importer()
                        .store()
                        .document(id)
                        .<PageResponse>map(list ->
                                new PageResponse.Download(JSON, "ixlan-" + id + ".json", out -> out.write(list)))
                        .orElseGet(() -> error(404, "IX-F data not locally cached for this resource yet."))
                : error(403, "Permission denied");
    }

    /** What the exchange says of its feed. */
    private static PageResponse settings(PageRequest request, long id) {
        Optional<Row> lan = find(request, IxLan.TYPE, id);
        if (lan.isEmpty()) {
            return error(404, "Ixlan not found");
        }
        return may(request, lan.get()) ? FeedSettingsJson.answer(request, lan.get()) : error(403, "Permission denied");
    }

    private static PageResponse answer(PageRequest request, Preview preview) {
        String format = request.value("format");
        return format.isEmpty() ? json(200, preview.json()) : PreviewFile.of(preview, format);
    }

    /** The last preview as a file: it is not made again, and does not count. */
    private static Optional<PageResponse> file(PageRequest request, long id) {
        Optional<Row> lan =
                request.has("format") && !request.isPost() ? find(request, IxLan.TYPE, id) : Optional.empty();
        return lan.filter(row -> may(request, row))
                .flatMap(row -> request.services().importer().lastPreview(row.id()))
                .map(preview -> PreviewFile.of(preview, request.value("format")));
    }

    /** {@code /import/stop/<net or ix>/<id>/<token>}: the link of a mail, which needs no account. */
    private static PageResponse stop(PageRequest request) {
        boolean ofNetwork = request.pathSegment(2).equals(Net.TYPE.typeName());
        long id = IdParser.parse(request.pathSegment(3)).orElse(0);
        if (!request.services().notices().isStopLink(request.pathSegment(2), id, request.pathSegment(4))) {
            return new PageResponse.NotFoundResponse();
        }
        Optional<Row> row = find(request, ofNetwork ? Net.TYPE : Ix.TYPE, id);
        if (row.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (request.isPost()) {
            request.services()
                    .notices()
                    .mute(
                            ofNetwork ? Notice.Audience.NETWORK : Notice.Audience.EXCHANGE,
                            row.get().id(),
                            0,
                            true,
                            "mail");
        }
        return PageResponse.TemplateResponse.of(
                "imports/stop.jte",
                Map.of(
                        "shell",
                        request.frame(text("ixf.stop.title")),
                        "name",
                        ofNetwork ? row.get().get(Net.NAME) : row.get().get(Ix.NAME),
                        "done",
                        request.isPost()));
    }

    private static PageResponse previewOfNetwork(PageRequest request, long id) {
        Optional<PageResponse> tooMany = tooManyPreviews(request);
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
        List<Preview> previews = request.has("automatic")
                ? SuggestionPages.ifAutomatic(request, network.get())
                : ofNetwork(request.services().importer(), network.get());
        return request.has("format")
                ? PreviewFile.ofNetwork(previews, network.get().get(Net.ASN), request.value("format"))
                : json(200, Preview.json(previews));
    }

    private static List<Preview> ofNetwork(Importer importer, Row network) {
        return importer.importingLans(network).stream()
                .map(lan -> importer.cached(lan, network.get(Net.ASN)))
                .toList();
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
        return request.caller().maySeeAsEditor(Objects.requireNonNull(row.type().namespace(row, request.snapshot())));
    }

    private static Optional<PageResponse> tooManyPreviews(PageRequest request) {
        return limited(
                request.services().rateLimiter().admitIxfPreview(request.ipAddress()),
                "Please wait a bit before requesting another ixf import preview.");
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
