package org.peerage.registry;

import java.util.List;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.ExternalFacts;

/** Finds out whether somebody who makes an exchange has its prefix, and whether it has members (docs/spec/objects.md §3.2). */
@FunctionalInterface
public interface ExchangeVerifier {
    /** Nobody is let in without staff. */
    ExchangeVerifier OFF = (prefix, url, emails, own) -> new ExternalFacts.ExchangeProof.Unproved();

    /**
     * Asks; may take a minute.
     *
     * @param url of the member list; empty: none is given
     * @param emails confirmed addresses of who makes it
     * @param own numbers of the networks of their organization
     */
    ExternalFacts.ExchangeProof verify(IpPrefix prefix, String url, List<String> emails, Set<Asn> own);
}
