package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Permission;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.web.objects.ObjectView.MapMarker;
import org.peerage.web.objects.ObjectView.PageAction;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** The page of an organization, network, exchange, facility, carrier or campus. */
final class ObjectPage {
    /** What a visitor is told who comes back from having done something. */
    private static final Map<String, String> NOTICES = Map.ofEntries(
            Map.entry("saved", "Saved."),
            Map.entry("added", "Added."),
            Map.entry("waits", "Added. It is shown to everybody once it is approved."),
            Map.entry("deleted", "Deleted."),
            Map.entry("undone", "Undone."),
            Map.entry("asked", "The import was asked for; it begins within seconds. See Imports for what comes of it."),
            Map.entry("approved", "The carrier is shown as present now."),
            Map.entry("rejected", "The carrier is no longer shown."),
            Map.entry("logo", "The logo is in place."),
            Map.entry("no-logo", "The logo was removed."));

    private ObjectPage() {}

    static PageResponse show(PageRequest request, Row row) {
        Row organization = ObjectLinks.organization(request, row);
        boolean editable = ObjectLinks.may(request, Permission.UPDATE, row);
        List<MapMarker> markers = markers(request, row);
        ObjectView view = new ObjectView(
                row.type().singular(),
                row.type().typeName(),
                row.id(),
                row.name(),
                DetailFields.chips(row),
                subtitle(row),
                row.status().text(),
                organization == null ? "" : organization.get(Org.NAME),
                organization == null ? "" : organization.url(),
                LogoPages.ownUrl(row),
                NOTICES.getOrDefault(request.value("done"), ""),
                new DetailFields(request).of(row),
                notes(row),
                markers.isEmpty() ? "" : points(markers),
                markers,
                new LinkTables(request).of(row),
                actions(request, row, editable),
                editable);
        return PageResponse.TemplateResponse.of(
                "objects/object.jte", Map.of("shell", request.frame(row.name()), "view", view));
    }

    private static String subtitle(Row row) {
        return row.type()
                .field("name_long")
                .map(field -> ValueFormatter.text(row.find(field)))
                .filter(name -> !name.equals(row.name()))
                .orElse("");
    }

    private static String notes(Row row) {
        return row.type()
                .field("notes")
                .map(field -> MarkdownRenderer.html(ValueFormatter.text(row.find(field))))
                .orElse("");
    }

    private static List<PageAction> actions(PageRequest request, Row row, boolean editable) {
        List<PageAction> actions = new ArrayList<>();
        String url = row.url();
        if (editable) {
            actions.add(new PageAction("Edit", url + "/edit", true));
        }
        if (editable && row.type() == Ix.TYPE && request.snapshot().find(IxLan.TYPE, row.id()) != null) {
            actions.add(new PageAction("Edit peering LAN", "/ixlan/" + row.id() + "/edit", true));
        }
        if (row.type() == Org.TYPE
                && request.user().isPresent()
                && request.caller().mayManageUsers(Permission.READ, row.id())) {
            actions.add(new PageAction("Admin panel", "/org_admin/" + row.id(), false));
        }
        if (row.type() == Net.TYPE) {
            actions.add(new PageAction("Compare", url + "?vs=", false));
        }
        if (row.type() == Ix.TYPE && editable && ObjectLinks.may(request, Permission.CREATE, row)) {
            actions.add(new PageAction("Import members", url + "/request-import", false));
            actions.add(new PageAction("Imports", url + "/imports", false));
        }
        if (ObjectLinks.may(request, Permission.DELETE, row)) {
            actions.add(new PageAction("Delete", url + "/delete", true));
        }
        return actions;
    }

    /** Where it is: a facility itself, others by the facilities that they are in. */
    private static List<MapMarker> markers(PageRequest request, Row row) {
        List<MapMarker> markers = new ArrayList<>();
        switch (row.type().typeName()) {
            case "fac" -> addMarker(row, markers);
            case "org" -> facilities(request, Fac.ORG_ID, row, null, markers);
            case "campus" -> facilities(request, Fac.CAMPUS_ID, row, null, markers);
            case "net" -> facilities(request, NetFac.NET_ID, row, NetFac.FAC_ID, markers);
            case "ix" -> facilities(request, IxFac.IX_ID, row, IxFac.FAC_ID, markers);
            default -> facilities(request, CarrierFac.CARRIER_ID, row, CarrierFac.FAC_ID, markers);
        }
        return markers;
    }

    private static void facilities(
            PageRequest request, Field<Long> here, Row from, @Nullable Field<Long> there, List<MapMarker> markers) {
        for (Row link : request.snapshot().referring(here, from.id())) {
            Row facility = !link.isActive() || there == null
                    ? link
                    : request.snapshot().find(Fac.TYPE, link.get(there));
            if (link.isActive() && facility != null) {
                addMarker(facility, markers);
            }
        }
    }

    private static void addMarker(Row facility, List<MapMarker> markers) {
        Double latitude = facility.find(Fac.LATITUDE);
        Double longitude = facility.find(Fac.LONGITUDE);
        if (latitude != null && longitude != null) {
            markers.add(new MapMarker(facility.get(Fac.NAME), facility.url(), latitude, longitude));
        }
    }

    private static String points(List<MapMarker> markers) {
        JsonBuffer out = new JsonBuffer(64 * markers.size());
        String separator = "[";
        for (MapMarker spot : markers) {
            out.ascii(separator)
                    .ascii("{\"lat\": ")
                    .ascii(Double.toString(spot.latitude()))
                    .ascii(", \"lon\": ")
                    .ascii(Double.toString(spot.longitude()))
                    .ascii(", \"name\": ")
                    .quoted(spot.name())
                    .ascii(", \"url\": ")
                    .quoted(spot.link())
                    .ascii("}");
            separator = ", ";
        }
        return new String(out.ascii("]").toByteArray(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
