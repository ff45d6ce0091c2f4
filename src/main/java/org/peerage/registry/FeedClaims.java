package org.peerage.registry;

import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/** Whose an address is by the last good member list of an exchange. */
@FunctionalInterface
public interface FeedClaims {
    /** Nobody knows. */
    FeedClaims NONE = (lan, address) -> Set.of();

    /** Networks that the list of that LAN gives the address to; may read the database. */
    Set<Asn> of(long lan, IpAddress address);
}
