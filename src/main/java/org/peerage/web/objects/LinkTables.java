package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.peerage.access.rights.Permission;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
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
import org.peerage.web.objects.ObjectView.PageAction;
import org.peerage.web.objects.TableColumn.Kind;
import org.peerage.web.objects.TableRow.CellActions;
import org.peerage.web.objects.TableRow.TableCell;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What an object is linked to, as tables. */
final class LinkTables {
    private static final Map<ObjectType, BiFunction<LinkTables, Row, List<ObjectTable>>> BY_TYPE = Map.of(
            Org.TYPE, LinkTables::ofOrganization,
            Net.TYPE, LinkTables::ofNetwork,
            Ix.TYPE, LinkTables::ofExchange,
            Fac.TYPE, LinkTables::ofFacility,
            Carrier.TYPE, LinkTables::ofCarrier,
            Campus.TYPE, LinkTables::ofCampus);

    /** The references to whom links belong: networks, exchanges and carriers say where they are. */
    private static final Set<Field<Long>> OWNERS = Set.of(NetFac.NET_ID, IxFac.IX_ID, CarrierFac.CARRIER_ID);

    private final PageRequest request;
    private final RowActions actions;
    private final OwnNetworks own;

    LinkTables(PageRequest request) {
        this.request = request;
        this.actions = new RowActions(request);
        this.own = new OwnNetworks(request);
    }

    List<ObjectTable> of(Row row) {
        return Objects.requireNonNull(BY_TYPE.get(row.type())).apply(this, row);
    }

    private List<ObjectTable> ofOrganization(Row row) {
        return List.of(
                owned("networks", Net.ORG_ID, row, Net.ASN, Net.POLICY_GENERAL, Net.IX_COUNT, Net.FAC_COUNT),
                owned("exchanges", Ix.ORG_ID, row, Ix.CITY, Ix.COUNTRY, Ix.NET_COUNT),
                owned("facilities", Fac.ORG_ID, row, Fac.CITY, Fac.COUNTRY, Fac.NET_COUNT),
                owned("carriers", Carrier.ORG_ID, row, Carrier.FAC_COUNT),
                owned("campuses", Campus.ORG_ID, row));
    }

    private List<ObjectTable> ofNetwork(Row network) {
        return List.of(connections(network), placesOfNetwork(network), contacts(network));
    }

    private List<ObjectTable> ofExchange(Row exchange) {
        return List.of(
                peers(exchange),
                linked("facilities", IxFac.IX_ID, IxFac.FAC_ID, exchange, Fac.CITY, Fac.COUNTRY),
                prefixes(exchange));
    }

    private List<ObjectTable> ofFacility(Row facility) {
        return List.of(
                linked(
                        "networks",
                        NetFac.FAC_ID,
                        NetFac.NET_ID,
                        facility,
                        Net.ASN,
                        Net.POLICY_GENERAL,
                        Net.INFO_TRAFFIC),
                linked("exchanges", IxFac.FAC_ID, IxFac.IX_ID, facility, Ix.CITY, Ix.COUNTRY, Ix.NET_COUNT),
                carriers(facility));
    }

    private List<ObjectTable> ofCarrier(Row carrier) {
        return List.of(linked("facilities", CarrierFac.CARRIER_ID, CarrierFac.FAC_ID, carrier, Fac.CITY, Fac.COUNTRY));
    }

    private List<ObjectTable> ofCampus(Row campus) {
        List<Row> facilities = active(Fac.CAMPUS_ID, campus.id());
        return List.of(
                members(campus, facilities),
                within("networks", facilities, NetFac.FAC_ID, NetFac.NET_ID, Net.ASN, Net.POLICY_GENERAL),
                within("exchanges", facilities, IxFac.FAC_ID, IxFac.IX_ID, Ix.CITY, Ix.COUNTRY),
                within("carriers", facilities, CarrierFac.FAC_ID, CarrierFac.CARRIER_ID));
    }

    private List<Row> active(Field<Long> reference, long id) {
        return ObjectValues.active(request.snapshot(), reference, id);
    }

    private Row linkedRow(Row link, Field<Long> there) {
        return ObjectValues.linkedRow(link, there, request.snapshot());
    }

    /** The organization's objects; those who may change it also see what is not approved yet. */
    private ObjectTable owned(String id, Field<Long> reference, Row owner, Field<?>... more) {
        boolean all = ObjectAccess.may(request, Permission.UPDATE, owner);
        List<TableRow> rows = new ArrayList<>();
        for (Row row : request.snapshot().referring(reference, owner.id())) {
            if (row.isActive() || (all && row.status() == Status.PENDING)) {
                TableCell name = TableCell.linkTo(row.name(), row.url());
                List<TableCell> cells = new ArrayList<>();
                cells.add(row.isActive() ? name : name.marked(text("object.notApproved")));
                add(cells, row, more);
                rows.add(TableRow.of(cells));
            }
        }
        return table(id, columns(more), rows).adding(adding(reference, owner));
    }

    private static ObjectTable table(String id, List<TableColumn> columns, List<TableRow> rows) {
        return ObjectTable.of(id, text("object.table." + id), columns, rows).byName();
    }

    /** The way to a new object under a parent, for those who may make it. */
    private List<PageAction> adding(Field<Long> reference, Row parent) {
        return adding(reference, parent, parent);
    }

    /** The same on the page of another object. */
    private List<PageAction> adding(Field<Long> reference, Row parent, Row page) {
        String typeName = reference.owner().typeName();
        return ObjectAccess.mayAdd(request, reference, parent)
                ? List.of(new PageAction("add", text("object.add." + typeName), page.url() + "/add/" + typeName, true))
                : List.of();
    }

    /** What links connect an object to. */
    private ObjectTable linked(String id, Field<Long> here, Field<Long> there, Row from, Field<?>... more) {
        return linked(id, here, there, from, Optional.empty(), more);
    }

    /**
     * The same.
     *
     * @param common which of the visitor's own networks are there, for a column of its own
     */
    private ObjectTable linked(
            String id,
            Field<Long> here,
            Field<Long> there,
            Row from,
            Optional<Map<Long, String>> common,
            Field<?>... more) {
        List<Row> links = active(here, from.id());
        boolean ours = OWNERS.contains(here);
        boolean edits = ours && actions.anyAllowed(links);
        List<TableRow> rows = new ArrayList<>();
        for (Row link : links) {
            Row row = linkedRow(link, there);
            TableRow shown = row(row, more);
            if (common.isPresent()) {
                String mine = common.get().getOrDefault(row.id(), "");
                shown = shown.with(1, TableCell.of(mine)).styled(mine.isEmpty() ? shown.style() : TableRow.OWN);
            }
            rows.add(edits ? shown.with(actions.of(link)) : shown);
        }
        List<TableColumn> columns = columns(more);
        common.ifPresent(any -> columns.add(1, mine()));
        return table(id, columns, rows)
                .adding(ours ? adding(here, from) : List.of())
                .editing(edits);
    }

    private TableRow row(Row row, Field<?>... more) {
        TableCell name = TableCell.linkTo(row.name(), row.url());
        boolean ours = row.type() == Net.TYPE && own.contains(row);
        List<TableCell> cells = new ArrayList<>();
        cells.add(ours ? name.marked(text("object.myNetwork")) : name);
        add(cells, row, more);
        return ours ? TableRow.of(cells).styled(TableRow.OWN) : TableRow.of(cells);
    }

    private static TableColumn nameColumn() {
        return TableColumn.of("name", text("object.column.name"));
    }

    private static List<TableColumn> columns(Field<?>... more) {
        List<TableColumn> columns = new ArrayList<>(List.of(nameColumn()));
        for (Field<?> field : more) {
            columns.add(column(field));
        }
        return columns;
    }

    private static TableColumn column(Field<?> field) {
        return switch (field.name()) {
            case "asn" -> TableColumn.of(field).kind(Kind.NUMBER);
            case "policy_general" ->
                TableColumn.of(field.name(), text("object.column.policy")).asFilter();
            case "net_count" ->
                TableColumn.of(field.name(), text("object.table.networks")).kind(Kind.NUMBER);
            case "ix_count" ->
                TableColumn.of(field.name(), text("object.table.exchanges")).kind(Kind.NUMBER);
            case "fac_count" ->
                TableColumn.of(field.name(), text("object.table.facilities")).kind(Kind.NUMBER);
            case "country", "info_traffic" -> TableColumn.of(field).asFilter();
            default -> TableColumn.of(field);
        };
    }

    private static void add(List<TableCell> cells, Row row, Field<?>... more) {
        for (Field<?> field : more) {
            cells.add(cell(row, field));
        }
    }

    private static TableCell cell(Row row, Field<?> field) {
        Object value = row.find(field);
        if (field == Net.ASN) {
            return asn(row.get(Net.ASN).value());
        }
        if (value instanceof Long number) {
            return TableCell.of(number.toString(), number);
        }
        String stored = ValueFormatter.text(value);
        return TableCell.of(Texts.choice(field, stored), stored);
    }

    private static TableCell asn(long number) {
        return TableCell.of("AS" + number, number);
    }

    private ObjectTable placesOfNetwork(Row network) {
        Optional<Map<Long, String>> common = compares(network) ? Optional.of(own.atFacilities()) : Optional.empty();
        return linked("facilities", NetFac.NET_ID, NetFac.FAC_ID, network, common, Fac.CITY, Fac.COUNTRY);
    }

    /** Whether it is of interest where the visitor's own networks are, too. */
    private boolean compares(Row network) {
        return !own.isEmpty() && !own.contains(network);
    }

    private static TableColumn mine() {
        return TableColumn.of("mine", text("object.column.mine")).asFilter();
    }

    private ObjectTable connections(Row network) {
        List<Row> ports = active(NetIxLan.NET_ID, network.id());
        boolean edits = actions.anyAllowed(ports);
        boolean compares = compares(network);
        Map<Long, String> common = compares ? own.atExchanges() : Map.of();
        List<TableRow> rows = new ArrayList<>();
        for (Row port : ports) {
            Row ix = linkedRow(linkedRow(port, NetIxLan.IXLAN_ID), IxLan.IX_ID);
            List<TableCell> cells = new ArrayList<>();
            cells.add(TableCell.linkTo(ix.get(Ix.NAME), ix.url()));
            String there = common.getOrDefault(ix.id(), "");
            if (compares) {
                cells.add(TableCell.of(there));
            }
            cells.addAll(portCells(port));
            rows.add(portRow(cells, port, !there.isEmpty(), edits ? actions.of(port) : CellActions.NONE));
        }
        List<TableColumn> columns = new ArrayList<>();
        columns.add(TableColumn.of("exchange", text("object.column.exchange")));
        if (compares) {
            columns.add(mine());
        }
        columns.addAll(portColumns());
        PeeringTotals totals = PeeringTotals.of(ports, request.snapshot());
        long exchanges = ports.stream()
                .filter(port -> port.get(NetIxLan.OPERATIONAL))
                .map(port -> port.get(NetIxLan.IXLAN_ID))
                .distinct()
                .count();
        return ObjectTable.of("exchanges", text("object.table.connections"), columns, rows)
                .byName()
                .summary(
                        ports.isEmpty()
                                ? ""
                                : text("object.connections.summary", exchanges, ValueFormatter.total(totals.capacity()))
                                        + down(totals),
                        totals.ports())
                .adding(adding(NetIxLan.NET_ID, network))
                .editing(edits);
    }

    private static String down(PeeringTotals totals) {
        return totals.down() == 0 ? "" : "; " + text("object.ports.down", totals.down());
    }

    private static List<TableColumn> portColumns() {
        return List.of(
                TableColumn.of("ipaddr4", text("object.column.ipv4")).kind(Kind.ADDRESS),
                TableColumn.of("ipaddr6", text("object.column.ipv6")).kind(Kind.ADDRESS),
                TableColumn.of("speed", text("object.column.speed"))
                        .kind(Kind.NUMBER)
                        .inFiles(text("object.column.speedInFiles")),
                TableColumn.of("is_rs_peer", text("object.column.rsPeer")).kind(Kind.FLAG),
                TableColumn.of("bfd_support", text("object.column.bfd")).kind(Kind.FLAG),
                TableColumn.of(NetIxLan.OPERATIONAL).kind(Kind.FLAG));
    }

    private static List<TableCell> portCells(Row port) {
        boolean works = port.get(NetIxLan.OPERATIONAL);
        return List.of(
                address(port.find(NetIxLan.IPADDR4)),
                address(port.find(NetIxLan.IPADDR6)),
                speed(port),
                flag(port.get(NetIxLan.IS_RS_PEER)),
                flag(port.get(NetIxLan.BFD_SUPPORT)),
                TableCell.of(ValueFormatter.text(works), works));
    }

    private static TableRow portRow(List<TableCell> cells, Row port, boolean isOwn, CellActions actions) {
        boolean works = port.get(NetIxLan.OPERATIONAL);
        return TableRow.of(cells).with(actions).styled(works ? (isOwn ? TableRow.OWN : "") : TableRow.DOWN);
    }

    /** The ports of an exchange. */
    static List<Row> ports(PageRequest request, Row exchange) {
        List<Row> ports = new ArrayList<>();
        request.snapshot()
                .referring(IxLan.IX_ID, exchange.id())
                .forEach(lan -> request.snapshot().referring(NetIxLan.IXLAN_ID, lan.id()).stream()
                        .filter(Row::isActive)
                        .forEach(ports::add));
        return ports;
    }

    private ObjectTable peers(Row exchange) {
        List<Row> ports = ports(request, exchange);
        boolean sides = ObjectAccess.may(request, Permission.CREATE, exchange);
        List<TableRow> rows = new ArrayList<>();
        for (Row port : ports) {
            Row network = linkedRow(port, NetIxLan.NET_ID);
            boolean isOwn = own.contains(network);
            TableCell name = TableCell.linkTo(network.get(Net.NAME), network.url());
            List<TableCell> cells = new ArrayList<>();
            cells.add(isOwn ? name.marked(text("object.myNetwork")) : name);
            cells.add(asn(port.get(NetIxLan.ASN).value()));
            cells.addAll(portCells(port));
            cells.add(cell(network, Net.POLICY_GENERAL));
            CellActions actions = sides
                    ? new CellActions(Texts.name(port, request.snapshot()), port.path() + "/set-ix-side", "", List.of())
                    : CellActions.NONE;
            rows.add(portRow(cells, port, isOwn, actions));
        }
        List<TableColumn> columns = new ArrayList<>();
        columns.add(TableColumn.of("network", text("object.column.network")));
        columns.add(column(Net.ASN));
        columns.addAll(portColumns());
        columns.add(column(Net.POLICY_GENERAL));
        PeeringTotals totals = PeeringTotals.of(ports, request.snapshot());
        return table("peers", columns, rows)
                .summary(
                        ports.isEmpty()
                                ? ""
                                : text(
                                                "object.peers.summary",
                                                totals.networks(),
                                                ValueFormatter.total(totals.capacity()))
                                        + down(totals),
                        totals.ports())
                .editing(sides);
    }

    private ObjectTable prefixes(Row exchange) {
        List<Row> prefixes = active(IxPfx.IXLAN_ID, exchange.id());
        boolean edits = actions.anyAllowed(prefixes);
        List<TableRow> rows = new ArrayList<>();
        for (Row prefix : prefixes) {
            TableRow row = TableRow.of(List.of(
                    TableCell.of(prefix.get(IxPfx.PREFIX).toString()), TableCell.of(prefix.get(IxPfx.PROTOCOL))));
            rows.add(edits ? row.with(actions.of(prefix)) : row);
        }
        Row lan = request.snapshot().find(IxLan.TYPE, exchange.id());
        return table("prefixes", List.of(TableColumn.of(IxPfx.PREFIX), TableColumn.of(IxPfx.PROTOCOL)), rows)
                .adding(lan == null ? List.of() : adding(IxPfx.IXLAN_ID, lan, exchange))
                .editing(edits);
    }

    private ObjectTable contacts(Row network) {
        List<Row> contacts = active(Poc.NET_ID, network.id()).stream()
                .filter(contact -> ObjectAccess.isVisible(request, contact))
                .toList();
        boolean edits = actions.anyAllowed(contacts);
        List<TableRow> rows = new ArrayList<>();
        for (Row contact : contacts) {
            TableRow row = TableRow.of(List.of(
                    cell(contact, Poc.ROLE),
                    linking(contact, Poc.NAME),
                    linking(contact, Poc.EMAIL),
                    linking(contact, Poc.PHONE),
                    linking(contact, Poc.URL),
                    TableCell.of(text("object.visible." + contact.get(Poc.VISIBLE)), contact.get(Poc.VISIBLE))));
            rows.add(edits ? row.with(actions.of(contact)) : row);
        }
        return table(
                        "contacts",
                        List.of(
                                TableColumn.of(Poc.ROLE),
                                TableColumn.of(Poc.NAME),
                                TableColumn.of(Poc.EMAIL),
                                TableColumn.of(Poc.PHONE),
                                TableColumn.of(Poc.URL),
                                TableColumn.of(Poc.VISIBLE)),
                        rows)
                .mayHideMore(request.user().isEmpty())
                .adding(adding(Poc.NET_ID, network))
                .editing(edits);
    }

    private static TableCell linking(Row row, Field<String> field) {
        String text = row.get(field);
        return TableCell.linkTo(text, ValueFormatter.link(field, text));
    }

    /** Carriers in a facility; its owner also sees those that wait for consent. */
    private ObjectTable carriers(Row facility) {
        boolean owner = ObjectAccess.may(request, Permission.CREATE, facility);
        List<TableRow> rows = new ArrayList<>();
        for (Row link : request.snapshot().referring(CarrierFac.FAC_ID, facility.id())) {
            if (link.isActive() || (owner && link.status() == Status.PENDING)) {
                Row carrier = linkedRow(link, CarrierFac.CARRIER_ID);
                TableRow row = TableRow.of(List.of(
                        TableCell.linkTo(carrier.get(Carrier.NAME), carrier.url()),
                        TableCell.of(text(link.isActive() ? "object.presence.present" : "object.presence.pending"))));
                rows.add(owner ? row.with(actions.consent(link, carrier.get(Carrier.NAME))) : row);
            }
        }
        return table(
                        "carriers",
                        List.of(nameColumn(), TableColumn.of("presence", text("object.column.presence"))),
                        rows)
                .editing(owner);
    }

    private ObjectTable members(Row campus, List<Row> facilities) {
        boolean edits = ObjectAccess.may(request, Permission.CREATE, campus);
        List<TableRow> rows = new ArrayList<>();
        for (Row facility : facilities) {
            TableRow row = row(facility, Fac.CITY, Fac.COUNTRY, Fac.NET_COUNT);
            rows.add(edits ? row.with(actions.member(campus, facility)) : row);
        }
        return table("facilities", columns(Fac.CITY, Fac.COUNTRY, Fac.NET_COUNT), rows)
                .adding(
                        edits
                                ? List.of(new PageAction(
                                        "add", text("object.add.facility"), campus.url() + "/add-facility", true))
                                : List.of())
                .editing(edits);
    }

    /** Who is in any of some facilities, and in which. */
    private ObjectTable within(String id, List<Row> facilities, Field<Long> here, Field<Long> there, Field<?>... more) {
        Map<Long, Row> present = new TreeMap<>();
        Map<Long, List<String>> where = new LinkedHashMap<>();
        for (Row facility : facilities) {
            for (Row link : active(here, facility.id())) {
                Row row = linkedRow(link, there);
                present.put(row.id(), row);
                where.computeIfAbsent(row.id(), any -> new ArrayList<>()).add(facility.get(Fac.NAME));
            }
        }
        List<TableColumn> columns = columns(more);
        columns.add(TableColumn.of("facilities", text("object.table.facilities")));
        List<TableRow> rows = new ArrayList<>();
        present.values().forEach(row -> {
            String names = String.join(", ", Objects.requireNonNull(where.get(row.id())));
            rows.add(row(row, more).with(columns.size() - 1, TableCell.of(names)));
        });
        return table(id, columns, rows);
    }

    private static TableCell address(@Nullable IpAddress address) {
        return address == null ? TableCell.EMPTY : TableCell.of(address.toString(), address);
    }

    private static TableCell flag(boolean value) {
        return TableCell.of(value ? ValueFormatter.text(true) : "", value);
    }

    private static TableCell speed(Row port) {
        long speed = port.get(NetIxLan.SPEED);
        return TableCell.of(ValueFormatter.speed(speed), speed);
    }
}
