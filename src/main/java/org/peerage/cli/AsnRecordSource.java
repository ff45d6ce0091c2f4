package org.peerage.cli;

import java.util.function.Function;
import org.peerage.net.Asn;
import org.peerage.rdap.RdapClient;
import org.peerage.rdap.RdapService;
import org.peerage.rdap.RdapSettings;
import org.peerage.registry.rules.ExternalFacts;

/** What the rules want to know about numbers, from those who know. */
final class AsnRecordSource {
    private AsnRecordSource() {}

    /** Whom the setting {@code --rdap} names. */
    static RdapService source(String rdap) {
        return rdap.equals("off") ? RdapService.off() : RdapClient.of(RdapSettings.of(rdap));
    }

    /** By what a source answers. */
    static Function<Asn, ExternalFacts.AsnRecord> of(RdapService source) {
        return asn -> switch (source.autnum(asn)) {
            case RdapService.RdapResult.AutnumRecord found -> new ExternalFacts.AsnRecord.Assigned(found.emails());
            case RdapService.RdapResult.NotAssigned none -> new ExternalFacts.AsnRecord.Unassigned();
            case RdapService.RdapResult.RdapMalformed malformed -> new ExternalFacts.AsnRecord.Unknown();
            case RdapService.RdapResult.RdapUnavailable unavailable -> new ExternalFacts.AsnRecord.Unknown();
            case RdapService.RdapResult.RdapOff off -> new ExternalFacts.AsnRecord.Unchecked();
        };
    }
}
