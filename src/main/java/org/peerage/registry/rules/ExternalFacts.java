package org.peerage.registry.rules;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;

/** What was found out elsewhere before a write is decided, since nothing may be asked while the lane is held. */
public record ExternalFacts(Map<Asn, AsnRecord> records, Set<FeedClaim> claims, ExchangeProof exchange) {
    public static final ExternalFacts NONE = new ExternalFacts(Map.of());

    public ExternalFacts {
        records = Map.copyOf(records);
        claims = Set.copyOf(claims);
    }

    public ExternalFacts(Map<Asn, AsnRecord> records) {
        this(records, Set.of(), new ExchangeProof.Unproved());
    }

    /** What speaks for an exchange that somebody makes (docs/spec/objects.md §3.2). */
    public sealed interface ExchangeProof {
        /** The prefix is theirs, and others are members. */
        record Proved() implements ExchangeProof {}

        /** The prefix is theirs, but the member list does not do; a reason for the answer. */
        record NoMembers(String reason) implements ExchangeProof {}

        /** Nothing is known. */
        record Unproved() implements ExchangeProof {}
    }

    /** An exchange's member list gives an address to a network. */
    public record FeedClaim(long lan, IpAddress address, Asn asn) {}

    /** Whether the member list of a LAN gives an address to a network; only of addresses that somebody asked about. */
    boolean isClaimed(long lan, IpAddress address, Asn asn) {
        return claims.contains(new FeedClaim(lan, address, asn));
    }

    public Optional<AsnRecord> record(Asn asn) {
        return Optional.ofNullable(records.get(asn));
    }

    /** What the registries say of a number. */
    public sealed interface AsnRecord {

        /** @param emails of all its contacts, in lower case */
        record Assigned(java.util.Set<String> emails) implements AsnRecord {}

        record Unassigned() implements AsnRecord {}

        /** They could not be asked. */
        record Unknown() implements AsnRecord {}

        /** Nobody asks: the check is switched off. */
        record Unchecked() implements AsnRecord {}
    }
}
