package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.access.rights.Permission;
import org.peerage.jobs.NetworkNotices;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.imports.SuggestionPages;
import org.peerage.web.objects.ObjectView.PageAction;
import org.peerage.web.page.BestEffort;
import org.peerage.web.page.PageHead;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** The page of an organization, network, exchange, facility, carrier or campus. */
final class ObjectPage {
    /** What a visitor may come back from having done; each has a message. */
    private static final Set<String> NOTICES =
            Set.of("saved", "added", "waits", "deleted", "undone", "asked", "approved", "rejected", "logo", "no-logo");

    private ObjectPage() {}

    static PageResponse show(PageRequest request, Row row) {
        Row organization = Org.of(row, request.snapshot()).orElse(null);
        boolean editable = ObjectAccess.may(request, Permission.UPDATE, row);
        String url = row.url();
        String done = request.value("done");
        ObjectView view = new ObjectView(
                Texts.singular(row.type()),
                row.type().typeName(),
                row.id(),
                row.name(),
                ObjectHead.of(request, row),
                subtitle(row),
                row.status().text(),
                organization == null ? "" : organization.get(Org.NAME),
                organization == null ? "" : organization.url(),
                LogoPages.ownUrl(row),
                NOTICES.contains(done) ? text("object.done." + done) : "",
                editable && row.type() == Net.TYPE
                        ? BestEffort.read("notices about " + row.path(), () -> warnings(request, row), List.of())
                        : List.of(),
                new DetailFields(request).of(row),
                MarkdownRenderer.html(row.text("notes")),
                MapView.of(url, ObjectMap.markers(request.snapshot(), row)),
                tables(request, row),
                actions(request, row, editable),
                editable);
        return PageResponse.TemplateResponse.of(
                "objects/object.jte",
                Map.of(
                        "shell",
                        request.frame(title(row)).with(head(row, view)),
                        "view",
                        view,
                        "data",
                        StructuredData.of(row, request.siteUrl() + row.path())));
    }

    /** What a tab or a list of results tells it by. */
    private static String title(Row row) {
        return row.type() == Net.TYPE
                ? row.name() + " (AS" + row.get(Net.ASN) + ")"
                : row.name() + " · " + Texts.singular(row.type());
    }

    /** What is not approved yet is not to be found. */
    private static PageHead head(Row row, ObjectView view) {
        String description = Stream.concat(
                        Stream.of(view.kind() + (view.organization().isEmpty() ? "" : ", " + view.organization())),
                        view.headline().stream().map(fact -> fact.label() + ": " + fact.text()))
                .collect(Collectors.joining(" · "));
        return new PageHead(description, row.isActive() ? row.path() : "", LinkPicture.path(row));
    }

    /** The page's tables, as its address asks for them. */
    static List<TableView> tables(PageRequest request, Row row) {
        String url = row.url();
        List<ObjectTable> tables = new LinkTables(request).of(row);
        List<TableFilter> filters =
                tables.stream().map(table -> TableFilter.of(request, table)).toList();
        String signIn = "/account/login/?next=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
        List<TableView> views = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Map<String, String> others = new LinkedHashMap<>();
            for (int j = 0; j < tables.size(); j++) {
                if (i != j) {
                    others.putAll(filters.get(j).parameters());
                }
            }
            views.add(TableView.of(tables.get(i), filters.get(i), url, signIn, others));
        }
        return views;
    }

    private static List<String> warnings(PageRequest request, Row network) {
        List<String> warnings = new ArrayList<>();
        NetworkNotices notices = request.services().networkNotices();
        notices.deletionOf(network.id())
                .ifPresent(end -> warnings.add(text(
                        "object.notice.rir",
                        network.get(Net.ASN),
                        String.valueOf(network.find(Net.RIR_STATUS)),
                        day(end))));
        notices.asSetOf(network.id(), network.get(Net.IRR_AS_SET))
                .ifPresent(found -> warnings.add(text(
                        found.isMoved() ? "object.notice.asSetMoved" : "object.notice.asSetGone",
                        found.detail(),
                        day(found.looked()))));
        return warnings;
    }

    private static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private static String subtitle(Row row) {
        String name = row.text("name_long");
        return name.equals(row.name()) ? "" : name;
    }

    private static List<PageAction> actions(PageRequest request, Row row, boolean editable) {
        List<PageAction> actions = new ArrayList<>();
        String url = row.url();
        if (editable) {
            actions.add(new PageAction("edit", text("object.action.edit"), url + "/edit", true));
        }
        if (editable && row.type() == Ix.TYPE && request.snapshot().find(IxLan.TYPE, row.id()) != null) {
            actions.add(new PageAction("lan", text("object.action.editLan"), "/ixlan/" + row.id() + "/edit", true));
            actions.add(new PageAction("renumber", text("object.action.renumber"), url + "/renumber", false));
        }
        if (row.type() == Org.TYPE
                && request.user().isPresent()
                && !request.isPast()
                && request.caller().mayManageUsers(Permission.READ, row.id())) {
            actions.add(new PageAction("admin", text("object.action.admin"), "/org_admin/" + row.id(), false));
        }
        if (row.type() == Net.TYPE) {
            actions.add(new PageAction("compare", text("object.action.compare"), url + "?vs=", false));
        }
        if (row.type() == Net.TYPE && editable) {
            long waiting = SuggestionPages.waiting(request, row);
            actions.add(new PageAction(
                    "ixf",
                    waiting > 0 ? text("ixf.link.waiting", waiting) : text("ixf.link.none"),
                    url + "/ixf",
                    false));
        }
        if (row.type() == Ix.TYPE && editable && ObjectAccess.may(request, Permission.CREATE, row)) {
            actions.add(new PageAction("import", text("object.action.import"), url + "/request-import", false));
            actions.add(new PageAction("imports", text("object.action.imports"), url + "/imports", false));
        }
        if (ObjectAccess.may(request, Permission.DELETE, row)) {
            actions.add(new PageAction("delete", text("object.action.delete"), url + "/delete", true));
        }
        return actions;
    }
}
