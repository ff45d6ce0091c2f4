package org.peerage.whois;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.text.Folding;
import org.peerage.whois.TextDocument.Column;

/**
 * An object as text, with the headings and labels that {@code peeringdb whois} has.
 *
 * @param visibility what the reader may see: contacts are not for everybody
 */
public record ObjectText(Snapshot snapshot, Visibility visibility) {
    /** Types that have a text of their own. */
    public static final List<ObjectType> TYPES =
            List.of(Net.TYPE, Ix.TYPE, Fac.TYPE, Org.TYPE, Carrier.TYPE, Campus.TYPE);

    private static final int ADDRESS_COLUMN = 43;
    private static final List<Column> PEERINGS = List.of(
            new Column("Exchange Point", 31),
            new Column("ASN", 10),
            new Column("IP Address", 26),
            new Column("Speed", 6, true),
            new Column("", 2));
    private static final List<Column> PEERS = List.of(
            new Column("Network", 31),
            new Column("ASN", 10),
            new Column("IP Address", 26),
            new Column("Speed", 6, true),
            new Column("", 2));
    private static final List<Column> PLACES =
            List.of(new Column("Facility Name", 49), new Column("City", 26), new Column("CO", 2));
    private static final List<Column> EXCHANGES =
            List.of(new Column("Exchange Point", 49), new Column("City", 26), new Column("CO", 2));
    private static final List<Column> NETWORKS =
            List.of(new Column("Network", 49), new Column("ASN", 10), new Column("Policy", 18));
    private static final List<Column> CONTACTS =
            List.of(new Column("Role", 12), new Column("Name", 20), new Column("Email", 29), new Column("Phone", 15));
    private static final List<Column> NAMES = List.of(new Column("Name", 60), new Column("Id", 10));

    /** The text of a row of one of the {@link #TYPES}. */
    public String of(Row row) {
        TextDocument text = new TextDocument();
        if (row.type() == Net.TYPE) {
            network(text, row);
        } else if (row.type() == Ix.TYPE) {
            exchange(text, row);
        } else if (row.type() == Fac.TYPE) {
            facility(text, row);
        } else if (row.type() == Org.TYPE) {
            organization(text, row);
        } else if (row.type() == Carrier.TYPE) {
            carrier(text, row);
        } else {
            campus(text, row);
        }
        return text.toString();
    }

    private void network(TextDocument text, Row net) {
        text.heading("Network Information")
                .fact("Name", net.get(Net.NAME))
                .fact("Primary ASN", net.get(Net.ASN))
                .fact("Also Known As", net.get(Net.AKA))
                .fact("Organization", named(Org.TYPE, net.get(Net.ORG_ID)))
                .fact("Website", net.text("website"))
                .fact("IRR AS-SET", net.get(Net.IRR_AS_SET))
                .fact("Network Type", String.join(", ", net.get(Net.INFO_TYPES)))
                .fact("Traffic Levels", net.get(Net.INFO_TRAFFIC))
                .fact("Approx IPv6 Prefixes", net.text("info_prefixes6"))
                .fact("Approx IPv4 Prefixes", net.text("info_prefixes4"))
                .fact("Looking Glass", net.get(Net.LOOKING_GLASS))
                .fact("Route Server", net.get(Net.ROUTE_SERVER))
                .fact("Updated at", net.get(Net.UPDATED));
        text.heading("Peering Policy Information")
                .fact("URL", net.get(Net.POLICY_URL))
                .fact("General Policy", net.get(Net.POLICY_GENERAL))
                .fact("Location Requirement", net.get(Net.POLICY_LOCATIONS))
                .fact("Ratio Requirement", net.get(Net.POLICY_RATIO))
                .fact("Contract Requirement", net.get(Net.POLICY_CONTRACTS));
        contacts(text, net);
        List<Row> peerings = active(snapshot, NetIxLan.NET_ID, net.id()).stream()
                .sorted(Comparator.comparing(
                        peering -> Folding.key(exchangeOf(snapshot, peering).get(Ix.NAME))))
                .toList();
        text.heading("Public Peering Points (" + peerings.size() + ")").header(PEERINGS);
        peerings.forEach(
                peering -> peering(text, PEERINGS, exchangeOf(snapshot, peering).get(Ix.NAME), peering));
        legend(text, peerings);
        places(text, "Private Peering Facilities", linked(NetFac.NET_ID, net.id(), NetFac.FAC_ID));
    }

    private void exchange(TextDocument text, Row ix) {
        text.heading("Exchange Information")
                .fact("Name", ix.get(Ix.NAME))
                .fact("Long Name", ix.get(Ix.NAME_LONG))
                .fact("Also Known As", ix.get(Ix.AKA))
                .fact("Organization", named(Org.TYPE, ix.get(Ix.ORG_ID)))
                .fact("City", ix.get(Ix.CITY))
                .fact("Country", ix.get(Ix.COUNTRY))
                .fact("Region", ix.get(Ix.REGION_CONTINENT))
                .fact("Website", ix.text("website"))
                .fact("Traffic Statistics", ix.get(Ix.URL_STATS))
                .fact("Technical Email", ix.get(Ix.TECH_EMAIL))
                .fact("Policy Email", ix.get(Ix.POLICY_EMAIL))
                .fact("Updated at", ix.get(Ix.UPDATED));
        List<Row> lans = active(snapshot, IxLan.IX_ID, ix.id());
        text.heading("Peering LAN");
        lans.stream()
                .flatMap(lan -> active(snapshot, IxPfx.IXLAN_ID, lan.id()).stream())
                .forEach(prefix -> text.fact(prefix.get(IxPfx.PROTOCOL), prefix.get(IxPfx.PREFIX)));
        List<Row> peerings = lans.stream()
                .flatMap(lan -> active(snapshot, NetIxLan.IXLAN_ID, lan.id()).stream())
                .sorted(Comparator.comparing(peering -> Folding.key(named(Net.TYPE, peering.get(NetIxLan.NET_ID)))))
                .toList();
        text.heading("Networks (" + peerings.size() + ")").header(PEERS);
        peerings.forEach(peering -> peering(text, PEERS, named(Net.TYPE, peering.get(NetIxLan.NET_ID)), peering));
        legend(text, peerings);
        places(text, "Facilities", linked(IxFac.IX_ID, ix.id(), IxFac.FAC_ID));
    }

    private void facility(TextDocument text, Row fac) {
        text.heading("Facility Information")
                .fact("Name", fac.get(Fac.NAME))
                .fact("Also Known As", fac.get(Fac.AKA))
                .fact("Organization", named(Org.TYPE, fac.get(Fac.ORG_ID)))
                .fact("Address", address(fac))
                .fact("Location", fac.text("latitude") + " " + fac.text("longitude"))
                .fact("CLLI", fac.get(Fac.CLLI))
                .fact("Website", fac.text("website"))
                .fact("Technical Email", fac.get(Fac.TECH_EMAIL))
                .fact("Sales Email", fac.get(Fac.SALES_EMAIL))
                .fact("Updated at", fac.get(Fac.UPDATED));
        List<Row> networks = linked(NetFac.FAC_ID, fac.id(), NetFac.NET_ID);
        networks(text, networks);
        exchanges(text, linked(IxFac.FAC_ID, fac.id(), IxFac.IX_ID));
        names(text, "Carriers", linked(CarrierFac.FAC_ID, fac.id(), CarrierFac.CARRIER_ID));
    }

    private void organization(TextDocument text, Row org) {
        text.heading("Organization Information")
                .fact("Name", org.get(Org.NAME))
                .fact("Also Known As", org.get(Org.AKA))
                .fact("Address", address(org))
                .fact("Website", org.get(Org.WEBSITE))
                .fact("Updated at", org.get(Org.UPDATED));
        networks(text, sorted(active(snapshot, Net.ORG_ID, org.id())));
        exchanges(text, sorted(active(snapshot, Ix.ORG_ID, org.id())));
        places(text, "Facilities", sorted(active(snapshot, Fac.ORG_ID, org.id())));
        names(text, "Carriers", sorted(active(snapshot, Carrier.ORG_ID, org.id())));
        names(text, "Campuses", sorted(active(snapshot, Campus.ORG_ID, org.id())));
    }

    private void carrier(TextDocument text, Row carrier) {
        text.heading("Carrier Information")
                .fact("Name", carrier.get(Carrier.NAME))
                .fact("Also Known As", carrier.get(Carrier.AKA))
                .fact("Organization", named(Org.TYPE, carrier.get(Carrier.ORG_ID)))
                .fact("Website", carrier.text("website"))
                .fact("Updated at", carrier.get(Carrier.UPDATED));
        places(text, "Facilities", linked(CarrierFac.CARRIER_ID, carrier.id(), CarrierFac.FAC_ID));
    }

    private void campus(TextDocument text, Row campus) {
        text.heading("Campus Information")
                .fact("Name", campus.get(Campus.NAME))
                .fact("Organization", named(Org.TYPE, campus.get(Campus.ORG_ID)))
                .fact("Website", campus.text("website"))
                .fact("Updated at", campus.get(Campus.UPDATED));
        places(text, "Facilities", sorted(active(snapshot, Fac.CAMPUS_ID, campus.id())));
    }

    private void contacts(TextDocument text, Row net) {
        List<Row> contacts = active(snapshot, Poc.NET_ID, net.id()).stream()
                .filter(contact -> visibility.canSee(contact, snapshot))
                .toList();
        text.heading("Contact Information").header(CONTACTS);
        for (Row contact : contacts) {
            text.row(
                    CONTACTS,
                    List.of(
                            contact.get(Poc.ROLE),
                            contact.get(Poc.NAME),
                            contact.get(Poc.EMAIL),
                            contact.get(Poc.PHONE)));
        }
    }

    private static void peering(TextDocument text, List<Column> columns, String name, Row peering) {
        List<String> addresses = Stream.of("ipaddr4", "ipaddr6")
                .map(field -> peering.text(field))
                .filter(address -> !address.isEmpty())
                .toList();
        boolean fits = !addresses.isEmpty() && addresses.getFirst().length() <= 26;
        text.row(
                columns,
                List.of(
                        name,
                        peering.get(NetIxLan.ASN).toString(),
                        fits ? addresses.getFirst() : "",
                        speed(peering.get(NetIxLan.SPEED)),
                        (peering.get(NetIxLan.IS_RS_PEER) ? "R" : "")
                                + (peering.get(NetIxLan.OPERATIONAL) ? "" : "D")));
        addresses.stream().skip(fits ? 1 : 0).forEach(address -> text.alone(ADDRESS_COLUMN, address));
    }

    private static void legend(TextDocument text, List<Row> peerings) {
        boolean marked = peerings.stream()
                .anyMatch(peering -> peering.get(NetIxLan.IS_RS_PEER) || !peering.get(NetIxLan.OPERATIONAL));
        if (marked) {
            text.line("").line("R: peers with the route servers. D: not operational.");
        }
    }

    /** Facilities under a title with their number. */
    static void places(TextDocument text, String title, List<Row> facilities) {
        text.heading(title + " (" + facilities.size() + ")").header(PLACES);
        facilities.forEach(facility ->
                text.row(PLACES, List.of(facility.get(Fac.NAME), facility.get(Fac.CITY), facility.get(Fac.COUNTRY))));
    }

    private static void exchanges(TextDocument text, List<Row> exchanges) {
        text.heading("Exchanges (" + exchanges.size() + ")").header(EXCHANGES);
        exchanges.forEach(exchange ->
                text.row(EXCHANGES, List.of(exchange.get(Ix.NAME), exchange.get(Ix.CITY), exchange.get(Ix.COUNTRY))));
    }

    private static void networks(TextDocument text, List<Row> networks) {
        text.heading("Networks (" + networks.size() + ")").header(NETWORKS);
        networks.forEach(network -> text.row(
                NETWORKS,
                List.of(network.get(Net.NAME), network.get(Net.ASN).toString(), network.get(Net.POLICY_GENERAL))));
    }

    private static void names(TextDocument text, String title, List<Row> rows) {
        text.heading(title + " (" + rows.size() + ")").header(NAMES);
        rows.forEach(row -> text.row(NAMES, List.of(row.name(), Long.toString(row.id()))));
    }

    /** The rows at the other end of active links, in the order of their names. */
    private List<Row> linked(Field<Long> here, long id, Field<Long> there) {
        return sorted(active(snapshot, here, id).stream()
                .map(link -> snapshot.find(there.target(), link.get(there)))
                .filter(Objects::nonNull)
                .filter(Row::isActive)
                .distinct()
                .toList());
    }

    /** Active rows whose reference points there. */
    static List<Row> active(Snapshot snapshot, Field<Long> reference, long id) {
        return snapshot.referring(reference, id).stream().filter(Row::isActive).toList();
    }

    private static List<Row> sorted(List<Row> rows) {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing((Row row) -> Folding.key(row.name())).thenComparingLong(Row::id));
        return sorted;
    }

    /** The exchange of a connection. */
    static Row exchangeOf(Snapshot snapshot, Row peering) {
        Row lan = Objects.requireNonNull(snapshot.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        return Objects.requireNonNull(snapshot.find(Ix.TYPE, lan.get(IxLan.IX_ID)));
    }

    private String named(ObjectType type, long id) {
        return Optional.ofNullable(snapshot.find(type, id)).map(Row::name).orElse("");
    }

    private static String address(Row row) {
        return Stream.of("address1", "address2", "zipcode", "city", "state", "country")
                .map(field -> row.text(field))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** As the client writes it: {@code 100G}. */
    static String speed(long megabits) {
        if (megabits < 1000) {
            return megabits + "M";
        }
        return megabits % 1000 == 0 ? megabits / 1000 + "G" : String.format(Locale.ROOT, "%.1fG", megabits / 1000.0);
    }
}
