package org.peerage.ixf;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an exchange says of the feed of its LAN, beside where it is (docs/spec/ixf.md §11.1).
 *
 * @param countsDown whether connections in the states of {@link MemberList.State#DOWN} are there, and not operational; otherwise
 *     they are ignored
 * @param vlans which {@code vlan_id}s of the feed are this LAN's; none: it is in one VLAN, whichever that is
 * @param exchangeIds which {@code ixp_id}s of the feed are this exchange's; none: addresses alone decide
 * @param kept fields that the feed does not set
 * @param graceDays how long a connection stays whose address the feed gives to another network; 0: it goes at once
 */
public record FeedSettings(
        boolean countsDown, Set<Long> vlans, Set<Long> exchangeIds, Set<String> kept, int graceDays) {
    public static final int MAX_IDS = 50;
    public static final long MAX_ID = 4_294_967_295L;
    public static final int MAX_GRACE_DAYS = 30;

    /** Fields that a feed may set, beside addresses, without which there is no connection. */
    public static final List<String> FIELDS = List.of("speed", "is_rs_peer", "operational");

    /** As the reference does. */
    public static final FeedSettings STANDARD = new FeedSettings(false, Set.of(), Set.of(), Set.of(), 0);

    public FeedSettings {
        vlans = ordered(vlans);
        exchangeIds = ordered(exchangeIds);
        Set<String> fields = new LinkedHashSet<>(FIELDS);
        fields.retainAll(kept);
        if (fields.size() < kept.size()) {
            throw new IllegalArgumentException("no fields of a feed: " + kept);
        }
        kept = Collections.unmodifiableSet(fields);
        if (graceDays < 0 || graceDays > MAX_GRACE_DAYS) {
            throw new IllegalArgumentException("no days of grace: " + graceDays);
        }
    }

    private static Set<Long> ordered(Set<Long> ids) {
        if (ids.size() > MAX_IDS || ids.stream().anyMatch(id -> id < 0 || id > MAX_ID)) {
            throw new IllegalArgumentException("no ids of a feed: " + ids);
        }
        return Collections.unmodifiableSet(new TreeSet<>(ids));
    }

    /** Whether a connection in that state is there. */
    boolean counts(MemberList.State state) {
        return state.isPresent() || (countsDown && state.isDown());
    }

    /** Whether an entry in that VLAN can be this LAN's: what the feed does not say excludes nothing. */
    boolean includesVlan(String vlan) {
        return includes(vlans, vlan);
    }

    /** Whether a connection at that exchange can be this one's. */
    boolean includesExchange(String exchange) {
        return includes(exchangeIds, exchange);
    }

    private static boolean includes(Set<Long> ids, String told) {
        return ids.isEmpty() || told.isEmpty() || (told.matches("[0-9]{1,18}") && ids.contains(Long.parseLong(told)));
    }
}
