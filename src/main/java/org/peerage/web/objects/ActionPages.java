package org.peerage.web.objects;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.access.Permission;
import org.peerage.registry.Operation;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.objects.FormView.Control;
import org.peerage.web.objects.FormView.FieldView;
import org.peerage.web.objects.FormView.GroupView;
import org.peerage.web.objects.FormView.Option;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What can be done to objects besides changing, adding and deleting them. */
final class ActionPages {
    private static final String FACILITY = "fac_id";

    /** Asks that the exchange's member list be imported soon. */
    Reply requestImport(Visit visit, Row exchange) {
        if (!Places.may(visit, Permission.UPDATE, exchange) || !Places.may(visit, Permission.CREATE, exchange)) {
            return Writing.refuse(visit);
        }
        if (!visit.isPost()) {
            return new Reply.Redirect(Places.of(exchange));
        }
        var tooMany = visit.site().throttles().admitIxfImport(visit.caller(), visit.address(), exchange.id());
        return tooMany.isPresent()
                ? Writing.sorry(
                        visit, new Writing.Result.Refused(429, tooMany.get().message()))
                : done(visit, new Operation.RequestImport(exchange.id()), Places.of(exchange, "asked"));
    }

    /** A facility's owner says whether a carrier is there. */
    Reply consent(Visit visit, Row link, boolean approved) {
        Row facility = Objects.requireNonNull(visit.snapshot().find(Fac.TYPE, link.get(CarrierFac.FAC_ID)));
        if (!Places.may(visit, Permission.CREATE, facility)) {
            return Writing.refuse(visit);
        }
        String place = Places.of(facility, approved ? "approved" : "rejected") + "#carriers";
        return visit.isPost()
                ? done(visit, new Operation.Consent(link.id(), approved), place)
                : new Reply.Redirect(Places.of(facility));
    }

    Reply leaveCampus(Visit visit, Row campus) {
        String facility = visit.value(FACILITY);
        if (visit.user().isEmpty()) {
            return Writing.refuse(visit);
        }
        if (!visit.isPost() || !facility.matches("[0-9]{1,18}")) {
            return new Reply.Redirect(Places.of(campus));
        }
        Operation.Membership leaving = new Operation.Membership(campus.id(), Long.parseLong(facility), false);
        return done(visit, leaving, Places.of(campus, "saved") + "#facilities");
    }

    /** A form to choose one of the organization's facilities. */
    Reply joinCampus(Visit visit, Row campus) {
        if (!Places.may(visit, Permission.CREATE, campus)) {
            return Writing.refuse(visit);
        }
        Row organization = Places.above(visit, campus);
        List<Option> options = visit.snapshot().referring(Fac.ORG_ID, organization.id()).stream()
                .filter(Row::isOk)
                .filter(facility -> !Objects.equals(facility.find(Fac.CAMPUS_ID), campus.id()))
                .map(facility -> new Option(Long.toString(facility.id()), facility.get(Fac.NAME)))
                .toList();
        Choice choice = new Choice(
                "Add a facility to " + Places.plainName(campus),
                Places.of(campus) + "/add-facility",
                Places.of(campus),
                "Facility",
                options,
                "");
        if (!visit.isPost()) {
            return choice.page(visit, 200, "");
        }
        String facility = visit.value(FACILITY);
        if (!facility.matches("[0-9]{1,18}")) {
            return choice.page(visit, 400, "Please choose a facility.");
        }
        Operation.Membership joining = new Operation.Membership(campus.id(), Long.parseLong(facility), true);
        return chosen(visit, joining, choice, Places.of(campus, "added") + "#facilities");
    }

    /** A form to say in which facility one end of a connection is. */
    Reply side(Visit visit, Row peering, boolean exchangeSide) {
        Row lan = Objects.requireNonNull(visit.snapshot().find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        ObjectType type = exchangeSide ? Ix.TYPE : Net.TYPE;
        Row owner = Objects.requireNonNull(
                visit.snapshot().find(type, exchangeSide ? lan.get(IxLan.IX_ID) : peering.get(NetIxLan.NET_ID)));
        if (!Places.may(visit, Permission.CREATE, owner)) {
            return Writing.refuse(visit);
        }
        Field<Long> field = exchangeSide ? NetIxLan.IX_SIDE_ID : NetIxLan.NET_SIDE_ID;
        Long now = peering.find(field);
        List<Option> options = new java.util.ArrayList<>(List.of(new Option("", "not said")));
        Choosing.ends(visit.snapshot(), peering, exchangeSide)
                .forEach(facility -> options.add(new Option(Long.toString(facility.id()), facility.get(Fac.NAME))));
        Choice choice = new Choice(
                Places.name(peering, visit.snapshot()),
                "/netixlan/" + peering.id() + (exchangeSide ? "/set-ix-side" : "/set-net-side"),
                Places.of(owner),
                exchangeSide ? "The exchange's end is in" : "The network's end is in",
                options,
                now == null ? "" : Long.toString(now));
        if (!visit.isPost()) {
            return choice.page(visit, 200, "");
        }
        String facility = visit.value(FACILITY);
        if (!facility.isEmpty() && !facility.matches("[0-9]{1,18}")) {
            return choice.page(visit, 400, "Please choose a facility.");
        }
        Operation.Side side =
                new Operation.Side(peering.id(), exchangeSide, facility.isEmpty() ? null : Long.valueOf(facility));
        return chosen(visit, side, choice, Places.of(owner, "saved") + (exchangeSide ? "#peers" : "#exchanges"));
    }

    private static Reply done(Visit visit, Operation operation, String place) {
        return switch (Writing.submit(visit, operation, null)) {
            case Writing.Result.Done done -> Writing.onTo(visit, place);
            case Writing.Result.Refused refused -> Writing.sorry(visit, refused);
            case Writing.Result.Broken broken ->
                Writing.sorry(
                        visit,
                        new Writing.Result.Refused(
                                400, broken.violations().getFirst().message()));
            case Writing.Result.Outdated none -> throw new IllegalStateException("nothing to be outdated");
        };
    }

    private static Reply chosen(Visit visit, Operation operation, Choice choice, String place) {
        return switch (Writing.submit(visit, operation, null)) {
            case Writing.Result.Done done -> Writing.onTo(visit, place);
            case Writing.Result.Refused refused -> choice.page(visit, refused.status(), refused.text());
            case Writing.Result.Broken broken ->
                choice.page(visit, 400, broken.violations().getFirst().message());
            case Writing.Result.Outdated none -> throw new IllegalStateException("nothing to be outdated");
        };
    }

    /** A form with one select. */
    private record Choice(String title, String place, String back, String label, List<Option> options, String now) {
        Reply page(Visit visit, int status, String problem) {
            String value = visit.isPost() ? visit.value(FACILITY) : now;
            FieldView field = new FieldView(
                    FACILITY,
                    label,
                    options.isEmpty() ? "There is none to choose from." : "",
                    Control.SELECT,
                    "text",
                    List.of(value),
                    options,
                    problem,
                    "",
                    0,
                    false,
                    !problem.isEmpty(),
                    "");
            List<GroupView> groups = List.of(new GroupView("Facility", List.of(field)));
            return FormPages.reply(
                    visit,
                    status,
                    new FormView(title, place, back, "Save", 0, List.of(), FormPages.wrong(groups), List.of(), groups));
        }
    }

    /** Objects whose names fit what is typed, for the list under a box. */
    static Reply suggestions(Visit visit, ObjectType type) {
        var out = new org.peerage.schema.JsonBuffer(512).ascii("[");
        String separator = "";
        for (Row row : Choosing.like(type, visit.value("q"), visit.snapshot())) {
            out.ascii(separator)
                    .ascii("{\"value\": ")
                    .quoted(Choosing.text(row))
                    .ascii(", \"label\": ")
                    .quoted(about(row))
                    .ascii("}");
            separator = ", ";
        }
        return new Reply.Json(200, new String(out.ascii("]").toByteArray(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String about(Row row) {
        return Map.of(
                        "fac", List.of("city", "country"),
                        "ix", List.of("city", "country"),
                        "net", List.of("asn"))
                .getOrDefault(row.type().tag(), List.of())
                .stream()
                .map(name -> row.type()
                        .field(name)
                        .map(field -> Shown.text(row.find(field)))
                        .orElse(""))
                .filter(text -> !text.isEmpty())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }
}
