package org.peerage.cli;

import java.net.URI;
import java.net.URISyntaxException;

/** The address under which people reach the site: links in mail, redirects and passkeys are made of it. */
final class SiteAddress {
    private SiteAddress() {}

    /**
     * The address as links begin with it; empty: none was given.
     *
     * @throws CommandException it is none, or has a path: the pages are at the root of their host
     */
    static String parse(String text) throws CommandException {
        String address = text.strip().replaceFirst("/+$", "");
        if (address.isEmpty() || isOrigin(address)) {
            return address;
        }
        throw new CommandException(
                "--site (or PEERAGE_SITE) takes the address of a site, such as https://peerage.example.net, not: "
                        + text,
                64);
    }

    private static boolean isOrigin(String address) {
        try {
            URI uri = new URI(address);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }
}
