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
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** Where networks meet: {@code /compare?asn=1,2,3}, and {@code /net/1?vs=<asn>} from a network's page. */
public final class ComparePages {
    private static final int MAX_NETWORKS = 25;

    /** What was asked for: the networks that there are, and the words that name none. */
    record ComparisonRequest(List<Row> networks, List<String> unknown, boolean tooMany) {}

    public PageResponse show(PageRequest request) {
        return page(request, parse(request.value("asn") + " " + request.value("add"), request.snapshot()));
    }

    /** The network of the page and others. */
    public PageResponse versus(PageRequest request) {
        String id = request.pathSegment(1);
        Row network = id.matches("[0-9]{1,18}") ? request.snapshot().find(Net.TYPE, Long.parseLong(id)) : null;
        if (network == null || !network.isActive()) {
            return new PageResponse.NotFoundResponse();
        }
        return page(request, parse(network.get(Net.ASN) + " " + request.value("vs"), request.snapshot()));
    }

    static ComparisonRequest parse(String text, Snapshot snapshot) {
        Set<Row> networks = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String token : text.strip().split("[\\s,;]+")) {
            if (!token.isEmpty()) {
                Optional<Row> network = Asn.parse(token).stream()
                        .flatMap(asn -> snapshot.rowsWhere(Net.ASN, asn).stream())
                        .filter(Row::isActive)
                        .findFirst();
                network.ifPresentOrElse(networks::add, () -> unknown.add(token));
            }
        }
        return new ComparisonRequest(
                networks.stream().limit(MAX_NETWORKS).toList(),
                unknown.stream().limit(MAX_NETWORKS).toList(),
                networks.size() > MAX_NETWORKS);
    }

    private static PageResponse page(PageRequest request, ComparisonRequest asked) {
        NetworkComparison comparison = NetworkComparison.of(asked.networks, request.snapshot());
        List<ComparedNetwork> sides = IntStream.range(0, asked.networks.size())
                .mapToObj(i -> network(comparison, i))
                .toList();
        String title = asked.networks.size() < 2
                ? "Compare networks"
                : asked.networks.stream().map(Row::name).limit(3).collect(Collectors.joining(" and "));
        return PageResponse.TemplateResponse.of(
                "search/compare.jte",
                Map.of(
                        "shell", request.frame(title),
                        "sides", sides,
                        "asns", asns(asked.networks, -1),
                        "unknown", String.join(", ", asked.unknown),
                        "tooMany", asked.tooMany,
                        "exchanges",
                                comparison.exchanges().stream()
                                        .map(comparison::location)
                                        .toList(),
                        "facilities",
                                comparison.facilities().stream()
                                        .map(comparison::location)
                                        .toList()));
    }

    private static ComparedNetwork network(NetworkComparison comparison, int index) {
        Row network = comparison.networks().get(index);
        return new ComparedNetwork(
                network.name(),
                network.get(Net.ASN).toString(),
                network.url(),
                network.get(Net.POLICY_GENERAL),
                count(comparison.exchanges(), index),
                count(comparison.facilities(), index),
                comparison.networks().size() > 2 ? "/compare?asn=" + asns(comparison.networks(), index) : "");
    }

    private static int count(List<NetworkComparison.ComparedLocation> spots, int index) {
        return (int) spots.stream()
                .filter(spot -> !spot.links().get(index).isEmpty())
                .count();
    }

    /** The AS numbers with commas between, without one of them. */
    private static String asns(List<Row> networks, int without) {
        return IntStream.range(0, networks.size())
                .filter(i -> i != without)
                .mapToObj(i -> networks.get(i).get(Net.ASN).toString())
                .collect(Collectors.joining(","));
    }
}
