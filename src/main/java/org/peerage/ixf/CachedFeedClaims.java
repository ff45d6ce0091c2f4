package org.peerage.ixf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.peerage.access.AccountStoreException;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.FeedClaims;

/** Whose addresses are, by the last good documents. */
public final class CachedFeedClaims implements FeedClaims {
    private static final int KEPT = 8;

    private final ImportStore store;
    private final Cache<Key, Map<IpAddress, Set<Asn>>> documents =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private record Key(String hash, FeedSettings settings) {}

    public CachedFeedClaims(ImportStore store) {
        this.store = store;
    }

    /** While the database is away nothing is claimed: the write finds out by itself that it cannot be made. */
    @Override
    public Set<Asn> of(long lan, IpAddress address) {
        try {
            return known(lan, address);
        } catch (AccountStoreException unreachable) {
            return Set.of();
        }
    }

    private Set<Asn> known(long lan, IpAddress address) {
        Optional<Feed> feed = store.feed(lan).filter(known -> !known.hash().isEmpty());
        if (feed.isEmpty()) {
            return Set.of();
        }
        FeedSettings settings = store.settings().of(lan);
        Map<IpAddress, Set<Asn>> claims = documents.get(new Key(feed.get().hash(), settings), any -> store.document(lan)
                .map(document -> claims(document, settings))
                .orElseGet(Map::of));
        return claims.getOrDefault(address, Set.of());
    }

    private static Map<IpAddress, Set<Asn>> claims(byte[] document, FeedSettings settings) {
        Map<IpAddress, Set<Asn>> claims = new HashMap<>();
        if (MemberListReader.read(document) instanceof Reading.Document(MemberList list)) {
            for (MemberList.Member member : list.members()) {
                for (MemberList.Connection connection : member.connections()) {
                    for (MemberList.Entry entry : connection.entries()) {
                        if (!settings.includesExchange(connection.exchange()) || !settings.includesVlan(entry.vlan())) {
                            continue;
                        }
                        Stream.of(Optional.ofNullable(entry.ipv4()), Optional.ofNullable(entry.ipv6()))
                                .flatMap(Optional::stream)
                                .flatMap(side -> side.addresses().stream())
                                .forEach(address -> claims.computeIfAbsent(address, any -> new HashSet<>())
                                        .add(member.asn()));
                    }
                }
            }
        }
        return claims;
    }
}
