package org.peerage.web.site;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.web.page.Assets;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** What browsers and search engines ask any site for: the sitemap (sitemaps.org), the icon, OpenSearch, security.txt (RFC 9116). */
public final class SiteFiles {
    /** A sitemap has 50,000 addresses at most. */
    private static final int ADDRESSES_IN_FILE = 20_000;

    private static final Pattern PART = Pattern.compile("/sitemap/([a-z]+)-([0-9]{1,4})\\.xml");
    private static final String XML = "application/xml; charset=utf-8";
    private static final Map<String, String> KEPT = Map.of("Cache-Control", "public, max-age=3600");
    private static final List<String> OWN_PAGES =
            List.of("/", "/advanced_search", "/compare", "/exchanges", "/apidocs/", "/about", "/aup");
    private static final Duration SECURITY_VALID = Duration.ofDays(180);

    private SiteFiles() {}

    /** {@code /sitemap.xml}: which parts there are. */
    public static PageResponse sitemap(PageRequest request) {
        if (!request.path().equals("/sitemap.xml")) {
            return new PageResponse.NotFoundResponse();
        }
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                """);
        part(xml, request, "site", 1);
        for (ObjectType type : Search.TYPES) {
            int files = (rows(request, type).size() + ADDRESSES_IN_FILE - 1) / ADDRESSES_IN_FILE;
            for (int file = 1; file <= files; file++) {
                part(xml, request, type.typeName(), file);
            }
        }
        return file(XML, xml.append("</sitemapindex>\n").toString());
    }

    private static void part(StringBuilder xml, PageRequest request, String name, int number) {
        xml.append("<sitemap><loc>")
                .append(escaped(request.siteUrl()))
                .append("/sitemap/" + name + "-" + number + ".xml</loc></sitemap>\n");
    }

    /** {@code /sitemap/net-1.xml}: pages of objects, and when they changed. */
    public static PageResponse sitemapPart(PageRequest request) {
        Matcher part = PART.matcher(request.path());
        if (!part.matches()) {
            return new PageResponse.NotFoundResponse();
        }
        int first = (Integer.parseInt(part.group(2)) - 1) * ADDRESSES_IN_FILE;
        StringBuilder xml = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                """);
        if (part.group(1).equals("site") && first == 0) {
            OWN_PAGES.forEach(path -> address(xml, request.siteUrl() + path, ""));
            return file(XML, xml.append("</urlset>\n").toString());
        }
        Optional<ObjectType> type = Search.type(part.group(1));
        List<Row> rows = type.map(known -> rows(request, known)).orElse(List.of());
        if (first < 0 || first >= rows.size()) {
            return new PageResponse.NotFoundResponse();
        }
        for (Row row : rows.subList(first, Math.min(rows.size(), first + ADDRESSES_IN_FILE))) {
            address(
                    xml,
                    request.siteUrl() + row.path(),
                    Instant.ofEpochSecond(row.updated()).toString());
        }
        return file(XML, xml.append("</urlset>\n").toString());
    }

    private static void address(StringBuilder xml, String url, String changed) {
        xml.append("<url><loc>").append(escaped(url)).append("</loc>");
        if (!changed.isEmpty()) {
            xml.append("<lastmod>").append(changed).append("</lastmod>");
        }
        xml.append("</url>\n");
    }

    private static List<Row> rows(PageRequest request, ObjectType type) {
        List<Row> rows = new ArrayList<>();
        request.snapshot().forEach(type, row -> {
            if (row.isActive()) {
                rows.add(row);
            }
        });
        return rows;
    }

    /** {@code /favicon.ico}, which browsers ask for without being told. */
    public static PageResponse icon(PageRequest request) {
        return request.path().equals("/favicon.ico")
                ? new PageResponse.BytesResponse("image/x-icon", Assets.content("favicon.ico"), KEPT)
                : new PageResponse.NotFoundResponse();
    }

    /** {@code /opensearch.xml}: browsers offer the search from their address bar. */
    public static PageResponse openSearch(PageRequest request) {
        if (!request.path().equals("/opensearch.xml")) {
            return new PageResponse.NotFoundResponse();
        }
        String document = new String(Assets.resource("/site/opensearch.xml"), StandardCharsets.UTF_8);
        return file(
                "application/opensearchdescription+xml; charset=utf-8",
                document.replace("{site}", escaped(request.siteUrl())));
    }

    /** {@code /.well-known/security.txt}: whom to tell of a hole, where the operator has said so. */
    public static PageResponse security(PageRequest request) {
        String contact = request.services().settings().get(Setting.SECURITY_CONTACT);
        if (!request.path().equals("/.well-known/security.txt") || contact.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        Instant expires =
                request.services().clock().instant().plus(SECURITY_VALID).truncatedTo(ChronoUnit.DAYS);
        String uri = contact.contains(":") ? contact : "mailto:" + contact;
        return file(
                "text/plain; charset=utf-8",
                "Contact: " + uri + "\nExpires: " + expires + "\nCanonical: " + request.siteUrl()
                        + "/.well-known/security.txt\nPreferred-Languages: en\n");
    }

    private static PageResponse file(String type, String text) {
        return new PageResponse.BytesResponse(type, text.getBytes(StandardCharsets.UTF_8), KEPT);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
