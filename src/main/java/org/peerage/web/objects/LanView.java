package org.peerage.web.objects;

import java.util.List;

/**
 * What helps to fill in a new connection: the exchange that was chosen, its prefixes, and what is free in them.
 *
 * @param url where scripts ask for this part of the form
 * @param exchange empty: none is chosen yet
 * @param feed what the exchange's member list has for the network
 */
public record LanView(String url, String exchange, String link, List<LanPrefix> prefixes, List<FeedPort> feed) {

    /**
     * A prefix of the LAN.
     *
     * @param field that takes its addresses
     * @param free the next that nobody has
     */
    public record LanPrefix(String prefix, String field, int taken, List<String> free) {}

    /** A connection as the exchange's member list has it; addresses may be empty. */
    public record FeedPort(String ipv4, String ipv6, String speed) {}

    static LanView none(String url) {
        return new LanView(url, "", "", List.of(), List.of());
    }

    public boolean isChosen() {
        return !exchange.isEmpty();
    }
}
