package org.peerage.web.page;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.registry.types.ObjectTypes;

/**
 * Makes the links of a page of the past lead to the past: those between objects, their tables and files, and forms that ask for
 * more of the same. It is done where pages are written out, so that no page can forget it (docs/decisions/0046).
 */
final class PastLinks {
    private static final String PLACES =
            "/(?:" + ObjectTypes.NAMES_WITH_PAGES + ")/[0-9]+(?:/(?:tables|points)[^\"?#]*)?"
                    + "|/api/[a-z]+/[0-9]+|/asn/[0-9]+|/advanced_search|/compare|/export/[^\"?#]*";
    private static final Pattern LINK =
            Pattern.compile("( (?!value=)[a-z-]+=\")(" + PLACES + ")(\\?[^\"#]*)?(#[^\"]*)?\"(?! data-present)");
    private static final Pattern HAS_MOMENT = Pattern.compile("[?&;]at=");
    private static final Pattern FORM = Pattern.compile(
            "<form(?![^>]* data-present)(?=[^>]* method=\"get\")[^>]* action=\"(?:" + PLACES + ")[^>]*>");

    private PastLinks() {}

    /** An address that is to be gone on to. */
    static String carryUrl(String url, String version) {
        String marked = " to=\"" + url + "\"";
        String carried = carry(marked, version).replace("&amp;", "&");
        return carried.substring(" to=\"".length(), carried.length() - 1);
    }

    /** A page. */
    static String carry(String html, String version) {
        String links = LINK.matcher(html).replaceAll(found -> Matcher.quoteReplacement(carried(found, version)));
        return FORM.matcher(links)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group() + "<input type=\"hidden\" name=\"at\" value=\"" + version + "\">"));
    }

    private static String carried(MatchResult link, String version) {
        String query = link.group(3);
        if (query != null && HAS_MOMENT.matcher(query).find()) {
            return link.group();
        }
        return link.group(1) + link.group(2) + (query == null ? "?" : query + "&amp;") + "at=" + version
                + (link.group(4) == null ? "" : link.group(4)) + "\"";
    }
}
