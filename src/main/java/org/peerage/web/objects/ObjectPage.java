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
import org.peerage.web.objects.ObjectView.Action;
import org.peerage.web.objects.ObjectView.Spot;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The page of an organization, network, exchange, facility, carrier or campus. */
final class ObjectPage {
    /** What a visitor is told who comes back from having done something. */
    private static final Map<String, String> DONE = Map.ofEntries(
            Map.entry("saved", "Saved."),
            Map.entry("added", "Added."),
            Map.entry("waits", "Added. It is shown to everybody once it is approved."),
            Map.entry("deleted", "Deleted."),
            Map.entry("asked", "The import was asked for; it begins within seconds. See Imports for what comes of it."),
            Map.entry("approved", "The carrier is shown as present now."),
            Map.entry("rejected", "The carrier is no longer shown."),
            Map.entry("logo", "The logo is in place."),
            Map.entry("no-logo", "The logo was removed."));

    private ObjectPage() {}

    static Reply show(Visit visit, Row row) {
        Row organization = Places.organization(visit, row);
        boolean editable = Places.may(visit, Permission.UPDATE, row);
        List<Spot> spots = spots(visit, row);
        ObjectView view = new ObjectView(
                Layouts.of(row.type()).kind(),
                row.type().tag(),
                row.id(),
                Places.plainName(row),
                Facts.chips(row),
                aside(row),
                row.status().text(),
                organization == null ? "" : organization.get(Org.NAME),
                organization == null ? "" : Places.of(organization),
                LogoPages.ownAddress(row),
                DONE.getOrDefault(visit.value("done"), ""),
                new Facts(visit).of(row),
                notes(row),
                spots.isEmpty() ? "" : points(spots),
                spots,
                new Tables(visit).of(row),
                actions(visit, row, editable),
                editable);
        return Reply.Page.of("objects/object.jte", Map.of("shell", visit.shell(Places.plainName(row)), "view", view));
    }

    private static String aside(Row row) {
        return row.type()
                .field("name_long")
                .map(field -> Shown.text(row.find(field)))
                .filter(name -> !name.equals(Places.plainName(row)))
                .orElse("");
    }

    private static String notes(Row row) {
        return row.type()
                .field("notes")
                .map(field -> Notes.html(Shown.text(row.find(field))))
                .orElse("");
    }

    private static List<Action> actions(Visit visit, Row row, boolean editable) {
        List<Action> actions = new ArrayList<>();
        String place = Places.of(row);
        if (editable) {
            actions.add(new Action("Edit", place + "/edit", true));
        }
        if (editable && row.type() == Ix.TYPE && visit.snapshot().find(IxLan.TYPE, row.id()) != null) {
            actions.add(new Action("Edit peering LAN", "/ixlan/" + row.id() + "/edit", true));
        }
        if (row.type() == Org.TYPE
                && visit.user().isPresent()
                && visit.caller().mayManageUsers(Permission.READ, row.id())) {
            actions.add(new Action("Admin panel", "/org_admin/" + row.id(), false));
        }
        if (row.type() == Net.TYPE) {
            actions.add(new Action("Compare", place + "?vs=", false));
        }
        if (row.type() == Ix.TYPE && editable && Places.may(visit, Permission.CREATE, row)) {
            actions.add(new Action("Import members", place + "/request-import", false));
            actions.add(new Action("Imports", place + "/imports", false));
        }
        if (Places.may(visit, Permission.DELETE, row)) {
            actions.add(new Action("Delete", place + "/delete", true));
        }
        return actions;
    }

    /** Where it is: a facility itself, others by the facilities that they are in. */
    private static List<Spot> spots(Visit visit, Row row) {
        List<Spot> spots = new ArrayList<>();
        switch (row.type().tag()) {
            case "fac" -> spot(row, spots);
            case "org" -> facilities(visit, Fac.ORG_ID, row, null, spots);
            case "campus" -> facilities(visit, Fac.CAMPUS_ID, row, null, spots);
            case "net" -> facilities(visit, NetFac.NET_ID, row, NetFac.FAC_ID, spots);
            case "ix" -> facilities(visit, IxFac.IX_ID, row, IxFac.FAC_ID, spots);
            default -> facilities(visit, CarrierFac.CARRIER_ID, row, CarrierFac.FAC_ID, spots);
        }
        return spots;
    }

    private static void facilities(
            Visit visit, Field<Long> here, Row from, @Nullable Field<Long> there, List<Spot> spots) {
        for (Row link : visit.snapshot().referring(here, from.id())) {
            Row facility =
                    !link.isOk() || there == null ? link : visit.snapshot().find(Fac.TYPE, link.get(there));
            if (link.isOk() && facility != null) {
                spot(facility, spots);
            }
        }
    }

    private static void spot(Row facility, List<Spot> spots) {
        Double latitude = facility.find(Fac.LATITUDE);
        Double longitude = facility.find(Fac.LONGITUDE);
        if (latitude != null && longitude != null) {
            spots.add(new Spot(facility.get(Fac.NAME), Places.of(facility), latitude, longitude));
        }
    }

    private static String points(List<Spot> spots) {
        JsonBuffer out = new JsonBuffer(64 * spots.size());
        String separator = "[";
        for (Spot spot : spots) {
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
