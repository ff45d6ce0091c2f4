package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.net.Asn;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.text.WhiteSpace;

/** Makes the organization and network of a number that somebody proved to be theirs (docs/spec/objects.md §3.1). */
final class Adoption {
    private Adoption() {}

    static Decision of(Operation.Adopt adopt, Work work) {
        Asn asn = adopt.asn();
        Optional<Row> known = asn == null
                ? Optional.empty()
                : work.having(Net.ASN, asn).stream().findFirst();
        if (known.filter(row -> row.status() != Status.DELETED).isPresent()) {
            return Decision.Refused.of(new Refusal.Message(409, "AS" + asn + " has a network already"));
        }
        Row organization = organization(adopt, work);
        if (asn != null) {
            network(adopt.networkName(), asn, known, organization, work);
        }
        return new Decision.Applied(organization, Map.of(), List.of());
    }

    private static Row organization(Operation.Adopt adopt, Work work) {
        Long id = adopt.organization();
        Row given = id == null ? null : work.find(Org.TYPE, id);
        if (given != null && given.status() != Status.DELETED) {
            return given;
        }
        return work.create(Org.TYPE
                .row()
                .set(Org.ID, work.newId(Org.TYPE))
                .set(Org.NAME, free(Org.NAME, adopt.organizationName(), work))
                .set(Org.STATUS, Status.OK));
    }

    /** A deleted network keeps its number: it comes back, without what hung under it. */
    private static void network(String name, Asn asn, Optional<Row> deleted, Row organization, Work work) {
        Row.Builder network = deleted.map(Row::toBuilder)
                .orElseGet(
                        () -> Net.TYPE.row().set(Net.ID, work.newId(Net.TYPE)).set(Net.ASN, asn))
                .set(Net.ORG_ID, organization.id())
                .set(Net.NAME, free(Net.NAME, name, work))
                .set(Net.RIR_STATUS, "ok")
                .set(Net.RIR_STATUS_UPDATED, work.now())
                .set(Net.STATUS, Status.OK);
        if (deleted.isPresent()) {
            Row _ = work.save(network, Work.Kind.REVIVE);
        } else {
            Row _ = work.create(network);
        }
    }

    /** The name, with marks behind it until nobody has it. */
    private static String free(Field<String> field, String name, Work work) {
        String free = WhiteSpace.collapse(name);
        while (!work.having(field, free).isEmpty()) {
            free += " !";
        }
        return free;
    }
}
