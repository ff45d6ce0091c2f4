package org.peerage.ixf;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;

/**
 * A connection as it should be.
 *
 * @param network id
 * @param routeServer null: not known
 * @param facility of the exchange's end; null: as it is
 */
public record Peering(
        long network,
        Asn asn,
        @Nullable IpAddress ipv4,
        @Nullable IpAddress ipv6,
        long speed,
        @Nullable Boolean routeServer,
        boolean operational,
        @Nullable Long facility) {

    /** Fields in which connections differ, as files and answers name them, in their order. */
    public static final List<String> FIELDS = List.of("ipaddr4", "ipaddr6", "speed", "is_rs_peer", "operational");

    /** A connection as it is. */
    public static Peering of(Row row) {
        return new Peering(
                row.get(NetIxLan.NET_ID),
                row.get(NetIxLan.ASN),
                row.find(NetIxLan.IPADDR4),
                row.find(NetIxLan.IPADDR6),
                row.get(NetIxLan.SPEED),
                row.get(NetIxLan.IS_RS_PEER),
                row.get(NetIxLan.OPERATIONAL),
                null);
    }

    /** A new connection of which the feed does not set some fields: as a network has it that says nothing of them. */
    Peering without(Collection<String> fields) {
        return new Peering(
                network,
                asn,
                ipv4,
                ipv6,
                fields.contains("speed") ? 0 : speed,
                fields.contains("is_rs_peer") ? Boolean.FALSE : routeServer,
                fields.contains("operational") || operational,
                facility);
    }

    /** An address as files, forms and the database have it; empty: there is none. */
    public static String text(@Nullable IpAddress address) {
        return address == null ? "" : address.toString();
    }
}
