package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
import org.peerage.web.objects.ObjectView.Cell;
import org.peerage.web.objects.ObjectView.Table;
import org.peerage.web.page.Visit;

/** What an object is linked to, as tables. */
public final class Tables {
    private final Visit visit;

    Tables(Visit visit) {
        this.visit = visit;
    }

    List<Table> of(Row row) {
        long id = row.id();
        return switch (row.type().tag()) {
            case "org" ->
                List.of(
                        owned("networks", "Networks", Net.ORG_ID, id),
                        owned("exchanges", "Exchanges", Ix.ORG_ID, id),
                        owned("facilities", "Facilities", Fac.ORG_ID, id),
                        owned("carriers", "Carriers", Carrier.ORG_ID, id),
                        owned("campuses", "Campuses", Campus.ORG_ID, id));
            case "net" -> List.of(exchanges(id), places("facilities", NetFac.NET_ID, NetFac.FAC_ID, id), contacts(id));
            case "ix" -> List.of(peers(id), places("facilities", IxFac.IX_ID, IxFac.FAC_ID, id), prefixes(id));
            case "fac" ->
                List.of(
                        linked("networks", "Networks", NetFac.FAC_ID, NetFac.NET_ID, id),
                        linked("exchanges", "Exchanges", IxFac.FAC_ID, IxFac.IX_ID, id),
                        linked("carriers", "Carriers", CarrierFac.FAC_ID, CarrierFac.CARRIER_ID, id));
            case "carrier" -> List.of(places("facilities", CarrierFac.CARRIER_ID, CarrierFac.FAC_ID, id));
            default -> List.of(owned("facilities", "Facilities", Fac.CAMPUS_ID, id));
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

    @SuppressWarnings("unchecked")
    public static String name(Row row) {
        return row.get((Field<String>) row.type().field("name").orElseThrow());
    }

    public static String address(Row row) {
        return "/" + row.type().tag() + "/" + row.id();
    }

    private Table owned(String id, String title, Field<Long> reference, long owner) {
        List<List<Cell>> rows = new ArrayList<>();
        boolean networks = reference == Net.ORG_ID;
        for (Row row : active(reference, owner)) {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.to(name(row), address(row)));
            if (networks) {
                cells.add(Cell.number(
                        row.get(Net.ASN).toString(), row.get(Net.ASN).value()));
            }
            rows.add(cells);
        }
        return new Table(id, title, networks ? List.of("Name", "ASN") : List.of("Name"), rows);
    }

    private Table linked(String id, String title, Field<Long> here, Field<Long> there, long from) {
        List<List<Cell>> rows = new ArrayList<>();
        boolean networks = there == NetFac.NET_ID;
        for (Row link : active(here, from)) {
            Row row = at(link, there);
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.to(name(row), address(row)));
            if (networks) {
                cells.add(Cell.number(
                        row.get(Net.ASN).toString(), row.get(Net.ASN).value()));
            }
            rows.add(cells);
        }
        return new Table(id, title, networks ? List.of("Name", "ASN") : List.of("Name"), rows);
    }

    private Table places(String id, Field<Long> here, Field<Long> there, long from) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Row link : active(here, from)) {
            Row facility = at(link, there);
            rows.add(List.of(
                    Cell.to(facility.get(Fac.NAME), address(facility)),
                    Cell.of(facility.get(Fac.CITY)),
                    Cell.of(facility.get(Fac.COUNTRY))));
        }
        return new Table(id, "Facilities", List.of("Name", "City", "Country"), rows);
    }

    private Table exchanges(long network) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Row peering : active(NetIxLan.NET_ID, network)) {
            Row ix = at(at(peering, NetIxLan.IXLAN_ID), IxLan.IX_ID);
            rows.add(List.of(
                    Cell.to(ix.get(Ix.NAME), address(ix)),
                    text(peering.find(NetIxLan.IPADDR4)),
                    text(peering.find(NetIxLan.IPADDR6)),
                    speed(peering),
                    Cell.of(yes(peering.get(NetIxLan.IS_RS_PEER))),
                    Cell.of(yes(peering.get(NetIxLan.OPERATIONAL)))));
        }
        return new Table(
                "exchanges",
                "Public peering exchange points",
                List.of("Exchange", "IPv4", "IPv6", "Speed", "RS peer", "Operational"),
                rows);
    }

    private Table peers(long exchange) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Row lan : visit.snapshot().referring(IxLan.IX_ID, exchange)) {
            for (Row peering : active(NetIxLan.IXLAN_ID, lan.id())) {
                Row network = at(peering, NetIxLan.NET_ID);
                rows.add(List.of(
                        Cell.to(network.get(Net.NAME), address(network)),
                        Cell.number(
                                peering.get(NetIxLan.ASN).toString(),
                                peering.get(NetIxLan.ASN).value()),
                        text(peering.find(NetIxLan.IPADDR4)),
                        text(peering.find(NetIxLan.IPADDR6)),
                        speed(peering),
                        Cell.of(yes(peering.get(NetIxLan.IS_RS_PEER))),
                        Cell.of(network.get(Net.POLICY_GENERAL))));
            }
        }
        return new Table(
                "peers",
                "Peers at this exchange",
                List.of("Network", "ASN", "IPv4", "IPv6", "Speed", "RS peer", "Policy"),
                rows);
    }

    private Table prefixes(long exchange) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Row lan : visit.snapshot().referring(IxLan.IX_ID, exchange)) {
            for (Row prefix : active(IxPfx.IXLAN_ID, lan.id())) {
                rows.add(List.of(Cell.of(prefix.get(IxPfx.PREFIX).toString()), Cell.of(prefix.get(IxPfx.PROTOCOL))));
            }
        }
        return new Table("prefixes", "Prefixes", List.of("Prefix", "Protocol"), rows);
    }

    private Table contacts(long network) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Row contact : active(Poc.NET_ID, network)) {
            if (visit.sight().sees(contact, visit.snapshot())) {
                rows.add(List.of(
                        Cell.of(contact.get(Poc.ROLE)),
                        Cell.of(contact.get(Poc.NAME)),
                        Cell.of(contact.get(Poc.EMAIL)),
                        Cell.of(contact.get(Poc.PHONE)),
                        Cell.of(contact.get(Poc.VISIBLE))));
            }
        }
        return new Table("contacts", "Contacts", List.of("Role", "Name", "E-mail", "Phone", "Visibility"), rows);
    }

    private static Cell text(@Nullable IpAddress address) {
        return Cell.of(address == null ? "" : address.toString());
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    private static Cell speed(Row peering) {
        long speed = peering.get(NetIxLan.SPEED);
        String text = speed % 1_000_000 == 0 && speed > 0
                ? speed / 1_000_000 + "T"
                : speed % 1000 == 0 && speed > 0 ? speed / 1000 + "G" : speed + "M";
        return Cell.number(text, speed);
    }
}
