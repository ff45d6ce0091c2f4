package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.net.Asn;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/** Finds the object that a person means: by its id, its number, its name or a part of it. */
final class ObjectPicker {
    static final int MAX_RESULTS = 12;
    private static final Pattern MARKED = Pattern.compile(".*\\(#([0-9]{1,18})\\)");
    private static final Pattern BARE = Pattern.compile("#?([0-9]{1,18})");

    private ObjectPicker() {}

    /** Objects that the text may mean; one where it is clear, none where it means nothing. */
    static List<Row> resolve(ObjectType type, String text, Snapshot snapshot) {
        for (Pattern pattern : List.of(MARKED, BARE)) {
            Matcher id = pattern.matcher(text.strip());
            if (id.matches()) {
                Row row = snapshot.find(type, Long.parseLong(id.group(1)));
                if (row != null && row.isActive()) {
                    return List.of(row);
                }
            }
        }
        List<Row> named = snapshot.rowsWhere(name(type), text.strip()).stream()
                .filter(Row::isActive)
                .toList();
        return named.isEmpty() ? suggest(type, text, snapshot) : named;
    }

    /** Objects whose name has the text in it, those that begin with it first. */
    static List<Row> suggest(ObjectType type, String text, Snapshot snapshot) {
        String wanted = Folding.key(text.strip());
        if (wanted.isEmpty()) {
            return List.of();
        }
        if (type == Net.TYPE) {
            List<Row> numbered = Asn.parse(text.strip()).stream()
                    .flatMap(asn -> snapshot.rowsWhere(Net.ASN, asn).stream())
                    .filter(Row::isActive)
                    .toList();
            if (!numbered.isEmpty()) {
                return numbered;
            }
        }
        List<Row> beginning = new ArrayList<>();
        List<Row> containing = new ArrayList<>();
        snapshot.forEach(type, row -> {
            if (row.isActive()) {
                String name = Folding.key(row.name());
                if (name.startsWith(wanted)) {
                    beginning.add(row);
                } else if (name.contains(wanted)) {
                    containing.add(row);
                }
            }
        });
        beginning.sort(Comparator.comparing(Row::name));
        beginning.addAll(containing);
        return beginning.size() > MAX_RESULTS ? List.copyOf(beginning.subList(0, MAX_RESULTS)) : beginning;
    }

    /** A text that means just this object. */
    static String label(Row row) {
        return row.name() + " (#" + row.id() + ")";
    }

    /** The type that one picks from for a reference: an exchange stands for its LAN. */
    static ObjectType source(Field<?> reference) {
        return reference.target() == IxLan.TYPE ? Ix.TYPE : reference.target();
    }

    @SuppressWarnings("unchecked")
    private static Field<String> name(ObjectType type) {
        return (Field<String>) type.field("name").orElseThrow();
    }

    /** Facilities that an end of a connection can be in: those of the network, or of the exchange. */
    static List<Row> facilityChoices(Snapshot snapshot, Row peering, boolean exchangeSide) {
        if (exchangeSide) {
            Row lan = Objects.requireNonNull(snapshot.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
            return facilities(snapshot, IxFac.IX_ID, lan.get(IxLan.IX_ID), IxFac.FAC_ID);
        }
        return facilities(snapshot, NetFac.NET_ID, peering.get(NetIxLan.NET_ID), NetFac.FAC_ID);
    }

    private static List<Row> facilities(Snapshot snapshot, Field<Long> here, long id, Field<Long> there) {
        Map<Long, Row> found = new LinkedHashMap<>();
        for (Row link : snapshot.referring(here, id)) {
            Row facility = link.isActive() ? snapshot.find(Fac.TYPE, link.get(there)) : null;
            if (facility != null) {
                found.put(facility.id(), facility);
            }
        }
        return List.copyOf(found.values());
    }

    /** Campuses that a facility can be part of: its organization's. */
    static List<Row> campuses(Snapshot snapshot, long organization) {
        return snapshot.referring(Campus.ORG_ID, organization).stream()
                .filter(campus -> campus.status() != org.peerage.schema.Status.DELETED)
                .toList();
    }
}
