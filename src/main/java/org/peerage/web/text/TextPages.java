package org.peerage.web.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.ApiAuthenticatedPages;
import org.peerage.web.page.PageHandler;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.whois.ComparisonText;
import org.peerage.whois.ObjectText;
import org.peerage.whois.WhoisQuery;

/**
 * The same addresses as text of 80 columns: for {@code curl} and its like, for those whose {@code Accept} asks for it, and for all
 * where the path ends with {@code .txt}. A key in the request's head shows what its owner may see.
 */
public final class TextPages {
    private static final String SUFFIX = ".txt";
    private static final String VARY =
            String.join(",", "Accept", "Accept-Encoding", "User-Agent", "Cookie", "Authorization");
    private static final int MAX_COMPARED = 25;
    private static final List<String> TERMINALS = List.of("curl/", "Wget/", "HTTPie/", "xh/", "libfetch", "fetch ");
    private static final PageHandler PAGES = ApiAuthenticatedPages.of(TextPages::page);

    /** By the first part of the path. Objects, whose paths have another part, are not among them. */
    private static final Map<String, Function<PageRequest, String>> TEXTS = Map.of(
            "", TextPages::usage,
            "compare", request -> new ComparisonText(request.snapshot()).of(networks(request)),
            "search", request -> query(request).found(request.value("q")));

    private TextPages() {}

    /** The text, where one is wanted and the address has one. */
    public static Optional<PageResponse> answer(PageRequest request) {
        boolean read = !request.isPost() && !request.isDelete();
        return read && wantsText(request) && hasText(request) ? Optional.of(PAGES.answer(request)) : Optional.empty();
    }

    private static boolean wantsText(PageRequest request) {
        String accept = request.accept();
        return request.path().endsWith(SUFFIX)
                || accept.startsWith("text/plain")
                || ((accept.isEmpty() || accept.equals("*/*"))
                        && TERMINALS.stream().anyMatch(request.userAgent()::startsWith));
    }

    private static boolean hasText(PageRequest request) {
        String first = bare(request.pathSegment(0));
        boolean known = TEXTS.containsKey(first) ? request.pathSegment(1).isEmpty() : isObject(request, first);
        return known && request.pathSegment(2).isEmpty();
    }

    private static boolean isObject(PageRequest request, String first) {
        return (first.equals("asn") || type(first).isPresent())
                && bare(request.pathSegment(1)).matches("(?i)(as)?[0-9]{1,18}")
                && !request.has("vs");
    }

    private static Optional<ObjectType> type(String tag) {
        return ObjectTypes.byName(tag).filter(ObjectText.TYPES::contains);
    }

    private static String bare(String segment) {
        return segment.endsWith(SUFFIX) ? segment.substring(0, segment.length() - SUFFIX.length()) : segment;
    }

    private static PageResponse page(PageRequest request) {
        request.response().set("Vary", VARY);
        Function<PageRequest, String> text = TEXTS.get(bare(request.pathSegment(0)));
        return text == null ? object(request) : text(200, text.apply(request));
    }

    private static PageResponse object(PageRequest request) {
        Optional<Row> row = row(request).filter(found -> request.visibility().canSee(found, request.snapshot()));
        if (row.isEmpty()) {
            return text(404, Texts.text("page.notFound.text") + "\n");
        }
        if (row.get().status() == Status.DELETED) {
            return text(410, Texts.text("text.deleted") + "\n");
        }
        String url = request.siteUrl() + row.get().url();
        return text(200, new ObjectText(request.snapshot(), request.visibility()).of(row.get()) + "\n" + url + "\n");
    }

    private static Optional<Row> row(PageRequest request) {
        String first = bare(request.pathSegment(0));
        String id = bare(request.pathSegment(1));
        if (first.equals("asn")) {
            return Asn.parse(id).stream().flatMap(asn -> network(request, asn)).findFirst();
        }
        return id.matches("[0-9]+")
                ? type(first)
                        .flatMap(type -> Optional.ofNullable(request.snapshot().find(type, Long.parseLong(id))))
                : Optional.empty();
    }

    private static Stream<Row> network(PageRequest request, Asn asn) {
        return request.snapshot().rowsWhere(Net.ASN, asn).stream().filter(row -> row.status() != Status.DELETED);
    }

    private static List<Row> networks(PageRequest request) {
        return Stream.of(request.value("asn").split("[,;\\s]+"))
                .flatMap(asn -> Asn.parse(asn).stream())
                .flatMap(asn -> network(request, asn).filter(Row::isActive))
                .distinct()
                .limit(MAX_COMPARED)
                .toList();
    }

    private static WhoisQuery query(PageRequest request) {
        return new WhoisQuery(request.snapshot(), request.visibility(), request.search());
    }

    private static String usage(PageRequest request) {
        String site = request.siteUrl();
        return String.join(
                "\n",
                "curl " + site + "/asn/64500",
                "curl " + site + "/net/1        (ix, fac, org, carrier, campus)",
                "curl '" + site + "/search?q=frankfurt'",
                "curl '" + site + "/compare?asn=64500,64501'",
                "curl " + site + "/api/net/1    (JSON)",
                "");
    }

    private static PageResponse text(int status, String text) {
        return PageResponse.BytesResponse.of(status, "text/plain; charset=utf-8", text);
    }
}
