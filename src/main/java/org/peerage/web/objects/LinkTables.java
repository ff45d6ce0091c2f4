package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Permission;
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
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.ObjectView.PageAction;
import org.peerage.web.objects.TableView.TableCell;
import org.peerage.web.page.PageRequest;

/** What an object is linked to, as tables. */
public final class LinkTables {
    private final PageRequest request;
    private final RowActions doings;

    LinkTables(PageRequest request) {
        this.request = request;
        this.doings = new RowActions(request);
    }

    List<TableView> of(Row row) {
        return switch (row.type().typeName()) {
            case "org" ->
                List.of(
                        owned("networks", "Networks", Net.ORG_ID, row, Net.ASN),
                        owned("exchanges", "Exchanges", Ix.ORG_ID, row, Ix.CITY, Ix.COUNTRY),
                        owned("facilities", "Facilities", Fac.ORG_ID, row, Fac.CITY, Fac.COUNTRY),
                        owned("carriers", "Carriers", Carrier.ORG_ID, row, Carrier.FAC_COUNT),
                        owned("campuses", "Campuses", Campus.ORG_ID, row));
            case "net" ->
                List.of(
                        connections(row),
                        linked("facilities", "Facilities", NetFac.NET_ID, NetFac.FAC_ID, row, Fac.CITY, Fac.COUNTRY),
                        contacts(row));
            case "ix" ->
                List.of(
                        peers(row),
                        linked("facilities", "Facilities", IxFac.IX_ID, IxFac.FAC_ID, row, Fac.CITY, Fac.COUNTRY),
                        prefixes(row));
            case "fac" ->
                List.of(
                        linked("networks", "Networks", NetFac.FAC_ID, NetFac.NET_ID, row, Net.ASN, Net.POLICY_GENERAL),
                        linked("exchanges", "Exchanges", IxFac.FAC_ID, IxFac.IX_ID, row, Ix.CITY),
                        carriers(row));
            case "carrier" ->
                List.of(linked(
                        "facilities",
                        "Facilities",
                        CarrierFac.CARRIER_ID,
                        CarrierFac.FAC_ID,
                        row,
                        Fac.CITY,
                        Fac.COUNTRY));
            default -> List.of(members(row));
        };
    }

    private List<Row> active(Field<Long> reference, long id) {
        return request.snapshot().referring(reference, id).stream()
                .filter(Row::isActive)
                .toList();
    }

    private Row linkedRow(Row link, Field<Long> there) {
        return Objects.requireNonNull(request.snapshot().find(there.target(), link.get(there)));
    }

    /** The organization's objects; those who may change it also see what is not approved yet. */
    private TableView owned(String id, String title, Field<Long> reference, Row owner, Field<?>... more) {
        boolean all = ObjectLinks.may(request, Permission.UPDATE, owner);
        List<List<TableCell>> rows = new ArrayList<>();
        for (Row row : request.snapshot().referring(reference, owner.id())) {
            if (row.isActive() || (all && row.status() == Status.PENDING)) {
                List<TableCell> cells = new ArrayList<>();
                String name = row.name();
                cells.add(TableCell.linkTo(row.isActive() ? name : name + " (not approved yet)", row.url()));
                add(cells, row, more);
                rows.add(cells);
            }
        }
        FieldLayout layout = Layouts.of(reference.owner());
        return new TableView(
                id,
                title,
                rows.size(),
                "",
                columns("Name", more),
                rows,
                ObjectLinks.mayAdd(request, reference, owner) ? List.of(adding(owner, layout)) : List.of(),
                false);
    }

    static PageAction adding(Row parent, FieldLayout child) {
        return new PageAction(
                "Add " + article(child.noun()),
                parent.path() + "/add/" + child.type().typeName(),
                true);
    }

    private static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** What links connect an object to. */
    private TableView linked(String id, String title, Field<Long> here, Field<Long> there, Row from, Field<?>... more) {
        List<Row> links = active(here, from.id());
        boolean ours = Objects.equals(here, ownerOf(here));
        boolean edits = ours && doings.anyAllowed(links);
        List<List<TableCell>> rows = new ArrayList<>();
        for (Row link : links) {
            Row row = linkedRow(link, there);
            List<TableCell> cells = new ArrayList<>();
            cells.add(TableCell.linkTo(row.name(), row.url()));
            add(cells, row, more);
            if (edits) {
                cells.add(doings.of(link));
            }
            rows.add(cells);
        }
        boolean adds = ours && ObjectLinks.mayAdd(request, here, from);
        return new TableView(
                id,
                title,
                rows.size(),
                "",
                columns("Name", more),
                rows,
                adds
                        ? List.of(new PageAction(
                                "Add a facility",
                                from.url() + "/add/" + here.owner().typeName(),
                                true))
                        : List.of(),
                edits);
    }

    /** The reference to whom a link belongs: networks, exchanges and carriers say where they are. */
    private static Field<Long> ownerOf(Field<Long> here) {
        return switch (here.owner().typeName()) {
            case "netfac" -> NetFac.NET_ID;
            case "ixfac" -> IxFac.IX_ID;
            default -> CarrierFac.CARRIER_ID;
        };
    }

    private static List<String> columns(String first, Field<?>... more) {
        List<String> columns = new ArrayList<>(List.of(first));
        Arrays.stream(more).map(Field::label).forEach(columns::add);
        return columns;
    }

    private void add(List<TableCell> cells, Row row, Field<?>... more) {
        for (Field<?> field : more) {
            cells.add(
                    field == Net.ASN
                            ? asn(row.get(Net.ASN).value())
                            : TableCell.of(ValueFormatter.text(row.find(field))));
        }
    }

    private static TableCell asn(long number) {
        return TableCell.number("AS" + number, number);
    }

    private TableView connections(Row network) {
        List<Row> peerings = active(NetIxLan.NET_ID, network.id());
        boolean edits = doings.anyAllowed(peerings);
        List<List<TableCell>> rows = new ArrayList<>();
        Set<Long> exchanges = new HashSet<>();
        long capacity = 0;
        for (Row peering : peerings) {
            Row ix = linkedRow(linkedRow(peering, NetIxLan.IXLAN_ID), IxLan.IX_ID);
            exchanges.add(ix.id());
            capacity += peering.get(NetIxLan.SPEED);
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.linkTo(ix.get(Ix.NAME), ix.url()),
                    text(peering.find(NetIxLan.IPADDR4)),
                    text(peering.find(NetIxLan.IPADDR6)),
                    speed(peering),
                    flag(peering.get(NetIxLan.IS_RS_PEER)),
                    flag(peering.get(NetIxLan.BFD_SUPPORT)),
                    TableCell.of(ValueFormatter.text(peering.get(NetIxLan.OPERATIONAL)))));
            if (edits) {
                cells.add(doings.of(peering));
            }
            rows.add(cells);
        }
        return new TableView(
                "exchanges",
                "Exchange connections",
                rows.size(),
                rows.isEmpty()
                        ? ""
                        : many(exchanges.size(), "exchange") + ", " + ValueFormatter.speed(capacity) + " in all",
                List.of("Exchange", "IPv4", "IPv6", "Speed", "RS peer", "BFD", "Operational"),
                rows,
                ObjectLinks.mayAdd(request, NetIxLan.NET_ID, network)
                        ? List.of(new PageAction("Add a connection", network.url() + "/add/netixlan", true))
                        : List.of(),
                edits);
    }

    private TableView peers(Row exchange) {
        List<Row> peerings = new ArrayList<>();
        request.snapshot()
                .referring(IxLan.IX_ID, exchange.id())
                .forEach(lan -> peerings.addAll(active(NetIxLan.IXLAN_ID, lan.id())));
        boolean sides = ObjectLinks.may(request, Permission.CREATE, exchange);
        List<List<TableCell>> rows = new ArrayList<>();
        Set<Long> networks = new HashSet<>();
        long capacity = 0;
        for (Row peering : peerings) {
            Row network = linkedRow(peering, NetIxLan.NET_ID);
            networks.add(network.id());
            capacity += peering.get(NetIxLan.SPEED);
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.linkTo(network.get(Net.NAME), network.url()),
                    asn(peering.get(NetIxLan.ASN).value()),
                    text(peering.find(NetIxLan.IPADDR4)),
                    text(peering.find(NetIxLan.IPADDR6)),
                    speed(peering),
                    flag(peering.get(NetIxLan.IS_RS_PEER)),
                    TableCell.of(network.get(Net.POLICY_GENERAL))));
            if (sides) {
                cells.add(TableCell.withActions(
                        peering.name(request.snapshot()), "/netixlan/" + peering.id() + "/set-ix-side", "", List.of()));
            }
            rows.add(cells);
        }
        return new TableView(
                "peers",
                "Peers",
                rows.size(),
                rows.isEmpty()
                        ? ""
                        : many(networks.size(), "network") + ", " + ValueFormatter.speed(capacity) + " in all",
                List.of("Network", "ASN", "IPv4", "IPv6", "Speed", "RS peer", "Policy"),
                rows,
                List.of(),
                sides);
    }

    static String many(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    private TableView prefixes(Row exchange) {
        List<Row> prefixes = active(IxPfx.IXLAN_ID, exchange.id());
        boolean edits = doings.anyAllowed(prefixes);
        List<List<TableCell>> rows = new ArrayList<>();
        for (Row prefix : prefixes) {
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.of(prefix.get(IxPfx.PREFIX).toString()), TableCell.of(prefix.get(IxPfx.PROTOCOL))));
            if (edits) {
                cells.add(doings.of(prefix));
            }
            rows.add(cells);
        }
        Row lan = request.snapshot().find(IxLan.TYPE, exchange.id());
        boolean adds = lan != null && ObjectLinks.mayAdd(request, IxPfx.IXLAN_ID, lan);
        return new TableView(
                "prefixes",
                "Prefixes",
                rows.size(),
                "",
                List.of("Prefix", "Protocol"),
                rows,
                adds ? List.of(adding(exchange, Layouts.of(IxPfx.TYPE))) : List.of(),
                edits);
    }

    private TableView contacts(Row network) {
        List<Row> contacts = active(Poc.NET_ID, network.id()).stream()
                .filter(contact -> ObjectLinks.isVisible(request, contact))
                .toList();
        boolean edits = doings.anyAllowed(contacts);
        List<List<TableCell>> rows = new ArrayList<>();
        for (Row contact : contacts) {
            List<TableCell> cells = new ArrayList<>(List.of(
                    TableCell.of(contact.get(Poc.ROLE)),
                    linking(contact, Poc.NAME),
                    linking(contact, Poc.EMAIL),
                    linking(contact, Poc.PHONE),
                    linking(contact, Poc.URL),
                    TableCell.of(contact.get(Poc.VISIBLE))));
            if (edits) {
                cells.add(doings.of(contact));
            }
            rows.add(cells);
        }
        return new TableView(
                "contacts",
                "Contacts",
                rows.size(),
                request.user().isPresent() ? "" : "Some are shown to signed-in users only.",
                List.of("Role", "Name", "E-mail", "Phone", "Web page", "Seen by"),
                rows,
                ObjectLinks.mayAdd(request, Poc.NET_ID, network)
                        ? List.of(adding(network, Layouts.of(Poc.TYPE)))
                        : List.of(),
                edits);
    }

    private static TableCell linking(Row row, Field<String> field) {
        String text = row.get(field);
        return TableCell.linkTo(text, ValueFormatter.link(field, text));
    }

    /** Carriers in a facility; its owner also sees those that wait for consent. */
    private TableView carriers(Row facility) {
        boolean owner = ObjectLinks.may(request, Permission.CREATE, facility);
        List<List<TableCell>> rows = new ArrayList<>();
        for (Row link : request.snapshot().referring(CarrierFac.FAC_ID, facility.id())) {
            if (link.isActive() || (owner && link.status() == Status.PENDING)) {
                Row carrier = linkedRow(link, CarrierFac.CARRIER_ID);
                List<TableCell> cells = new ArrayList<>(List.of(
                        TableCell.linkTo(carrier.get(Carrier.NAME), carrier.url()),
                        TableCell.of(link.isActive() ? "present" : "waits for you")));
                if (owner) {
                    cells.add(doings.consent(link, carrier.get(Carrier.NAME)));
                }
                rows.add(cells);
            }
        }
        return new TableView(
                "carriers", "Carriers", rows.size(), "", List.of("Name", "Presence"), rows, List.of(), owner);
    }

    private TableView members(Row campus) {
        boolean edits = ObjectLinks.may(request, Permission.CREATE, campus);
        List<List<TableCell>> rows = new ArrayList<>();
        for (Row facility : active(Fac.CAMPUS_ID, campus.id())) {
            List<TableCell> cells = new ArrayList<>(List.of(TableCell.linkTo(facility.name(), facility.url())));
            add(cells, facility, Fac.CITY, Fac.COUNTRY);
            if (edits) {
                cells.add(doings.member(campus, facility));
            }
            rows.add(cells);
        }
        return new TableView(
                "facilities",
                "Facilities",
                rows.size(),
                "",
                List.of("Name", "City", "Country"),
                rows,
                edits ? List.of(new PageAction("Add a facility", campus.url() + "/add-facility", true)) : List.of(),
                edits);
    }

    private static TableCell text(@Nullable IpAddress address) {
        return TableCell.of(address == null ? "" : address.toString());
    }

    private static TableCell flag(boolean value) {
        return TableCell.of(value ? "yes" : "");
    }

    private static TableCell speed(Row peering) {
        long speed = peering.get(NetIxLan.SPEED);
        return TableCell.number(ValueFormatter.speed(speed), speed);
    }
}
