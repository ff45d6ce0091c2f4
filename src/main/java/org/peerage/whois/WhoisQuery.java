package org.peerage.whois;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.net.Asn;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.search.SearchHit;
import org.peerage.search.TypeResults;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.whois.TextDocument.Column;

/**
 * Answers what is asked in a line, as {@code peeringdb whois} understands it (docs/spec/operations.md §3): {@code as64500},
 * {@code net1}, {@code ix1}, {@code ixnets1}; beyond that, whatever the search finds.
 */
public record WhoisQuery(Snapshot snapshot, Visibility visibility, Search search) {
    private static final String NETWORKS_OF_EXCHANGE = "ixnets";
    private static final Pattern OBJECT =
            Pattern.compile("(" + NETWORKS_OF_EXCHANGE + "|" + ObjectTypes.NAMES_WITH_PAGES + ")([0-9]{1,18})");
    private static final int MAX_HITS = 15;
    private static final List<Column> HITS =
            List.of(new Column("Query", 14), new Column("Name", 43), new Column("ASN", 10));

    static final String USAGE = """
            Ask for as64500, net1, ix1, ixnets1, fac1, org1, carrier1 or campus1, for an
            IP address, or for a name.
            """;

    /** The answer; in words where nothing is found. */
    public String answer(String line) {
        String asked = line.strip();
        String folded = asked.toLowerCase(Locale.ROOT);
        if (asked.isEmpty() || folded.equals("help") || folded.equals("?")) {
            return USAGE;
        }
        Matcher object = OBJECT.matcher(folded);
        Optional<Row> row = object.matches() ? byId(object.group(1), object.group(2)) : network(asked);
        return row.map(found -> new ObjectText(snapshot, visibility).of(found)).orElseGet(() -> found(asked));
    }

    private Optional<Row> byId(String tag, String id) {
        ObjectType type = tag.equals(NETWORKS_OF_EXCHANGE)
                ? Ix.TYPE
                : ObjectTypes.byName(tag).orElseThrow();
        return Optional.ofNullable(snapshot.find(type, Long.parseLong(id))).filter(Row::isActive);
    }

    private Optional<Row> network(String asn) {
        return Asn.parse(asn).stream()
                .flatMap(number -> snapshot.rowsWhere(Net.ASN, number).stream())
                .filter(Row::isActive)
                .findFirst();
    }

    /** What the search finds: the one that has just that name or address, or a list. */
    public String found(String asked) {
        List<TypeResults> found = search.find(asked, snapshot, MAX_HITS);
        List<Row> exact = found.stream()
                .flatMap(group -> group.hits().stream())
                .filter(SearchHit::exact)
                .map(SearchHit::row)
                .filter(row -> ObjectText.TYPES.contains(row.type()))
                .toList();
        if (exact.size() == 1) {
            return new ObjectText(snapshot, visibility).of(exact.getFirst());
        }
        TextDocument text = new TextDocument();
        if (found.isEmpty()) {
            return text.paragraph("Nothing matches " + asked + ".").toString();
        }
        for (TypeResults group : found) {
            text.heading(group.type().typeName() + " (" + group.total() + ")").header(HITS);
            group.hits().forEach(hit -> text.row(HITS, cells(hit.row())));
        }
        return text.toString();
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.type().typeName() + row.id(),
                row.name(),
                row.type() == Net.TYPE ? row.get(Net.ASN).toString() : "");
    }
}
