package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.CallerAuthor;
import org.peerage.access.rights.Permission;
import org.peerage.registry.Logos;
import org.peerage.registry.WriteLane;
import org.peerage.schema.Row;
import org.peerage.store.StoredLogo;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;

/** The logos of objects: put in place by those who may change them, and served from this site. */
final class LogoPages {
    private static final int MAX_READ_BYTES = 256 * 1024;
    private static final String PREFIX = "/logo/";

    /** The address of the object's logo, if it is one of ours: pictures from elsewhere are not loaded. */
    static String ownUrl(Row row) {
        String address = row.text("logo");
        String path = address.contains(PREFIX) ? address.substring(address.indexOf(PREFIX)) : "";
        return path.startsWith(PREFIX + row.type().typeName() + "/" + row.id() + "/") ? path : "";
    }

    PageResponse upload(PageRequest request, Row row) {
        boolean may =
                ObjectAccess.may(request, Permission.UPDATE, row) && ObjectAccess.may(request, Permission.CREATE, row);
        if (row.type().field("logo").isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        boolean removes = request.isDelete() || request.has("remove");
        if (removes ? !ObjectAccess.may(request, Permission.DELETE, row) : !may) {
            return FormSubmission.forbidden(request);
        }
        if (!request.isPost() && !request.isDelete()) {
            return page(request, 200, row, "");
        }
        try {
            return removes ? remove(request, row) : put(request, row);
        } catch (WriteLane.WriteUnavailableException unavailable) {
            return FormSubmission.errorPage(request, FormSubmission.unavailable(unavailable));
        }
    }

    private static PageResponse remove(PageRequest request, Row row) throws WriteLane.WriteUnavailableException {
        CallerAuthor author = new CallerAuthor(request.caller());
        return response(request, row, request.services().logos().remove(row, author), "no-logo");
    }

    private static PageResponse put(PageRequest request, Row row) throws WriteLane.WriteUnavailableException {
        Optional<byte[]> bytes = request.upload("logo", MAX_READ_BYTES);
        if (bytes.isEmpty()) {
            return page(request, 400, row, text("object.logo.wanted"));
        }
        CallerAuthor author = new CallerAuthor(request.caller());
        return response(
                request, row, request.services().logos().put(row, bytes.get(), Logos.ANY_HEIGHT, author), "logo");
    }

    private static PageResponse response(PageRequest request, Row row, Logos.LogoResult outcome, String notice) {
        return switch (outcome) {
            case Logos.LogoResult.LogoSaved _ ->
                FormSubmission.redirect(request, ObjectAccess.urlWithNotice(row, notice));
            case Logos.LogoResult.InvalidLogo(String problem) ->
                page(request, 400, row, RuleMessages.translated(problem));
            case Logos.LogoResult.LogoRefused _ -> FormSubmission.forbidden(request);
        };
    }

    private static PageResponse page(PageRequest request, int status, Row row, String problem) {
        String name = row.name();
        return new PageResponse.TemplateResponse(
                status,
                "objects/logo.jte",
                Map.of(
                        "shell",
                        request.frame(text("object.logo.title", name)),
                        "name",
                        name,
                        "place",
                        row.url(),
                        "logo",
                        ownUrl(row),
                        "removable",
                        !ownUrl(row).isEmpty() && ObjectAccess.may(request, Permission.DELETE, row),
                        "problem",
                        problem));
    }

    /** {@code /logo/<tag>/<id>/<hash>.png}: the picture, which never changes at its address. */
    PageResponse serve(PageRequest request) {
        String name = request.pathSegment(3);
        Row row = ObjectAccess.find(request, request.pathSegment(1), request.pathSegment(2))
                .orElse(null);
        if (row == null || name.indexOf('.') < 0) {
            return new PageResponse.NotFoundResponse();
        }
        Optional<StoredLogo> logo;
        try {
            logo = request.services().logos().find(row, name.substring(0, name.indexOf('.')));
        } catch (WriteLane.WriteUnavailableException unavailable) {
            request.response().set("Retry-After", FormSubmission.RETRY_SECONDS);
            return PageRenderer.message(request, 503, text("object.logo.later.title"), text("object.logo.later"));
        }
        if (logo.isEmpty()) {
            return PageRenderer.message(request, 404, text("page.notFound.title"), text("object.logo.missing"));
        }
        return new PageResponse.BytesResponse(
                logo.get().type(),
                logo.get().bytes(),
                Map.of(
                        "Cache-Control",
                        "public, max-age=31536000, immutable",
                        "Content-Security-Policy",
                        "default-src 'none'; sandbox",
                        "Cross-Origin-Resource-Policy",
                        "cross-origin"));
    }
}
