package org.peerage.web.page;

/**
 * What a page tells search engines, and those who show links to it.
 *
 * @param description a sentence or two; empty: what the site says of itself
 * @param path the page's own address without the host, under which it is known; empty: it is not to be listed
 * @param image the path of a picture; empty: the site's own
 */
public record PageHead(String description, String path, String image) {
    static PageHead of(String path) {
        return new PageHead("", path, "");
    }
}
