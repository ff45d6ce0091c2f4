package org.peerage.ixf;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;
import org.peerage.rdap.RdapService;
import org.peerage.registry.ExchangeVerifier;
import org.peerage.registry.rules.ExternalFacts.ExchangeProof;

/** Asks the RIRs whose a prefix is, and reads the exchange's member list: three members that are others than its owner. */
public final class FeedProof implements ExchangeVerifier {
    private static final int MIN_MEMBERS = 3;

    private final BooleanSupplier isOn;
    private final RdapService registries;
    private final FeedClient feeds;
    private final DocumentBudget budget;

    /** @param budget of all who read documents in this process */
    public FeedProof(BooleanSupplier isOn, RdapService registries, FeedClient feeds, DocumentBudget budget) {
        this.isOn = isOn;
        this.registries = registries;
        this.feeds = feeds;
        this.budget = budget;
    }

    @Override
    public ExchangeProof verify(IpPrefix prefix, String url, List<String> emails, Set<Asn> own) {
        boolean isTheirs = isOn.getAsBoolean()
                && registries.ip(prefix) instanceof RdapService.RdapResult.AutnumRecord found
                && emails.stream().anyMatch(email -> found.emails().contains(email.toLowerCase(Locale.ROOT)));
        if (!isTheirs) {
            return new ExchangeProof.Unproved();
        }
        if (url.isEmpty()) {
            return new ExchangeProof.NoMembers("no IX-F member list URL provided");
        }
        try (Fetched fetched = feeds.fetchWithoutHeader(url, FeedClient.Known.NOTHING)) {
            return budget.with(size(fetched), () -> proof(fetched, own));
        } catch (DocumentsBusyException busy) {
            return new ExchangeProof.NoMembers("IX-F feed error: too many member lists are read at the moment");
        }
    }

    private static long size(Fetched fetched) {
        return fetched instanceof Fetched.Document document ? document.body().size() : 0;
    }

    private static ExchangeProof proof(Fetched fetched, Set<Asn> own) {
        return switch (fetched) {
            case Fetched.Failed(String error) -> new ExchangeProof.NoMembers("IX-F feed error: " + error);
            case Fetched.Unchanged unchanged -> new ExchangeProof.NoMembers("IX-F feed error: nothing came");
            case Fetched.Document document -> members(document.body().bytes(), own);
        };
    }

    private static ExchangeProof members(byte[] document, Set<Asn> own) {
        return switch (MemberListReader.read(document)) {
            case Reading.Unreadable(String error, List<Finding> findings) ->
                new ExchangeProof.NoMembers("IX-F feed error: " + error);
            case Reading.Document(MemberList list) -> {
                Set<Asn> members = list.members().stream()
                        .map(MemberList.Member::asn)
                        .filter(asn -> asn.value() != 0)
                        .collect(Collectors.toSet());
                if (members.size() < MIN_MEMBERS) {
                    yield new ExchangeProof.NoMembers("IX-F feed contains " + members.size()
                            + " unique ASN(s); at least " + MIN_MEMBERS + " are required");
                }
                yield members.stream().anyMatch(own::contains)
                        ? new ExchangeProof.NoMembers(
                                "IX-F feed contains an ASN belonging to the submitting organization")
                        : new ExchangeProof.Proved();
            }
        };
    }
}
