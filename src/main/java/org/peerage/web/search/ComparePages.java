package org.peerage.web.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Where networks meet: {@code /compare?asn=1,2,3}, and {@code /net/1?vs=<asn>} from a network's page. */
public final class ComparePages {
    private static final int MOST = 25;

    /** What was asked for: the networks that there are, and the words that name none. */
    record Asked(List<Row> networks, List<String> unknown, boolean tooMany) {}

    public Reply show(Visit visit) {
        return page(visit, asked(visit.value("asn") + " " + visit.value("add"), visit.snapshot()));
    }

    /** The network of the page and others. */
    public Reply versus(Visit visit) {
        String id = visit.part(1);
        Row network = id.matches("[0-9]{1,18}") ? visit.snapshot().find(Net.TYPE, Long.parseLong(id)) : null;
        if (network == null || !network.isOk()) {
            return new Reply.NotFound();
        }
        return page(visit, asked(network.get(Net.ASN) + " " + visit.value("vs"), visit.snapshot()));
    }

    static Asked asked(String text, Snapshot snapshot) {
        Set<Row> networks = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String word : text.strip().split("[\\s,;]+")) {
            if (!word.isEmpty()) {
                Optional<Row> network = Asn.parse(word).stream()
                        .flatMap(asn -> snapshot.having(Net.ASN, asn).stream())
                        .filter(Row::isOk)
                        .findFirst();
                network.ifPresentOrElse(networks::add, () -> unknown.add(word));
            }
        }
        return new Asked(
                networks.stream().limit(MOST).toList(),
                unknown.stream().limit(MOST).toList(),
                networks.size() > MOST);
    }

    private static Reply page(Visit visit, Asked asked) {
        Comparison comparison = Comparison.of(asked.networks, visit.snapshot());
        List<Side> sides = IntStream.range(0, asked.networks.size())
                .mapToObj(i -> side(comparison, i))
                .toList();
        String title = asked.networks.size() < 2
                ? "Compare networks"
                : asked.networks.stream().map(Kinds::name).limit(3).collect(Collectors.joining(" and "));
        return Reply.Page.of(
                "search/compare.jte",
                Map.of(
                        "shell", visit.shell(title),
                        "sides", sides,
                        "asns", numbers(asked.networks, -1),
                        "unknown", String.join(", ", asked.unknown),
                        "tooMany", asked.tooMany,
                        "exchanges",
                                comparison.exchanges().stream()
                                        .map(comparison::meeting)
                                        .toList(),
                        "facilities",
                                comparison.facilities().stream()
                                        .map(comparison::meeting)
                                        .toList()));
    }

    private static Side side(Comparison comparison, int place) {
        Row network = comparison.networks().get(place);
        return new Side(
                Kinds.name(network),
                network.get(Net.ASN).toString(),
                Kinds.address(network),
                network.get(Net.POLICY_GENERAL),
                count(comparison.exchanges(), place),
                count(comparison.facilities(), place),
                comparison.networks().size() > 2 ? "/compare?asn=" + numbers(comparison.networks(), place) : "");
    }

    private static int count(List<Comparison.Spot> spots, int place) {
        return (int) spots.stream()
                .filter(spot -> !spot.links().get(place).isEmpty())
                .count();
    }

    /** The AS numbers with commas between, without one of them. */
    private static String numbers(List<Row> networks, int without) {
        return IntStream.range(0, networks.size())
                .filter(i -> i != without)
                .mapToObj(i -> networks.get(i).get(Net.ASN).toString())
                .collect(Collectors.joining(","));
    }
}
