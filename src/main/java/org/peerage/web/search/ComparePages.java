package org.peerage.web.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.pick.PickField;
import org.peerage.web.pick.PickKind;

/** Where networks meet: {@code /compare?asn=1,2,3}, and {@code /net/1?vs=<asn>} from a network's page. */
public final class ComparePages {
    private static final int MAX_NETWORKS = 25;
    private static final String PARAMETER = "asn";

    public PageResponse show(PageRequest request) {
        PickField field = PickField.several(request, PARAMETER, PickKind.ASN, Texts.text("search.filter.networks"));
        boolean typed = request.has(field.textName());
        if (field.isClear() && (typed || request.values(PARAMETER).size() > 1)) {
            return new PageResponse.Redirect(
                    field.values().isEmpty() ? "/compare" : "/compare?asn=" + String.join(",", field.values()));
        }
        return page(request, field, networks(field, request.snapshot()));
    }

    /** The network of the page and others. */
    public PageResponse versus(PageRequest request) {
        Row network = IdParser.find(request.snapshot(), Net.TYPE, request.pathSegment(1));
        if (network == null || !network.isActive()) {
            return new PageResponse.NotFoundResponse();
        }
        PickField others = PickField.several(request, "vs", PickKind.ASN, Texts.text("search.filter.networks"));
        List<Row> networks = Stream.concat(Stream.of(network), networks(others, request.snapshot()).stream())
                .distinct()
                .toList();
        return page(request, others.withName(PARAMETER), networks);
    }

    /** The networks of an address, for files. */
    static List<Row> networks(PageRequest request) {
        PickField field = PickField.several(request, PARAMETER, PickKind.ASN, Texts.text("search.filter.networks"));
        return networks(field, request.snapshot()).stream().limit(MAX_NETWORKS).toList();
    }

    private static List<Row> networks(PickField field, Snapshot snapshot) {
        return field.values().stream()
                .flatMap(asn -> Asn.parse(asn).stream())
                .flatMap(asn -> snapshot.rowsWhere(Net.ASN, asn).stream()
                        .filter(Row::isActive)
                        .limit(1))
                .toList();
    }

    private static PageResponse page(PageRequest request, PickField field, List<Row> chosen) {
        List<Row> networks = chosen.stream().limit(MAX_NETWORKS).toList();
        NetworkComparison comparison = NetworkComparison.of(networks, request.snapshot());
        List<ComparedNetwork> sides = IntStream.range(0, networks.size())
                .mapToObj(i -> network(comparison, i))
                .toList();
        String title = networks.size() < 2
                ? Texts.text("compare.title")
                : networks.stream().map(Row::name).limit(3).collect(Collectors.joining(" – "));
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(title));
        model.put("sides", sides);
        model.put("asns", asns(networks, -1));
        model.put("field", field);
        model.put("own", ownNetworks(request, networks));
        model.put("tooMany", chosen.size() > MAX_NETWORKS);
        model.put("exchanges", locations(comparison, comparison.exchanges()));
        model.put("facilities", locations(comparison, comparison.facilities()));
        return PageResponse.TemplateResponse.of("search/compare.jte", model);
    }

    private static List<SharedLocation> locations(
            NetworkComparison comparison, List<NetworkComparison.ComparedLocation> spots) {
        return spots.stream().map(comparison::location).toList();
    }

    /** Links that add a network of the visitor's. */
    private static List<HitView> ownNetworks(PageRequest request, List<Row> networks) {
        List<HitView> links = new ArrayList<>();
        String others = asns(networks, -1);
        request.user().stream()
                .flatMap(user -> user.organizations().keySet().stream().sorted())
                .flatMap(organization -> ObjectValues.active(request.snapshot(), Net.ORG_ID, organization).stream())
                .filter(network -> !networks.contains(network))
                .limit(MAX_NETWORKS)
                .forEach(network -> links.add(new HitView(
                        network.name(),
                        "AS" + network.get(Net.ASN),
                        "",
                        "/compare?asn=" + (others.isEmpty() ? "" : others + ",") + network.get(Net.ASN))));
        return links;
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
