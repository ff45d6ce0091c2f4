package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.rights.Permission;
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
import org.peerage.web.objects.FormView.ControlType;
import org.peerage.web.objects.FormView.FieldView;
import org.peerage.web.objects.FormView.GroupView;
import org.peerage.web.objects.FormView.Option;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;

/** What can be done to objects besides changing, adding and deleting them. */
final class ActionPages {
    private static final String FACILITY = "fac_id";

    /** What tells apart objects of the same name. */
    private static final Map<ObjectType, List<Field<?>>> TITLES = Map.of(
            Fac.TYPE, List.of(Fac.CITY, Fac.COUNTRY),
            Ix.TYPE, List.of(Ix.CITY, Ix.COUNTRY),
            Net.TYPE, List.of(Net.ASN));

    /** Asks that the exchange's member list be imported soon. */
    PageResponse requestImport(PageRequest request, Row exchange) {
        if (!ObjectAccess.may(request, Permission.UPDATE, exchange)
                || !ObjectAccess.may(request, Permission.CREATE, exchange)) {
            return FormSubmission.forbidden(request);
        }
        if (!request.isPost()) {
            return new PageResponse.Redirect(exchange.url());
        }
        var tooMany =
                request.services().rateLimiter().admitIxfImport(request.caller(), request.ipAddress(), exchange.id());
        return tooMany.isPresent()
                ? FormSubmission.errorPage(
                        request,
                        new FormSubmission.SubmissionResult.SubmissionRefused(
                                429, RuleMessages.translated(tooMany.get().message())))
                : submit(
                        request,
                        new Operation.RequestImport(exchange.id()),
                        ObjectAccess.urlWithNotice(exchange, "asked"));
    }

    /** A facility's owner says whether a carrier is there. */
    PageResponse consent(PageRequest request, Row link, boolean approved) {
        Row facility = Objects.requireNonNull(request.snapshot().find(Fac.TYPE, link.get(CarrierFac.FAC_ID)));
        if (!ObjectAccess.may(request, Permission.CREATE, facility)) {
            return FormSubmission.forbidden(request);
        }
        String url = ObjectAccess.urlWithNotice(facility, approved ? "approved" : "rejected") + "#carriers";
        return request.isPost()
                ? submit(request, new Operation.Consent(link.id(), approved), url)
                : new PageResponse.Redirect(facility.url());
    }

    PageResponse leaveCampus(PageRequest request, Row campus) {
        OptionalLong facility = IdParser.parse(request.value(FACILITY));
        if (request.user().isEmpty()) {
            return FormSubmission.forbidden(request);
        }
        if (!request.isPost() || facility.isEmpty()) {
            return new PageResponse.Redirect(campus.url());
        }
        Operation.CampusMembership leaving = new Operation.CampusMembership(campus.id(), facility.getAsLong(), false);
        return submit(request, leaving, ObjectAccess.urlWithNotice(campus, "saved") + "#facilities");
    }

    /** A form to choose one of the organization's facilities. */
    PageResponse joinCampus(PageRequest request, Row campus) {
        if (!ObjectAccess.may(request, Permission.CREATE, campus)) {
            return FormSubmission.forbidden(request);
        }
        Row organization = ObjectAccess.parentPage(request, campus);
        List<Option> options = request.snapshot().referring(Fac.ORG_ID, organization.id()).stream()
                .filter(Row::isActive)
                .filter(facility -> !Objects.equals(facility.find(Fac.CAMPUS_ID), campus.id()))
                .map(facility -> new Option(Long.toString(facility.id()), facility.get(Fac.NAME)))
                .toList();
        ChoiceForm choice = new ChoiceForm(
                text("object.form.joinCampus", campus.name()),
                campus.url() + "/add-facility",
                campus.url(),
                Texts.singular(Fac.TYPE),
                options,
                "");
        if (!request.isPost()) {
            return choice.page(request, 200, "");
        }
        OptionalLong facility = IdParser.parse(request.value(FACILITY));
        if (facility.isEmpty()) {
            return choice.page(request, 400, text("object.form.choose"));
        }
        Operation.CampusMembership joining = new Operation.CampusMembership(campus.id(), facility.getAsLong(), true);
        return chosen(request, joining, choice, ObjectAccess.urlWithNotice(campus, "added") + "#facilities");
    }

    /** A form to say in which facility one end of a connection is. */
    PageResponse side(PageRequest request, Row peering, boolean exchangeSide) {
        Row lan = Objects.requireNonNull(request.snapshot().find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        ObjectType type = exchangeSide ? Ix.TYPE : Net.TYPE;
        Row owner = Objects.requireNonNull(
                request.snapshot().find(type, exchangeSide ? lan.get(IxLan.IX_ID) : peering.get(NetIxLan.NET_ID)));
        if (!ObjectAccess.may(request, Permission.CREATE, owner)) {
            return FormSubmission.forbidden(request);
        }
        Field<Long> field = exchangeSide ? NetIxLan.IX_SIDE_ID : NetIxLan.NET_SIDE_ID;
        Long now = peering.find(field);
        List<Option> options = new java.util.ArrayList<>(List.of(new Option("", text("object.choice.notSet"))));
        ObjectPicker.facilityChoices(request.snapshot(), peering, exchangeSide)
                .forEach(facility -> options.add(new Option(Long.toString(facility.id()), facility.get(Fac.NAME))));
        ChoiceForm choice = new ChoiceForm(
                Texts.name(peering, request.snapshot()),
                peering.path() + (exchangeSide ? "/set-ix-side" : "/set-net-side"),
                owner.url(),
                exchangeSide ? text("object.form.ixSide") : text("object.form.netSide"),
                options,
                now == null ? "" : Long.toString(now));
        if (!request.isPost()) {
            return choice.page(request, 200, "");
        }
        String facility = request.value(FACILITY);
        if (!facility.isEmpty() && IdParser.parse(facility).isEmpty()) {
            return choice.page(request, 400, text("object.form.choose"));
        }
        Operation.ConnectionFacility side = new Operation.ConnectionFacility(
                peering.id(), exchangeSide, facility.isEmpty() ? null : Long.valueOf(facility));
        return chosen(
                request,
                side,
                choice,
                ObjectAccess.urlWithNotice(owner, "saved") + (exchangeSide ? "#peers" : "#exchanges"));
    }

    private static PageResponse submit(PageRequest request, Operation operation, String url) {
        return switch (FormSubmission.submit(request, operation, null)) {
            case FormSubmission.SubmissionResult.Saved saved -> FormSubmission.redirect(request, url);
            case FormSubmission.SubmissionResult.SubmissionRefused refused ->
                FormSubmission.errorPage(request, refused);
            case FormSubmission.SubmissionResult.RulesBroken broken ->
                FormSubmission.errorPage(
                        request,
                        new FormSubmission.SubmissionResult.SubmissionRefused(
                                400,
                                RuleMessages.translated(
                                        broken.violations().getFirst().message())));
            case FormSubmission.SubmissionResult.EditConflict none ->
                throw new IllegalStateException("nothing to be outdated");
        };
    }

    private static PageResponse chosen(PageRequest request, Operation operation, ChoiceForm choice, String url) {
        return switch (FormSubmission.submit(request, operation, null)) {
            case FormSubmission.SubmissionResult.Saved saved -> FormSubmission.redirect(request, url);
            case FormSubmission.SubmissionResult.SubmissionRefused refused ->
                choice.page(request, refused.status(), refused.text());
            case FormSubmission.SubmissionResult.RulesBroken broken ->
                choice.page(
                        request,
                        400,
                        RuleMessages.translated(broken.violations().getFirst().message()));
            case FormSubmission.SubmissionResult.EditConflict none ->
                throw new IllegalStateException("nothing to be outdated");
        };
    }

    /** A form with one select. */
    private record ChoiceForm(
            String title, String url, String cancelUrl, String label, List<Option> options, String now) {
        PageResponse page(PageRequest request, int status, String problem) {
            String value = request.isPost() ? request.value(FACILITY) : now;
            FieldView field = new FieldView(
                    FACILITY,
                    label,
                    options.isEmpty() ? text("object.form.noChoice") : "",
                    ControlType.SELECT,
                    "text",
                    List.of(value),
                    options,
                    problem,
                    "",
                    0,
                    false,
                    !problem.isEmpty(),
                    "");
            List<GroupView> groups = List.of(new GroupView(Texts.singular(Fac.TYPE), List.of(field)));
            return FormPages.response(
                    request,
                    status,
                    new FormView(
                            title,
                            url,
                            cancelUrl,
                            text("object.form.save"),
                            0,
                            List.of(),
                            FormPages.wrong(groups),
                            List.of(),
                            groups,
                            List.of(),
                            Optional.empty()));
        }
    }

    /** Objects whose names fit what is typed, for the list under a box. */
    static PageResponse suggestions(PageRequest request, ObjectType type) {
        var out = new org.peerage.schema.JsonBuffer(512).ascii("[");
        String separator = "";
        for (Row row : ObjectPicker.suggest(type, request.value("q"), request.snapshot())) {
            out.ascii(separator)
                    .ascii("{\"value\": ")
                    .quoted(ObjectPicker.label(row))
                    .ascii(", \"label\": ")
                    .quoted(title(row))
                    .ascii("}");
            separator = ", ";
        }
        return new PageResponse.JsonResponse(
                200, new String(out.ascii("]").toByteArray(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String title(Row row) {
        return TITLES.getOrDefault(row.type(), List.of()).stream()
                .map(field -> ValueFormatter.text(row.find(field)))
                .filter(text -> !text.isEmpty())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }
}
