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
            draft.problems().add("asn", "ASNs in this range are private or reserved");
            return;
        }
        switch (draft.facts().record(asn).orElse(null)) {
            case null -> draft.needs(asn);
            case Facts.AsnRecord.Unassigned none -> draft.problems().add("asn", "This ASN is not assigned by any RIR");
            case Facts.AsnRecord.Unknown unknown ->
                draft.problems()
                        .add(
                                "asn",
                                "Unable to retrieve RDAP data. If the issue persists, please contact " + contact + ".");
            case Facts.AsnRecord.Assigned assigned -> {}
            case Facts.AsnRecord.Unchecked unchecked -> {}
        }
    }
}
