package org.peerage.web.objects;

import java.util.Map;
import java.util.Optional;
import org.peerage.access.CallerAuthor;
import org.peerage.access.Permission;
import org.peerage.registry.Logos;
import org.peerage.registry.WriteLane;
import org.peerage.schema.Row;
import org.peerage.store.StoredLogo;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The logos of objects: put in place by those who may change them, and served from this site. */
final class LogoPages {
    private static final int LARGEST_READ = 256 * 1024;
    private static final String PREFIX = "/logo/";

    /** The address of the object's logo, if it is one of ours: pictures from elsewhere are not loaded. */
    static String ownAddress(Row row) {
        return row.type()
                .field("logo")
                .map(field -> Shown.text(row.find(field)))
                .map(address -> address.contains(PREFIX) ? address.substring(address.indexOf(PREFIX)) : "")
                .filter(path -> path.startsWith(PREFIX + row.type().tag() + "/" + row.id() + "/"))
                .orElse("");
    }

    Reply upload(Visit visit, Row row) {
        boolean may = Places.may(visit, Permission.UPDATE, row) && Places.may(visit, Permission.CREATE, row);
        if (row.type().field("logo").isEmpty()) {
            return new Reply.NotFound();
        }
        boolean removes = visit.isDelete() || visit.has("remove");
        if (removes ? !Places.may(visit, Permission.DELETE, row) : !may) {
            return Writing.refuse(visit);
        }
        if (!visit.isPost() && !visit.isDelete()) {
            return page(visit, 200, row, "");
        }
        try {
            return removes ? remove(visit, row) : put(visit, row);
        } catch (WriteLane.Unavailable unavailable) {
            return Writing.sorry(visit, Writing.refused(unavailable));
        }
    }

    private static Reply remove(Visit visit, Row row) throws WriteLane.Unavailable {
        CallerAuthor author = new CallerAuthor(visit.caller());
        return answer(visit, row, visit.site().logos().remove(row, author), "no-logo");
    }

    private static Reply put(Visit visit, Row row) throws WriteLane.Unavailable {
        Optional<byte[]> bytes = visit.upload("logo", LARGEST_READ);
        if (bytes.isEmpty()) {
            return page(visit, 400, row, "Please choose a PNG or JPEG picture of at most 50 KiB.");
        }
        CallerAuthor author = new CallerAuthor(visit.caller());
        return answer(visit, row, visit.site().logos().put(row, bytes.get(), Logos.ANY_HEIGHT, author), "logo");
    }

    private static Reply answer(Visit visit, Row row, Logos.Outcome outcome, String done) {
        return switch (outcome) {
            case Logos.Outcome.Done _ -> Writing.onTo(visit, Places.of(row, done));
            case Logos.Outcome.Wrong(String problem) -> page(visit, 400, row, problem);
            case Logos.Outcome.Refused _ -> Writing.refuse(visit);
        };
    }

    private static Reply page(Visit visit, int status, Row row, String problem) {
        String name = Places.plainName(row);
        return new Reply.Page(
                status,
                "objects/logo.jte",
                Map.of(
                        "shell",
                        visit.shell("Logo of " + name),
                        "name",
                        name,
                        "place",
                        Places.of(row),
                        "logo",
                        ownAddress(row),
                        "removable",
                        !ownAddress(row).isEmpty() && Places.may(visit, Permission.DELETE, row),
                        "problem",
                        problem));
    }

    /** {@code /logo/<tag>/<id>/<hash>.png}: the picture, which never changes at its address. */
    Reply picture(Visit visit) {
        String name = visit.part(3);
        Row row = Places.find(visit, visit.part(1), visit.part(2)).orElse(null);
        if (row == null || name.indexOf('.') < 0) {
            return new Reply.NotFound();
        }
        Optional<StoredLogo> logo;
        try {
            logo = visit.site().logos().find(row, name.substring(0, name.indexOf('.')));
        } catch (WriteLane.Unavailable unavailable) {
            visit.response().set("Retry-After", Writing.RETRY_SECONDS);
            return Html.message(visit, 503, "Not now", "The picture cannot be read now. Please try again.");
        }
        if (logo.isEmpty()) {
            return Html.message(visit, 404, "Not found", "There is no such picture.");
        }
        return new Reply.Bytes(
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
