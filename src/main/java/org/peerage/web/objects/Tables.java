package org.peerage.web.objects;

import java.util.ArrayList;
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
import org.peerage.web.objects.ObjectView.Action;
import org.peerage.web.objects.TableView.Cell;
import org.peerage.web.page.Visit;

/** What an object is linked to, as tables. */
public final class Tables {
    private final Visit visit;
    private final Doings doings;

    Tables(Visit visit) {
        this.visit = visit;
        this.doings = new Doings(visit);
    }

    /** The name of an object that has a page. */
    public static String name(Row row) {
        return Places.plainName(row);
    }

    /** The address of its page. */
    public static String address(Row row) {
        return Places.of(row);
    }

    List<TableView> of(Row row) {
        return switch (row.type().tag()) {
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
        return visit.snapshot().referring(reference, id).stream()
                .filter(Row::isOk)
                .toList();
    }

    private Row at(Row link, Field<Long> there) {
        return Objects.requireNonNull(visit.snapshot().find(there.target(), link.get(there)));
    }

    /** The organization's objects; those who may change it also see what is not approved yet. */
    private TableView owned(String id, String title, Field<Long> reference, Row owner, Field<?>... more) {
        boolean all = Places.may(visit, Permission.UPDATE, owner);
        List<List<Cell>> rows = new ArrayList<>();
        for (Row row : visit.snapshot().referring(reference, owner.id())) {
            if (row.isOk() || (all && row.status() == Status.PENDING)) {
                List<Cell> cells = new ArrayList<>();
                String name = Places.plainName(row);
                cells.add(Cell.to(row.isOk() ? name : name + " (not approved yet)", Places.of(row)));
                add(cells, row, more);
                rows.add(cells);
            }
        }
        Layout layout = Layouts.of(reference.owner());
        return new TableView(
                id,
                title,
                rows.size(),
                "",
                columns("Name", more),
                rows,
                Places.mayAdd(visit, reference, owner) ? List.of(adding(owner, layout)) : List.of(),
                false);
    }

    static Action adding(Row parent, Layout child) {
        return new Action(
                "Add " + article(child.noun()),
                "/" + parent.type().tag() + "/" + parent.id() + "/add/"
                        + child.type().tag(),
                true);
    }

    private static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    /** What links connect an object to. */
    private TableView linked(String id, String title, Field<Long> here, Field<Long> there, Row from, Field<?>... more) {
        List<Row> links = active(here, from.id());
        boolean ours = Objects.equals(here, ownerOf(here));
        boolean edits = ours && doings.any(links);
        List<List<Cell>> rows = new ArrayList<>();
        for (Row link : links) {
            Row row = at(link, there);
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.to(Places.plainName(row), Places.of(row)));
            add(cells, row, more);
            if (edits) {
                cells.add(doings.of(link));
            }
            rows.add(cells);
        }
        boolean adds = ours && Places.mayAdd(visit, here, from);
        return new TableView(
                id,
                title,
                rows.size(),
                "",
                columns("Name", more),
                rows,
                adds
                        ? List.of(new Action(
                                "Add a facility",
                                Places.of(from) + "/add/" + here.owner().tag(),
                                true))
                        : List.of(),
                edits);
    }

    /** The reference to whom a link belongs: networks, exchanges and carriers say where they are. */
    private static Field<Long> ownerOf(Field<Long> here) {
        return switch (here.owner().tag()) {
            case "netfac" -> NetFac.NET_ID;
            case "ixfac" -> IxFac.IX_ID;
            default -> CarrierFac.CARRIER_ID;
        };
    }

    private static List<String> columns(String first, Field<?>... more) {
        List<String> columns = new ArrayList<>(List.of(first));
        for (Field<?> field : more) {
            columns.add(
                    field == Net.ASN
                            ? "ASN"
                            : field == Net.POLICY_GENERAL
                                    ? "Policy"
                                    : field == Carrier.FAC_COUNT
                                            ? "Facilities"
                                            : Layouts.of(field.owner())
                                                    .item(field.name())
                                                    .map(Layout.Item::label)
                                                    .orElse(field.label()));
        }
        return columns;
    }

    private void add(List<Cell> cells, Row row, Field<?>... more) {
        for (Field<?> field : more) {
            cells.add(field == Net.ASN ? asn(row.get(Net.ASN).value()) : Cell.of(Shown.text(row.find(field))));
        }
    }

    private static Cell asn(long number) {
        return Cell.number("AS" + number, number);
    }

    private TableView connections(Row network) {
        List<Row> peerings = active(NetIxLan.NET_ID, network.id());
        boolean edits = doings.any(peerings);
        List<List<Cell>> rows = new ArrayList<>();
        Set<Long> exchanges = new HashSet<>();
        long capacity = 0;
        for (Row peering : peerings) {
            Row ix = at(at(peering, NetIxLan.IXLAN_ID), IxLan.IX_ID);
            exchanges.add(ix.id());
            capacity += peering.get(NetIxLan.SPEED);
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.to(ix.get(Ix.NAME), Places.of(ix)),
                    text(peering.find(NetIxLan.IPADDR4)),
                    text(peering.find(NetIxLan.IPADDR6)),
                    speed(peering),
                    flag(peering.get(NetIxLan.IS_RS_PEER)),
                    flag(peering.get(NetIxLan.BFD_SUPPORT)),
                    Cell.of(Shown.text(peering.get(NetIxLan.OPERATIONAL)))));
            if (edits) {
                cells.add(doings.of(peering));
            }
            rows.add(cells);
        }
        return new TableView(
                "exchanges",
                "Exchange connections",
                rows.size(),
                rows.isEmpty() ? "" : many(exchanges.size(), "exchange") + ", " + Shown.speed(capacity) + " in all",
                List.of("Exchange", "IPv4", "IPv6", "Speed", "RS peer", "BFD", "Operational"),
                rows,
                Places.mayAdd(visit, NetIxLan.NET_ID, network)
                        ? List.of(new Action("Add a connection", Places.of(network) + "/add/netixlan", true))
                        : List.of(),
                edits);
    }

    private TableView peers(Row exchange) {
        List<Row> peerings = new ArrayList<>();
        visit.snapshot()
                .referring(IxLan.IX_ID, exchange.id())
                .forEach(lan -> peerings.addAll(active(NetIxLan.IXLAN_ID, lan.id())));
        boolean sides = Places.may(visit, Permission.CREATE, exchange);
        List<List<Cell>> rows = new ArrayList<>();
        Set<Long> networks = new HashSet<>();
        long capacity = 0;
        for (Row peering : peerings) {
            Row network = at(peering, NetIxLan.NET_ID);
            networks.add(network.id());
            capacity += peering.get(NetIxLan.SPEED);
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.to(network.get(Net.NAME), Places.of(network)),
                    asn(peering.get(NetIxLan.ASN).value()),
                    text(peering.find(NetIxLan.IPADDR4)),
                    text(peering.find(NetIxLan.IPADDR6)),
                    speed(peering),
                    flag(peering.get(NetIxLan.IS_RS_PEER)),
                    Cell.of(network.get(Net.POLICY_GENERAL))));
            if (sides) {
                cells.add(Cell.doing(
                        Places.name(peering, visit.snapshot()),
                        "/netixlan/" + peering.id() + "/set-ix-side",
                        "",
                        List.of()));
            }
            rows.add(cells);
        }
        return new TableView(
                "peers",
                "Peers",
                rows.size(),
                rows.isEmpty() ? "" : many(networks.size(), "network") + ", " + Shown.speed(capacity) + " in all",
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
        boolean edits = doings.any(prefixes);
        List<List<Cell>> rows = new ArrayList<>();
        for (Row prefix : prefixes) {
            List<Cell> cells = new ArrayList<>(
                    List.of(Cell.of(prefix.get(IxPfx.PREFIX).toString()), Cell.of(prefix.get(IxPfx.PROTOCOL))));
            if (edits) {
                cells.add(doings.of(prefix));
            }
            rows.add(cells);
        }
        Row lan = visit.snapshot().find(IxLan.TYPE, exchange.id());
        boolean adds = lan != null && Places.mayAdd(visit, IxPfx.IXLAN_ID, lan);
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
                .filter(contact -> Places.isVisible(visit, contact))
                .toList();
        boolean edits = doings.any(contacts);
        List<List<Cell>> rows = new ArrayList<>();
        for (Row contact : contacts) {
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.of(contact.get(Poc.ROLE)),
                    linking(contact, Poc.NAME),
                    linking(contact, Poc.EMAIL),
                    linking(contact, Poc.PHONE),
                    linking(contact, Poc.URL),
                    Cell.of(contact.get(Poc.VISIBLE))));
            if (edits) {
                cells.add(doings.of(contact));
            }
            rows.add(cells);
        }
        return new TableView(
                "contacts",
                "Contacts",
                rows.size(),
                visit.user().isPresent() ? "" : "Some are shown to signed-in users only.",
                List.of("Role", "Name", "E-mail", "Phone", "Web page", "Seen by"),
                rows,
                Places.mayAdd(visit, Poc.NET_ID, network) ? List.of(adding(network, Layouts.of(Poc.TYPE))) : List.of(),
                edits);
    }

    private static Cell linking(Row row, Field<String> field) {
        String text = row.get(field);
        return Cell.to(text, Shown.link(field, text));
    }

    /** Carriers in a facility; its owner also sees those that wait for consent. */
    private TableView carriers(Row facility) {
        boolean owner = Places.may(visit, Permission.CREATE, facility);
        List<List<Cell>> rows = new ArrayList<>();
        for (Row link : visit.snapshot().referring(CarrierFac.FAC_ID, facility.id())) {
            if (link.isOk() || (owner && link.status() == Status.PENDING)) {
                Row carrier = at(link, CarrierFac.CARRIER_ID);
                List<Cell> cells = new ArrayList<>(List.of(
                        Cell.to(carrier.get(Carrier.NAME), Places.of(carrier)),
                        Cell.of(link.isOk() ? "present" : "waits for you")));
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
        boolean edits = Places.may(visit, Permission.CREATE, campus);
        List<List<Cell>> rows = new ArrayList<>();
        for (Row facility : active(Fac.CAMPUS_ID, campus.id())) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.to(Places.plainName(facility), Places.of(facility))));
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
                edits ? List.of(new Action("Add a facility", Places.of(campus) + "/add-facility", true)) : List.of(),
                edits);
    }

    private static Cell text(@Nullable IpAddress address) {
        return Cell.of(address == null ? "" : address.toString());
    }

    private static Cell flag(boolean value) {
        return Cell.of(value ? "yes" : "");
    }

    private static Cell speed(Row peering) {
        long speed = peering.get(NetIxLan.SPEED);
        return Cell.number(Shown.speed(speed), speed);
    }
}
