package org.peerage.registry;

import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/** Whose an address is by the last good member list of an exchange. */
@FunctionalInterface
public interface FeedClaims {
    /** Nobody knows. */
    FeedClaims NONE = (lan, address) -> Set.of();

    /** It cannot be looked up now; later it can. */
    final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public BusyException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Networks that the list of that LAN gives the address to; may read the database.
     *
     * @throws BusyException where others keep it waiting for too long
     */
    Set<Asn> of(long lan, IpAddress address);
}
