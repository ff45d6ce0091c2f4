package org.peerage.web.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.peerage.registry.types.Ix;
import org.peerage.schema.Row;
import org.peerage.text.Collation;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** {@code /exchanges}: all countries that have exchanges, with the largest of them. */
public final class ExchangesByCountry {
    private static final int MAX_NAMED = 5;

    private ExchangesByCountry() {}

    /**
     * A country.
     *
     * @param largest its exchanges with the most networks
     * @param link all of them
     */
    public record ExchangeCountry(String code, String name, int count, List<HitView> largest, String link) {
        public ExchangeCountry {
            largest = List.copyOf(largest);
        }
    }

    public static PageResponse show(PageRequest request) {
        if (!request.pathSegment(1).isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        Map<String, List<Row>> byCountry = new TreeMap<>();
        request.snapshot().forEach(Ix.TYPE, exchange -> {
            if (exchange.isActive()) {
                byCountry
                        .computeIfAbsent(exchange.get(Ix.COUNTRY), first -> new ArrayList<>())
                        .add(exchange);
            }
        });
        List<ExchangeCountry> countries = new ArrayList<>();
        byCountry.forEach((code, exchanges) -> countries.add(country(code, exchanges)));
        countries.sort((one, other) -> Collation.compare(one.name(), other.name()));
        return PageResponse.TemplateResponse.of(
                "search/exchanges.jte",
                Map.of("shell", request.frame(Texts.text("nav.exchanges")), "countries", countries));
    }

    private static ExchangeCountry country(String code, List<Row> exchanges) {
        List<HitView> largest = exchanges.stream()
                .sorted(Comparator.comparingLong((Row exchange) -> -exchange.get(Ix.NET_COUNT))
                        .thenComparingLong(Row::id))
                .limit(MAX_NAMED)
                .map(exchange ->
                        new HitView(exchange.name(), Long.toString(exchange.get(Ix.NET_COUNT)), "", exchange.url()))
                .toList();
        return new ExchangeCountry(
                code, Texts.country(code), exchanges.size(), largest, "/advanced_search?country=" + code + "&type=ix");
    }
}
