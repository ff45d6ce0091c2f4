package org.peerage.web.objects;

import static org.peerage.web.page.Texts.label;
import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.objects.ObjectView.HeadFact;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What one looks for first on an object's page: a line or two beside its name. */
final class ObjectHead {
    private static final Map<ObjectType, Consumer<ObjectHead>> BY_TYPE = Map.of(
            Org.TYPE, ObjectHead::organization,
            Net.TYPE, ObjectHead::network,
            Ix.TYPE, ObjectHead::exchange,
            Fac.TYPE, ObjectHead::facility,
            Carrier.TYPE, head -> head.count(Carrier.FAC_COUNT, text("object.table.facilities")),
            Campus.TYPE, ObjectHead::campus);

    private final PageRequest request;
    private final Row row;
    private final List<HeadFact> facts = new ArrayList<>();

    private ObjectHead(PageRequest request, Row row) {
        this.request = request;
        this.row = row;
    }

    static List<HeadFact> of(PageRequest request, Row row) {
        ObjectHead head = new ObjectHead(request, row);
        Objects.requireNonNull(BY_TYPE.get(row.type())).accept(head);
        return List.copyOf(head.facts);
    }

    private void organization() {
        place(row.get(Org.CITY), row.get(Org.STATE), row.get(Org.COUNTRY));
    }

    private void network() {
        facts.add(new HeadFact(label(Net.ASN), "AS" + row.get(Net.ASN), "", true));
        String sets = row.get(Net.IRR_AS_SET);
        if (!sets.isBlank()) {
            facts.add(new HeadFact(text("object.head.asSet"), sets, "", true));
        }
        choice(Net.POLICY_GENERAL, text("object.head.policy"), Net.POLICY_URL);
        List<String> types = row.get(Net.INFO_TYPES);
        if (!types.isEmpty()) {
            facts.add(HeadFact.of(
                    text("object.head.type"), types.stream().map(Texts::choice).collect(Collectors.joining(", "))));
        }
        choice(Net.INFO_TRAFFIC, text("object.head.traffic"), null);
        prefixes();
        List<String> protocols = new ArrayList<>();
        if (row.get(Net.INFO_UNICAST)) {
            protocols.add("IPv4");
        }
        if (row.get(Net.INFO_IPV6)) {
            protocols.add("IPv6");
        }
        if (!protocols.isEmpty()) {
            facts.add(HeadFact.of(text("object.head.protocols"), String.join(", ", protocols)));
        }
        String status = ValueFormatter.text(Net.RIR_STATUS.presented(row, request.snapshot()));
        if (!status.isEmpty()) {
            facts.add(HeadFact.of(label(Net.RIR_STATUS), status));
        }
    }

    private void prefixes() {
        Long four = row.find(Net.INFO_PREFIXES4);
        Long six = row.find(Net.INFO_PREFIXES6);
        if (four != null || six != null) {
            facts.add(HeadFact.of(
                    text("object.head.prefixes"),
                    (four == null ? "-" : grouped(four)) + " / " + (six == null ? "-" : grouped(six))));
        }
    }

    private static String grouped(long number) {
        return Texts.number(number);
    }

    private void choice(Field<String> field, String label, @org.jspecify.annotations.Nullable Field<String> page) {
        String value = row.get(field);
        if (!value.isEmpty() && !value.equals(ChoiceLists.NOT_DISCLOSED)) {
            facts.add(new HeadFact(
                    label, Texts.choice(value), page == null ? "" : ValueFormatter.link(page, row.get(page)), false));
        }
    }

    private void exchange() {
        place(row.get(Ix.CITY), "", row.get(Ix.COUNTRY));
        PeeringTotals totals = PeeringTotals.of(LinkTables.ports(request, row), request.snapshot());
        facts.add(HeadFact.of(text("object.head.peers"), grouped(totals.networks())));
        facts.add(HeadFact.of(text("object.head.connections"), grouped(totals.ports())));
        facts.add(HeadFact.of(text("object.head.openPeers"), grouped(totals.openNetworks())));
        if (totals.ports() > 0) {
            facts.add(HeadFact.of(text("object.head.capacity"), ValueFormatter.total(totals.capacity())));
            facts.add(HeadFact.of(text("object.head.ipv6"), Texts.percent(totals.ipv6Percent())));
        }
    }

    private void facility() {
        place(row.get(Fac.CITY), row.get(Fac.STATE), row.get(Fac.COUNTRY));
        count(Fac.NET_COUNT, text("object.table.networks"));
        count(Fac.IX_COUNT, text("object.table.exchanges"));
        count(Fac.CARRIER_COUNT, text("object.table.carriers"));
    }

    private void campus() {
        place(computed("city"), computed("state"), computed("country"));
        facts.add(HeadFact.of(
                text("object.table.facilities"),
                grouped(request.snapshot().referring(Fac.CAMPUS_ID, row.id()).stream()
                        .filter(Row::isActive)
                        .count())));
    }

    private String computed(String name) {
        return Campus.TYPE.keys().stream()
                .filter(key -> key.name().equals(name))
                .map(key -> key instanceof JsonKey.Computed<?> computed
                        ? ValueFormatter.text(computed.value().apply(row, request.snapshot()))
                        : "")
                .findFirst()
                .orElse("");
    }

    private void count(Field<Long> field, String label) {
        facts.add(HeadFact.of(label, grouped(row.get(field))));
    }

    private void place(String... parts) {
        String place = Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        if (!place.isEmpty()) {
            facts.add(HeadFact.of(text("object.head.place"), place));
        }
    }
}
