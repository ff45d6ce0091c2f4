package org.peerage.registry.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.Status;

/** The RIR's record of a new network's number lists an address of whoever adds it; a suggestion needs none
 * (docs/spec/objects.md §2.3). */
record AsnIsAuthors(String contact) implements Rule {
    @Override
    public void check(Draft draft) {
        Asn asn = draft.get(Net.ASN);
        boolean checked = draft.isNew() && draft.get(Net.STATUS) == Status.OK;
        if (!checked
                || !(draft.facts().record(asn).orElse(null)
                        instanceof ExternalFacts.AsnRecord.Assigned(Set<String> emails))) {
            return;
        }
        List<String> own = draft.author().emails();
        if (own.stream().anyMatch(email -> emails.contains(email.toLowerCase(Locale.ROOT)))) {
            return;
        }
        String email = own.isEmpty() ? "None" : own.getFirst();
        draft.errors()
                .addGeneral("We could not validate that the record for AS" + asn + " contains your email address ("
                        + email
                        + ").\n\nPlease add this email address (" + email + ") to the RIR record for AS" + asn
                        + " and try again.\n\nIf you need further assistance, please contact " + contact);
        draft.errors().addBare(Net.ASN, "Your email address and ASN emails mismatch");
        draft.errors().addMeta("ignore_field_error", "True");
    }
}
