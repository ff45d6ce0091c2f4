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
    private final DocumentBudget budget;
    private final Cache<Key, Map<IpAddress, Set<Asn>>> documents =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private record Key(String hash, FeedSettings settings) {}

    /** @param budget of all who read documents in this process */
    public CachedFeedClaims(ImportStore store, DocumentBudget budget) {
        this.store = store;
        this.budget = budget;
    }

    /** While the database is away nothing is claimed: the write finds out by itself that it cannot be made. */
    @Override
    public Set<Asn> of(long lan, IpAddress address) {
        try {
            return known(lan, address);
        } catch (AccountStoreException unreachable) {
            return Set.of();
        } catch (DocumentsBusyException busy) {
            throw new BusyException("many member lists are being read; try again in a moment", busy);
        }
    }

    private Set<Asn> known(long lan, IpAddress address) {
        Optional<Feed> feed = store.countingFeed(lan);
        if (feed.isEmpty()) {
            return Set.of();
        }
        FeedSettings settings = store.settings().of(lan);
        return documents
                .get(new Key(feed.get().hash(), settings), any -> claims(lan, feed.get(), settings))
                .getOrDefault(address, Set.of());
    }

    private Map<IpAddress, Set<Asn>> claims(long lan, Feed feed, FeedSettings settings) {
        return budget.with(
                feed.size(),
                // One that has been replaced meanwhile is not kept as this one.
                () -> store.document(lan, feed.hash())
                        .map(document -> claims(document, settings))
                        .orElseThrow(DocumentsBusyException::new));
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
