package org.peerage.web.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.PageRequest;

/** Which of some networks are at which exchanges or facilities (docs/spec/operations.md §7.1, {@code asn_connectivity}). */
final class ConnectivityTable {
    private final Snapshot snapshot;

    private ConnectivityTable(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static ExportTable of(PageRequest request) {
        boolean exchanges = request.value("connectivity_type").equals("exchanges");
        ConnectivityTable table = new ConnectivityTable(request.snapshot());
        List<Row> networks = table.networks(request.value("asn_list"));
        return table.of(networks, exchanges, Match.of(request));
    }

    /** Which places are of interest, by how many of the networks are there. */
    private enum Match {
        ANYWHERE,
        SEVERAL,
        SEVERAL_BUT_NOT_ALL,
        ALL;

        static Match of(PageRequest request) {
            Match asked =
                    switch (request.value("match_filter")) {
                        case "any-match" -> SEVERAL_BUT_NOT_ALL;
                        case "all-match" -> ALL;
                        default -> ANYWHERE;
                    };
            boolean hides = request.value("hide_unmatched").matches("(?i)1|true|on|yes");
            return asked == ANYWHERE && hides ? SEVERAL : asked;
        }

        boolean fits(int there, int all) {
            return switch (this) {
                case ANYWHERE -> true;
                case SEVERAL -> there >= 2;
                case SEVERAL_BUT_NOT_ALL -> there >= 2 && there < all;
                case ALL -> there == all;
            };
        }
    }

    /** Numbers only: words, also those that begin with AS, are passed over. */
    private List<Row> networks(String numbers) {
        Set<Row> networks = new LinkedHashSet<>();
        for (String word : numbers.split(",", -1)) {
            String number = word.strip();
            Optional<Asn> asn = number.matches("[0-9]{1,10}") ? Asn.parse(number) : Optional.empty();
            asn.stream()
                    .flatMap(known -> snapshot.rowsWhere(Net.ASN, known).stream())
                    .filter(Row::isActive)
                    .forEach(networks::add);
        }
        return List.copyOf(networks);
    }

    private ExportTable of(List<Row> networks, boolean exchanges, Match match) {
        Map<Row, boolean[]> present = new HashMap<>();
        for (int i = 0; i < networks.size(); i++) {
            for (Row place : exchanges ? exchanges(networks.get(i)) : facilities(networks.get(i))) {
                present.computeIfAbsent(place, first -> new boolean[networks.size()])[i] = true;
            }
        }
        List<List<Object>> rows = new ArrayList<>();
        present.entrySet().stream()
                .filter(entry -> match.fits(count(entry.getValue()), networks.size()))
                .sorted(Comparator.comparing((Map.Entry<Row, boolean[]> entry) -> name(entry.getKey()))
                        .thenComparingLong(entry -> entry.getKey().id()))
                .forEach(entry -> rows.add(row(entry.getKey(), entry.getValue())));
        return new ExportTable(titles(networks, exchanges), rows);
    }

    private Collection<Row> exchanges(Row network) {
        Set<Row> exchanges = new LinkedHashSet<>();
        for (Row connection : snapshot.referring(NetIxLan.NET_ID, network.id())) {
            Row lan = snapshot.find(IxLan.TYPE, connection.get(NetIxLan.IXLAN_ID));
            if (connection.isActive() && lan != null) {
                add(exchanges, Ix.TYPE, lan.get(IxLan.IX_ID));
            }
        }
        return exchanges;
    }

    private Collection<Row> facilities(Row network) {
        Set<Row> facilities = new LinkedHashSet<>();
        for (Row connection : snapshot.referring(NetFac.NET_ID, network.id())) {
            if (connection.isActive()) {
                add(facilities, Fac.TYPE, connection.get(NetFac.FAC_ID));
            }
        }
        return facilities;
    }

    private void add(Set<Row> places, ObjectType type, long id) {
        Row place = Objects.requireNonNull(snapshot.find(type, id));
        if (place.isActive()) {
            places.add(place);
        }
    }

    private static int count(boolean[] present) {
        int count = 0;
        for (boolean there : present) {
            count += there ? 1 : 0;
        }
        return count;
    }

    private static String name(Row place) {
        return place.type() == Ix.TYPE ? place.get(Ix.NAME) : place.get(Fac.NAME);
    }

    private static List<String> titles(List<Row> networks, boolean exchanges) {
        List<String> titles = new ArrayList<>(
                exchanges
                        ? List.of("Exchange ID", "Exchange Name", "City")
                        : List.of("Facility ID", "Facility Name", "City", "Country"));
        networks.forEach(network -> titles.add("AS" + network.get(Net.ASN)));
        return titles;
    }

    private static List<Object> row(Row place, boolean[] present) {
        List<Object> cells = new ArrayList<>();
        cells.add(place.id());
        cells.add(name(place));
        if (place.type() == Ix.TYPE) {
            cells.add(place.get(Ix.CITY));
        } else {
            cells.add(place.get(Fac.CITY));
            cells.add(place.get(Fac.COUNTRY));
        }
        for (boolean there : present) {
            cells.add(there);
        }
        return cells;
    }
}
