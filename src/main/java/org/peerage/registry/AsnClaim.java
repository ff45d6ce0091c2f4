package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.net.Asn;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.text.WhiteSpace;

/** Makes the organization and network of a number that somebody proved to be theirs (docs/spec/objects.md §3.1). */
final class AsnClaim {
    private AsnClaim() {}

    static Decision claim(Operation.ClaimAsn adopt, WorkingCopy workingCopy) {
        Asn asn = adopt.asn();
        Optional<Row> known = asn == null
                ? Optional.empty()
                : workingCopy.rowsWhere(Net.ASN, asn).stream().findFirst();
        if (known.filter(row -> row.status() != Status.DELETED).isPresent()) {
            return Decision.Rejected.of(new Refusal.Message(409, "AS" + asn + " has a network already"));
        }
        Row organization = organization(adopt, workingCopy);
        if (asn != null) {
            network(adopt.networkName(), asn, known, organization, workingCopy);
        }
        return new Decision.Applied(organization, Map.of(), List.of());
    }

    private static Row organization(Operation.ClaimAsn adopt, WorkingCopy workingCopy) {
        Long id = adopt.organization();
        Row given = id == null ? null : workingCopy.find(Org.TYPE, id);
        if (given != null && given.status() != Status.DELETED) {
            return given;
        }
        return workingCopy.create(Org.TYPE
                .row()
                .set(Org.ID, workingCopy.newId(Org.TYPE))
                .set(Org.NAME, free(Org.NAME, adopt.organizationName(), workingCopy))
                .set(Org.STATUS, Status.OK));
    }

    /** A deleted network keeps its number: it comes back, without what hung under it. */
    private static void network(
            String name, Asn asn, Optional<Row> deleted, Row organization, WorkingCopy workingCopy) {
        Row.Builder network = deleted.map(Row::toBuilder)
                .orElseGet(() ->
                        Net.TYPE.row().set(Net.ID, workingCopy.newId(Net.TYPE)).set(Net.ASN, asn))
                .set(Net.ORG_ID, organization.id())
                .set(Net.NAME, free(Net.NAME, name, workingCopy))
                .set(Net.RIR_STATUS, "ok")
                .set(Net.RIR_STATUS_UPDATED, workingCopy.now())
                .set(Net.STATUS, Status.OK);
        if (deleted.isPresent()) {
            Row _ = workingCopy.save(network, WorkingCopy.ChangeKind.REVIVE);
        } else {
            Row _ = workingCopy.create(network);
        }
    }

    /** The name, with marks behind it until nobody has it. */
    private static String free(Field<String> field, String name, WorkingCopy workingCopy) {
        String free = WhiteSpace.collapse(name);
        while (!workingCopy.rowsWhere(field, free).isEmpty()) {
            free += " !";
        }
        return free;
    }
}
