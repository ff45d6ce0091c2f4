package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.Operation;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Making new objects: under an organization, a network, an exchange or a carrier. */
final class AddPages {
    /** By which reference a new object hangs under its parent. */
    private static final Map<ObjectType, List<Field<Long>>> UNDER = Map.of(
            Org.TYPE, List.of(Net.ORG_ID, Ix.ORG_ID, Fac.ORG_ID, Carrier.ORG_ID, Campus.ORG_ID),
            Net.TYPE, List.of(NetIxLan.NET_ID, NetFac.NET_ID, Poc.NET_ID),
            Ix.TYPE, List.of(IxFac.IX_ID, IxPfx.IXLAN_ID),
            Carrier.TYPE, List.of(CarrierFac.CARRIER_ID));

    PageResponse add(PageRequest request, Row parent, String typeName) {
        Field<Long> reference = UNDER.getOrDefault(parent.type(), List.of()).stream()
                .filter(field -> field.owner().typeName().equals(typeName))
                .findFirst()
                .orElse(null);
        if (reference == null) {
            return new PageResponse.NotFoundResponse();
        }
        Row lan = reference == IxPfx.IXLAN_ID ? request.snapshot().find(IxPfx.IXLAN_ID.target(), parent.id()) : parent;
        if (lan == null || !ObjectAccess.mayAdd(request, reference, lan)) {
            return FormSubmission.forbidden(request);
        }
        FieldLayout layout = Layouts.of(reference.owner());
        long organization = parent.type() == Org.TYPE ? parent.id() : 0;
        JsonNode id = JsonNodeFactory.instance.numberNode(parent.id());
        AddForm adding = new AddForm(
                request,
                parent,
                layout,
                new FormBuilder(request, layout, null, organization),
                Map.of(reference.name(), id),
                new FormTexts(
                        text("object.form.add", layout.noun(), Texts.name(parent, request.snapshot())),
                        parent.url() + "/add/" + typeName,
                        parent.url()));
        if (request.value("part").equals("lan") && adding.help().isPresent()) {
            LanView known = adding.help().get().lan(request.value(NetIxLan.IXLAN_ID.name()));
            return PageResponse.TemplateResponse.of("objects/lan.jte", Map.of("lan", known));
        }
        boolean saves = request.isPost() && !request.has("look");
        return saves ? adding.save() : adding.page(200, adding.typed(), FormErrors.NONE);
    }

    /** A facility that any confirmed user knows of; it belongs to nobody until it is approved. */
    PageResponse suggestFacility(PageRequest request) {
        if (request.user().isEmpty()) {
            return FormSubmission.forbidden(request);
        }
        if (!request.caller().isVerified()) {
            return new PageResponse.ForbiddenResponse(text("object.form.confirm"));
        }
        Row keeper = request.snapshot().find(Org.TYPE, RegistrySettings.STANDARD.suggestions());
        if (keeper == null || !keeper.isActive()) {
            return new PageResponse.ForbiddenResponse(text("object.form.noSuggestions"));
        }
        FieldLayout layout = Layouts.of(Fac.TYPE);
        AddForm adding = new AddForm(
                request,
                keeper,
                layout,
                new FormBuilder(request, layout, null, 0),
                Map.of("suggest", JsonNodeFactory.instance.booleanNode(true)),
                new FormTexts(text("object.form.suggest"), "/suggest/fac", "/"));
        return request.isPost() ? adding.save() : adding.page(200, adding.empty(), FormErrors.NONE);
    }

    /** What the form says and where it leads. */
    private record FormTexts(String title, String url, String cancelUrl) {}

    /** One form on its way. */
    private record AddForm(
            PageRequest request,
            Row parent,
            FieldLayout layout,
            FormBuilder builder,
            Map<String, JsonNode> given,
            FormTexts texts) {

        List<FieldLayout.LayoutItem> items() {
            // A campus is chosen among the organization's, when there is one.
            return builder.items().stream()
                    .filter(item -> item.key() != Fac.CAMPUS_ID || given.containsKey(Fac.ORG_ID.name()))
                    .toList();
        }

        Optional<ConnectionHelp> help() {
            return layout.type() == NetIxLan.TYPE ? Optional.of(new ConnectionHelp(request, parent)) : Optional.empty();
        }

        /** What the address or an earlier form says. */
        FieldValues typed() {
            return FieldValues.submitted(request, items(), empty());
        }

        FieldValues empty() {
            return FieldValues.of(layout.type().row().build(), items());
        }

        PageResponse save() {
            FieldValues typed = typed();
            Map<String, JsonNode> sent = new HashMap<>(given);
            Map<String, String> unclear = new LinkedHashMap<>();
            for (FieldLayout.LayoutItem item : items()) {
                if (item.key() instanceof Field<?> field && isPicked(field)) {
                    Row picked = pick(field, typed.single(field.name()), unclear);
                    if (picked != null) {
                        sent.put(field.name(), JsonNodeFactory.instance.numberNode(picked.id()));
                        typed = typed.with(field.name(), List.of(ObjectPicker.label(picked)));
                    }
                }
            }
            Operation.Create wanted = new Operation.Create(layout.type(), FormInputs.of(items(), typed, sent));
            return response(FormSubmission.submit(request, wanted, null), typed, unclear);
        }

        private PageResponse response(
                FormSubmission.SubmissionResult result, FieldValues typed, Map<String, String> unclear) {
            return switch (result) {
                case FormSubmission.SubmissionResult.Saved saved -> {
                    Row made = saved.subject().orElseThrow();
                    boolean waits = made.status() == Status.PENDING;
                    yield FormSubmission.redirect(request, ObjectAccess.urlWithNotice(made, waits ? "waits" : "added"));
                }
                case FormSubmission.SubmissionResult.RulesBroken broken -> {
                    FormErrors errors = FormErrors.of(broken.violations(), items());
                    Map<String, String> fields = new LinkedHashMap<>(errors.fields());
                    fields.putAll(unclear);
                    yield page(400, typed, new FormErrors(fields, errors.general()));
                }
                case FormSubmission.SubmissionResult.SubmissionRefused refused ->
                    page(refused.status(), typed, FormErrors.of(refused.text()));
                case FormSubmission.SubmissionResult.EditConflict none ->
                    throw new IllegalStateException("nothing to be outdated");
            };
        }

        private static boolean isPicked(Field<?> field) {
            return field.isReference() && field != Fac.CAMPUS_ID;
        }

        private @Nullable Row pick(Field<?> field, String text, Map<String, String> unclear) {
            if (text.isEmpty()) {
                return null;
            }
            ObjectType type = ObjectPicker.source(field);
            String noun = Layouts.of(type).noun();
            List<Row> meant = ObjectPicker.resolve(type, text, request.snapshot());
            if (meant.size() == 1) {
                return meant.getFirst();
            }
            List<String> names = new ArrayList<>();
            meant.forEach(row -> names.add(ObjectPicker.label(row)));
            unclear.put(
                    field.name(),
                    meant.isEmpty()
                            ? text("object.form.unknown", noun)
                            : text(
                                    "object.form.unclear",
                                    String.join(", ", names)
                                            + (meant.size() == ObjectPicker.MAX_RESULTS ? ", …" : "")));
            return null;
        }

        PageResponse page(int status, FieldValues values, FormErrors errors) {
            var groups = builder.groups(values, errors, Map.of()).stream()
                    .map(group -> new FormView.GroupView(
                            group.title(),
                            group.fields().stream()
                                    .filter(field -> items().stream()
                                            .anyMatch(item -> item.key().name().equals(field.name())))
                                    .toList()))
                    .filter(group -> !group.fields().isEmpty())
                    .toList();
            FormView form = new FormView(
                    texts.title,
                    texts.url,
                    texts.cancelUrl,
                    layout.type() == Fac.TYPE && texts.url.startsWith("/suggest")
                            ? text("object.form.suggestSubmit")
                            : text("object.form.addSubmit", layout.noun()),
                    0,
                    errors.general(),
                    FormPages.wrong(groups),
                    List.of(),
                    groups,
                    help().map(ConnectionHelp::preconditions).orElse(List.of()),
                    help().map(known -> known.lan(values.single(NetIxLan.IXLAN_ID.name()))));
            return FormPages.response(request, status, form);
        }
    }
}
