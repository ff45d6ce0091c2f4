package org.peerage.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.text.Folding;
import org.peerage.web.objects.Tables;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The front page, and one box that finds objects by name, number or address. */
public final class SearchPages {
    private static final int MOST = 25;
    private static final List<ObjectType> SEARCHED =
            List.of(Net.TYPE, Ix.TYPE, Fac.TYPE, Org.TYPE, Carrier.TYPE, Campus.TYPE);
    private static final List<String> NAMES = List.of("name", "aka", "name_long", "irr_as_set");

    public Reply home(Visit visit) {
        List<Found> counts = SEARCHED.stream()
                .map(type -> new Found(title(type) + ": " + visit.snapshot().size(type), List.of(), false))
                .toList();
        return Reply.Page.of("home.jte", Map.of("shell", visit.shell("Peerage"), "counts", counts));
    }

    public Reply results(Visit visit) {
        String query = visit.value("q");
        Optional<Row> exact = exact(visit, query);
        if (exact.isPresent()) {
            return new Reply.Redirect(Tables.address(exact.get()));
        }
        List<Found> found = new ArrayList<>();
        String wanted = Folding.key(query);
        if (!wanted.isEmpty()) {
            SEARCHED.forEach(type -> found.add(find(visit, type, wanted)));
        }
        return Reply.Page.of(
                "search.jte",
                Map.of(
                        "shell", visit.shell("Search"),
                        "query", query,
                        "found",
                                found.stream()
                                        .filter(of -> !of.hits().isEmpty())
                                        .toList()));
    }

    /** A number or address names one thing. */
    private static Optional<Row> exact(Visit visit, String query) {
        boolean number = query.matches("(?i)(asn?)?\\s*[0-9]{1,10}");
        if (number) {
            return Asn.parse(query.replaceAll("\\s", "")).stream()
                    .flatMap(asn -> visit.snapshot().having(Net.ASN, asn).stream())
                    .filter(Row::isOk)
                    .findFirst();
        }
        return IpAddress.parse(query).stream()
                .flatMap(address ->
                        visit.snapshot().having(address.isV6() ? NetIxLan.IPADDR6 : NetIxLan.IPADDR4, address).stream())
                .filter(Row::isOk)
                .map(peering -> visit.snapshot().find(Net.TYPE, peering.get(NetIxLan.NET_ID)))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    private static Found find(Visit visit, ObjectType type, String wanted) {
        List<Row> starting = new ArrayList<>();
        List<Row> containing = new ArrayList<>();
        visit.snapshot().forEach(type, row -> {
            if (row.isOk()) {
                int rank = rank(row, wanted);
                if (rank == 0) {
                    starting.add(row);
                } else if (rank > 0) {
                    containing.add(row);
                }
            }
        });
        List<Hit> hits = new ArrayList<>();
        starting.stream().limit(MOST).forEach(row -> hits.add(hit(row)));
        containing.stream().limit(MOST - hits.size()).forEach(row -> hits.add(hit(row)));
        return new Found(title(type), hits, starting.size() + containing.size() > MOST);
    }

    /** 0: a name begins so; 1: one has it; -1: none. */
    private static int rank(Row row, String wanted) {
        int best = -1;
        for (String name : NAMES) {
            Field<?> field = row.type().field(name).orElse(null);
            String text = field == null ? null : field.text(row);
            if (text != null && !text.isEmpty()) {
                String folded = Folding.fold(text);
                if (folded.startsWith(wanted)) {
                    return 0;
                }
                if (folded.contains(wanted)) {
                    best = 1;
                }
            }
        }
        return best;
    }

    private static Hit hit(Row row) {
        String detail =
                switch (row.type().tag()) {
                    case "net" -> "AS" + row.get(Net.ASN);
                    case "ix" -> row.get(Ix.CITY) + ", " + row.get(Ix.COUNTRY);
                    case "fac" -> row.get(Fac.CITY) + ", " + row.get(Fac.COUNTRY);
                    default -> "";
                };
        return new Hit(Tables.name(row), detail, Tables.address(row));
    }

    private static String title(ObjectType type) {
        return switch (type.tag()) {
            case "net" -> "Networks";
            case "ix" -> "Exchanges";
            case "fac" -> "Facilities";
            case "org" -> "Organizations";
            case "carrier" -> "Carriers";
            default -> "Campuses";
        };
    }
}
