package org.peerage.web.objects;

import java.util.List;
import java.util.Optional;
import org.peerage.net.Asn;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.imports.ImportPages;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Everything at {@code /<tag>/<id>}: an object's page, and what can be done to it. */
public final class ObjectPages {
    /** First parts of the addresses: types with a page, and those that hang under them. */
    public static final List<String> TAGS = List.of(
            "org",
            "net",
            "ix",
            "fac",
            "carrier",
            "campus",
            "ixlan",
            "ixpfx",
            "netixlan",
            "netfac",
            "poc",
            "ixfac",
            "carrierfac");

    private final EditPages edits = new EditPages();
    private final AddPages adds = new AddPages();
    private final DeletePages deletions = new DeletePages();
    private final ActionPages actions = new ActionPages();
    private final HistoryPages histories = new HistoryPages();
    private final LogoPages logos = new LogoPages();

    public Reply answer(Visit visit, String tag) {
        String id = visit.part(1);
        if (id.equals("self")) {
            return own(visit, tag);
        }
        Optional<Row> found = Places.find(visit, tag, id);
        if (found.isEmpty()) {
            return gone(visit, tag, id);
        }
        Row row = found.get();
        String what = visit.part(2);
        if (visit.isDelete() && !what.equals("upload-logo")) {
            return new Reply.NotFound();
        }
        return switch (what) {
            case "" -> Places.PAGES.contains(row.type()) ? ObjectPage.show(visit, row) : up(row);
            case "edit" -> edits.edit(visit, row);
            case "delete" -> deletions.delete(visit, row);
            case "history" -> histories.show(visit, row);
            case "add" -> adds.add(visit, row, visit.part(3));
            case "upload-logo" -> logos.upload(visit, row);
            default -> act(visit, row, what);
        };
    }

    private Reply act(Visit visit, Row row, String what) {
        ObjectType type = row.type();
        if (type == Ix.TYPE && what.equals("request-import")) {
            return actions.requestImport(visit, row);
        }
        if (type == Ix.TYPE && what.equals("imports")) {
            return ImportPages.show(visit, row);
        }
        if (type == CarrierFac.TYPE && (what.equals("approve") || what.equals("reject"))) {
            return actions.consent(visit, row, what.equals("approve"));
        }
        if (type == Campus.TYPE && what.equals("add-facility")) {
            return actions.joinCampus(visit, row);
        }
        if (type == Campus.TYPE && what.equals("remove-facility")) {
            return actions.leaveCampus(visit, row);
        }
        boolean exchangeSide = what.equals("set-ix-side");
        return type == NetIxLan.TYPE && (exchangeSide || what.equals("set-net-side"))
                ? actions.side(visit, row, exchangeSide)
                : new Reply.NotFound();
    }

    private static Reply up(Row link) {
        return new Reply.Redirect(Places.of(link));
    }

    /** What was deleted keeps its history for those who could change it. */
    private Reply gone(Visit visit, String tag, String id) {
        ObjectType type = Types.byTag(tag).orElse(null);
        Row row = type == null || !id.matches("[0-9]{1,18}")
                ? null
                : visit.snapshot().find(type, Long.parseLong(id));
        if (row == null || row.status() != Status.DELETED || !Places.isVisible(visit, row)) {
            return new Reply.NotFound();
        }
        return visit.part(2).equals("history") ? histories.show(visit, row) : new Reply.NotFound();
    }

    /** {@code /asn/<number>} and {@code /net?asn=<number>}. */
    public Reply byNumber(Visit visit, String number) {
        return Asn.parse(number).stream()
                .flatMap(asn -> visit.snapshot().having(Net.ASN, asn).stream())
                .filter(network -> network.status() != Status.DELETED)
                .findFirst()
                .<Reply>map(network -> new Reply.Redirect(Places.of(network)))
                .orElseGet(Reply.NotFound::new);
    }

    /** {@code /suggest/fac}. */
    public Reply suggest(Visit visit) {
        return visit.part(1).equals("fac") ? adds.suggestFacility(visit) : new Reply.NotFound();
    }

    /** {@code /pick/<tag>?q=}: names for the list under a box. */
    public Reply pick(Visit visit) {
        return Types.byTag(visit.part(1))
                .filter(Places.PAGES::contains)
                .map(type -> ActionPages.suggestions(visit, type))
                .orElseGet(Reply.NotFound::new);
    }

    /** {@code /logo/<tag>/<id>/<name>}. */
    public Reply logo(Visit visit) {
        return logos.picture(visit);
    }

    /** The signed-in user's own organization, or the first of its objects of that kind. */
    private static Reply own(Visit visit, String tag) {
        if (Types.byTag(tag).filter(Places.PAGES::contains).isEmpty()) {
            return new Reply.NotFound();
        }
        if (visit.user().isEmpty()) {
            return Writing.refuse(visit);
        }
        return visit.user().get().organizations().keySet().stream()
                .sorted()
                .flatMap(organization -> (tag.equals("org")
                                ? Optional.ofNullable(visit.snapshot().find(Org.TYPE, organization))
                                : firstOf(visit, tag, organization))
                        .stream())
                .findFirst()
                .<Reply>map(row -> new Reply.Redirect(Places.of(row)))
                .orElseGet(Reply.NotFound::new);
    }

    @SuppressWarnings("unchecked")
    private static Optional<Row> firstOf(Visit visit, String tag, long organization) {
        return Types.byTag(tag)
                .filter(Places.PAGES::contains)
                .flatMap(type -> type.field("org_id"))
                .flatMap(field -> visit.snapshot().referring((Field<Long>) field, organization).stream()
                        .filter(Row::isOk)
                        .findFirst());
    }
}
