package org.peerage.registry.rules;

import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.Status;
import tools.jackson.databind.JsonNode;

/** The number of a deleted network stays with it (docs/spec/objects.md §1.9). */
record AsnNotDeleted(String contact) implements Rule {
    @Override
    public void check(Draft draft) {
        JsonNode sent = draft.fields().find(Net.ASN).orElse(null);
        if (sent == null || !draft.errors().isEmpty()) {
            return;
        }
        boolean deleted = Asn.parse(sent.asString()).stream()
                .flatMap(asn -> draft.workingCopy().rowsWhere(Net.ASN, asn).stream())
                .anyMatch(network -> network.status() == Status.DELETED);
        if (deleted) {
            draft.errors().addBare(Net.ASN, "Network has been deleted. Please contact " + contact);
        }
    }
}
