package org.peerage.rdap;

import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;

/** Who knows what the registries say of AS numbers. */
public interface RdapService {

    /** What they say; never throws for what the network or a server does. May take seconds. */
    RdapResult autnum(Asn asn);

    /** The same of a prefix. */
    default RdapResult ip(IpPrefix prefix) {
        return new RdapResult.RdapOff();
    }

    /** Nobody is asked. */
    static RdapService off() {
        return asn -> new RdapResult.RdapOff();
    }

    /** What came of asking. */
    sealed interface RdapResult {

        /** @param emails of all contacts, in lower case */
        record AutnumRecord(String name, String organization, Set<String> emails, String status) implements RdapResult {
            public AutnumRecord {
                emails = Set.copyOf(emails);
            }
        }

        record NotAssigned() implements RdapResult {}

        /** The server takes the question for a wrong one. */
        record RdapMalformed() implements RdapResult {}

        record RdapUnavailable(String reason) implements RdapResult {}

        record RdapOff() implements RdapResult {}
    }
}
