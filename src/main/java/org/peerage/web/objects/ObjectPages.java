package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Permission;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The pages of organizations, networks, exchanges, facilities, carriers and campuses, from their declarations. */
public final class ObjectPages {
    private static final Set<String> ELSEWHERE = Set.of(
            "id",
            "org_id",
            "org_name",
            "name",
            "notes",
            "status",
            "logo",
            "rencode",
            "social_media",
            "proto_multicast",
            "media",
            "campus_id",
            "allow_ixp_update",
            "ixp_update_exclude",
            "ixf_last_import",
            "ixf_import_request",
            "ixf_import_request_status",
            "ixf_net_count",
            "rir_status_updated");
    private static final Map<String, String> KINDS = Map.of(
            "org", "Organization",
            "net", "Network",
            "ix", "Exchange",
            "fac", "Facility",
            "carrier", "Carrier",
            "campus", "Campus");

    private final Parser markdown = Parser.builder().build();
    private final HtmlRenderer html = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .softbreak("<br>")
            .build();

    public Reply show(Visit visit, String tag) {
        String id = visit.part(1);
        if (tag.equals("asn")) {
            return byNumber(visit, id);
        }
        if (id.equals("self")) {
            return own(visit, tag);
        }
        ObjectType type =
                Types.byTag(tag).filter(known -> KINDS.containsKey(tag)).orElse(null);
        if (type == null || !id.matches("[0-9]{1,18}")) {
            return new Reply.NotFound();
        }
        Row row = visit.snapshot().find(type, Long.parseLong(id));
        return row == null || row.status() == Status.DELETED ? new Reply.NotFound() : page(visit, row);
    }

    private static Reply byNumber(Visit visit, String number) {
        return Asn.parse(number).stream()
                .flatMap(asn -> visit.snapshot().having(Net.ASN, asn).stream())
                .filter(network -> network.status() != Status.DELETED)
                .findFirst()
                .<Reply>map(network -> new Reply.Redirect(Tables.address(network)))
                .orElseGet(Reply.NotFound::new);
    }

    /** The signed-in user's own organization, or the first of its objects of that kind. */
    private static Reply own(Visit visit, String tag) {
        if (visit.user().isEmpty()) {
            return new Reply.Redirect("/account/login/?next=/" + tag + "/self");
        }
        return visit.user().get().organizations().keySet().stream()
                .sorted()
                .findFirst()
                .flatMap(organization -> tag.equals("org")
                        ? Optional.ofNullable(visit.snapshot().find(Org.TYPE, organization))
                        : firstOf(visit, tag, organization))
                .<Reply>map(row -> new Reply.Redirect(Tables.address(row)))
                .orElseGet(Reply.NotFound::new);
    }

    @SuppressWarnings("unchecked")
    private static Optional<Row> firstOf(Visit visit, String tag, long organization) {
        return Types.byTag(tag)
                .filter(type -> KINDS.containsKey(type.tag()))
                .flatMap(type -> type.field("org_id"))
                .flatMap(field -> visit.snapshot().referring((Field<Long>) field, organization).stream()
                        .filter(Row::isOk)
                        .findFirst());
    }

    private Reply page(Visit visit, Row row) {
        Row organization = organization(visit, row);
        String panel = row.type() == Org.TYPE
                        && visit.user().isPresent()
                        && visit.caller().mayManageUsers(Permission.READ, row.id())
                ? "/org_admin/" + row.id()
                : "";
        ObjectView view = new ObjectView(
                KINDS.getOrDefault(row.type().tag(), ""),
                row.type().tag(),
                row.id(),
                Tables.name(row),
                row.type() == Net.TYPE ? "AS" + row.get(Net.ASN) : "",
                row.status().text(),
                organization == null ? "" : organization.get(Org.NAME),
                organization == null ? "" : Tables.address(organization),
                facts(visit, row),
                notes(row),
                new Tables(visit).of(row),
                panel);
        return Reply.Page.of("object.jte", Map.of("shell", visit.shell(Tables.name(row)), "view", view));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Row organization(Visit visit, Row row) {
        return row.type()
                .field("org_id")
                .map(field -> visit.snapshot().find(Org.TYPE, row.get((Field<Long>) field)))
                .orElse(null);
    }

    private String notes(Row row) {
        return row.type()
                .field("notes")
                .map(field -> String.valueOf(row.find(field)))
                .filter(text -> !text.isBlank())
                .map(text -> html.render(markdown.parse(text)))
                .orElse("");
    }

    private static List<ObjectView.Fact> facts(Visit visit, Row row) {
        List<ObjectView.Fact> facts = new ArrayList<>();
        for (Key key : row.type().keys()) {
            if (key instanceof Field<?> field && !ELSEWHERE.contains(field.name())) {
                fact(visit, row, field).filter(fact -> !fact.value().isEmpty()).ifPresent(facts::add);
            }
        }
        row.type().field("social_media").ifPresent(field -> links(visit, row, field, facts));
        return facts;
    }

    private static <T> Optional<ObjectView.Fact> fact(Visit visit, Row row, Field<T> field) {
        T value = field.shown(row, visit.snapshot());
        if (value == null) {
            return Optional.empty();
        }
        String text = field.type() == ValueType.BOOLEAN
                ? Boolean.TRUE.equals(value) ? "yes" : "no"
                : field.type() == ValueType.TIME
                        ? value.toString()
                        : field.type().text(value);
        boolean web = text.startsWith("https://") || text.startsWith("http://");
        String shown = field.type() == ValueType.WORDS ? text.replace(",", ", ") : text;
        return Optional.of(new ObjectView.Fact(label(field), shown, web ? text : ""));
    }

    private static String label(Field<?> field) {
        return field.label().replace("Info ", "").replace("Irr as set", "IRR as-set");
    }

    @SuppressWarnings("unchecked")
    private static void links(Visit visit, Row row, Field<?> field, List<ObjectView.Fact> facts) {
        Object links = field.shown(row, visit.snapshot());
        if (links instanceof List<?> list) {
            for (SocialLink link : (List<SocialLink>) list) {
                if (!link.service().equals("website")) {
                    facts.add(new ObjectView.Fact(link.service(), link.identifier(), ""));
                }
            }
        }
    }
}
