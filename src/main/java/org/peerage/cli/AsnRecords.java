package org.peerage.cli;

import java.util.function.Function;
import org.peerage.net.Asn;
import org.peerage.rdap.Rdap;
import org.peerage.rdap.RdapClient;
import org.peerage.rdap.RdapSettings;
import org.peerage.registry.rules.Facts;

/** What the rules want to know about numbers, from those who know. */
final class AsnRecords {
    private AsnRecords() {}

    /** Whom the setting {@code --rdap} names. */
    static Rdap source(String rdap) {
        return rdap.equals("off") ? Rdap.off() : RdapClient.of(RdapSettings.of(rdap));
    }

    /** By the setting {@code --rdap}. */
    static Function<Asn, Facts.AsnRecord> of(String rdap) {
        Rdap source = source(rdap);
        return asn -> switch (source.autnum(asn)) {
            case Rdap.Answer.Found found -> new Facts.AsnRecord.Assigned(found.emails());
            case Rdap.Answer.NotAssigned none -> new Facts.AsnRecord.Unassigned();
            case Rdap.Answer.Unavailable unavailable -> new Facts.AsnRecord.Unknown();
            case Rdap.Answer.Off off -> new Facts.AsnRecord.Unchecked();
        };
    }
}
