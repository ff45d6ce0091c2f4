package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
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

    Reply add(Visit visit, Row parent, String tag) {
        Field<Long> reference = UNDER.getOrDefault(parent.type(), List.of()).stream()
                .filter(field -> field.owner().tag().equals(tag))
                .findFirst()
                .orElse(null);
        if (reference == null) {
            return new Reply.NotFound();
        }
        Row lan = reference == IxPfx.IXLAN_ID ? visit.snapshot().find(IxPfx.IXLAN_ID.target(), parent.id()) : parent;
        if (lan == null || !Places.mayAdd(visit, reference, lan)) {
            return Writing.refuse(visit);
        }
        Layout layout = Layouts.of(reference.owner());
        long organization = parent.type() == Org.TYPE ? parent.id() : 0;
        JsonNode id = JsonNodeFactory.instance.numberNode(parent.id());
        Adding adding = new Adding(
                visit,
                layout,
                new FormMaker(visit, layout, null, organization),
                Map.of(reference.name(), id),
                new Words(
                        "Add " + layout.noun() + " to " + Places.name(parent, visit.snapshot()),
                        Places.of(parent) + "/add/" + tag,
                        Places.of(parent)));
        return visit.isPost() ? adding.save() : adding.page(200, adding.empty(), Wrong.NOTHING);
    }

    /** A facility that any confirmed user knows of; it belongs to nobody until it is approved. */
    Reply suggestFacility(Visit visit) {
        if (visit.user().isEmpty()) {
            return Writing.refuse(visit);
        }
        if (!visit.caller().isAuthenticated()) {
            return new Reply.Forbidden("Please confirm your e-mail address first.");
        }
        Row keeper = visit.snapshot().find(Org.TYPE, RegistrySettings.STANDARD.suggestions());
        if (keeper == null || !keeper.isOk()) {
            return new Reply.Forbidden("This registry takes no suggestions. Please write to those who run it.");
        }
        Layout layout = Layouts.of(Fac.TYPE);
        Adding adding = new Adding(
                visit,
                layout,
                new FormMaker(visit, layout, null, 0),
                Map.of("suggest", JsonNodeFactory.instance.booleanNode(true)),
                new Words("Suggest a facility", "/suggest/fac", "/"));
        return visit.isPost() ? adding.save() : adding.page(200, adding.empty(), Wrong.NOTHING);
    }

    /** What the form says and where it leads. */
    private record Words(String title, String place, String back) {}

    /** One form on its way. */
    private record Adding(Visit visit, Layout layout, FormMaker maker, Map<String, JsonNode> given, Words words) {

        List<Layout.Item> items() {
            // A campus is chosen among the organization's, when there is one.
            return maker.items().stream()
                    .filter(item -> item.key() != Fac.CAMPUS_ID || given.containsKey(Fac.ORG_ID.name()))
                    .toList();
        }

        Values empty() {
            return Values.of(layout.type().row().build(), items());
        }

        Reply save() {
            Values typed = Values.sent(visit, items(), empty());
            Map<String, JsonNode> sent = new HashMap<>(given);
            Map<String, String> unclear = new LinkedHashMap<>();
            for (Layout.Item item : items()) {
                if (item.key() instanceof Field<?> field && isPicked(field)) {
                    Row picked = pick(field, typed.one(field.name()), unclear);
                    if (picked != null) {
                        sent.put(field.name(), JsonNodeFactory.instance.numberNode(picked.id()));
                        typed = typed.with(field.name(), List.of(Choosing.text(picked)));
                    }
                }
            }
            Operation.Create wanted = new Operation.Create(layout.type(), Inputs.of(items(), typed, sent));
            return answer(Writing.submit(visit, wanted, null), typed, unclear);
        }

        private Reply answer(Writing.Result result, Values typed, Map<String, String> unclear) {
            return switch (result) {
                case Writing.Result.Done done -> {
                    Row made = done.subject().orElseThrow();
                    boolean waits = made.status() == Status.PENDING;
                    yield Writing.onTo(visit, Places.of(made, waits ? "waits" : "added"));
                }
                case Writing.Result.Broken broken -> {
                    Wrong wrong = Wrong.of(broken.violations(), items());
                    Map<String, String> fields = new LinkedHashMap<>(wrong.fields());
                    fields.putAll(unclear);
                    yield page(400, typed, new Wrong(fields, wrong.general()));
                }
                case Writing.Result.Refused refused -> page(refused.status(), typed, Wrong.of(refused.text()));
                case Writing.Result.Outdated none -> throw new IllegalStateException("nothing to be outdated");
            };
        }

        private static boolean isPicked(Field<?> field) {
            return field.isReference() && field != Fac.CAMPUS_ID;
        }

        private @Nullable Row pick(Field<?> field, String text, Map<String, String> unclear) {
            if (text.isEmpty()) {
                return null;
            }
            ObjectType type = Choosing.source(field);
            String noun = Layouts.of(type).noun();
            List<Row> meant = Choosing.meant(type, text, visit.snapshot());
            if (meant.size() == 1) {
                return meant.getFirst();
            }
            List<String> names = new ArrayList<>();
            meant.forEach(row -> names.add(Choosing.text(row)));
            unclear.put(
                    field.name(),
                    meant.isEmpty()
                            ? "There is no " + noun + " of that name or number."
                            : "Several are called like this. Please write which one: " + String.join(", ", names)
                                    + (meant.size() == Choosing.MOST ? " or others." : "."));
            return null;
        }

        Reply page(int status, Values values, Wrong wrong) {
            var groups = maker.groups(values, wrong, Map.of()).stream()
                    .map(group -> new FormView.GroupView(
                            group.title(),
                            group.fields().stream()
                                    .filter(field -> items().stream()
                                            .anyMatch(item -> item.key().name().equals(field.name())))
                                    .toList()))
                    .filter(group -> !group.fields().isEmpty())
                    .toList();
            FormView form = new FormView(
                    words.title,
                    words.place,
                    words.back,
                    layout.type() == Fac.TYPE && words.place.startsWith("/suggest")
                            ? "Suggest"
                            : "Add " + layout.noun().toLowerCase(Locale.ROOT),
                    0,
                    wrong.general(),
                    FormPages.wrong(groups),
                    List.of(),
                    groups);
            return FormPages.reply(visit, status, form);
        }
    }
}
