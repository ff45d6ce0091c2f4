package org.peerage.registry.rules;

import org.peerage.net.Asn;
import org.peerage.registry.types.Net;

/**
 * A new network has a number that a RIR has assigned (docs/spec/objects.md §2.3).
 *
 * @param documentationNumbers whether numbers for private use and documentation are taken; no RIR is asked about them
 */
record AsnAssigned(String contact, boolean documentationNumbers) implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.isNew()) {
            return;
        }
        Asn asn = draft.get(Net.ASN);
        if (asn.isForPrivateUse() && documentationNumbers) {
            return;
        }
        if (asn.isReserved()) {
            draft.errors().add(Net.ASN, "ASNs in this range are private or reserved");
            return;
        }
        switch (draft.facts().record(asn).orElse(null)) {
            case null -> draft.requireRdapRecord(asn);
            case ExternalFacts.AsnRecord.Unassigned none ->
                draft.errors().add(Net.ASN, "This ASN is not assigned by any RIR");
            case ExternalFacts.AsnRecord.Unknown unknown ->
                draft.errors()
                        .add(
                                Net.ASN,
                                "Unable to retrieve RDAP data. If the issue persists, please contact " + contact + ".");
            case ExternalFacts.AsnRecord.Assigned assigned -> {}
            case ExternalFacts.AsnRecord.Unchecked unchecked -> {}
        }
    }
}
