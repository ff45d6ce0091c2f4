package org.peerage.ixf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** Whom member exports of all versions have. They are the same for everybody: of contacts they have what is public. */
record ExportedMembers(Snapshot snapshot) {

    /** A network at an exchange. */
    record Member(Row network, List<Row> connections, List<Row> contacts) {}

    /** The peering LAN of an exchange; empty where there is no such exchange. */
    Optional<Lan> ofExchange(long id) {
        return inUse(Lan.ofExchange(snapshot, id));
    }

    /** A peering LAN; empty where there is none. */
    Optional<Lan> ofLan(long id) {
        return inUse(Optional.ofNullable(snapshot.find(IxLan.TYPE, id)).filter(Row::isActive));
    }

    private Optional<Lan> inUse(Optional<Row> lan) {
        return lan.map(row -> Lan.of(snapshot, row))
                .filter(found -> found.exchange().isActive());
    }

    /** In the order of their first connections. */
    List<Member> of(Lan lan) {
        Map<Long, List<Row>> connections = new LinkedHashMap<>();
        lan.rows().forEach(row -> connections
                .computeIfAbsent(row.get(NetIxLan.NET_ID), network -> new ArrayList<>())
                .add(row));
        List<Member> members = new ArrayList<>();
        connections.forEach((id, rows) ->
                members.add(new Member(Objects.requireNonNull(snapshot.find(Net.TYPE, id)), rows, contacts(id))));
        return members;
    }

    private List<Row> contacts(long network) {
        return snapshot.referring(Poc.NET_ID, network).stream()
                .filter(row -> row.isActive() && Visibility.PUBLIC.canSee(row, snapshot))
                .sorted(Comparator.comparingLong(Row::id))
                .toList();
    }

    /** What is not known is an empty text. */
    static String text(@Nullable String stored) {
        return stored == null ? "" : stored;
    }
}
