package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/** Finds the organizations that somebody may mean by a name or number. */
final class OrganizationSearch {
    static final int MAX_RESULTS = 12;

    private OrganizationSearch() {}

    /** An organization that fits. */
    private record RankedOrganization(Row row, int rank) {}

    static List<OrganizationChoice> find(Snapshot snapshot, String query) {
        if (isNumber(query)) {
            return Asn.parse(query).stream()
                    .flatMap(asn -> snapshot.rowsWhere(Net.ASN, asn).stream())
                    .filter(network -> network.status() != Status.DELETED)
                    .map(network -> snapshot.find(Org.TYPE, network.get(Net.ORG_ID)))
                    .filter(organization -> organization != null)
                    .map(organization -> choice(snapshot, organization))
                    .toList();
        }
        String wanted = Folding.key(query);
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<RankedOrganization> fits = new ArrayList<>();
        snapshot.forEach(Org.TYPE, row -> {
            int rank = row.isActive() ? rank(row, wanted) : -1;
            if (rank >= 0) {
                fits.add(new RankedOrganization(row, rank));
            }
        });
        fits.sort(Comparator.comparingInt(RankedOrganization::rank)
                .thenComparing(fit -> fit.row.get(Org.NAME), String.CASE_INSENSITIVE_ORDER));
        return fits.stream()
                .limit(MAX_RESULTS)
                .map(fit -> choice(snapshot, fit.row))
                .toList();
    }

    static boolean isNumber(String query) {
        return query.matches("(?i)(asn?)?\\s*[0-9]{1,10}");
    }

    private static int rank(Row row, String wanted) {
        String name = Folding.fold(row.get(Org.NAME));
        if (name.startsWith(wanted)) {
            return 0;
        }
        return name.contains(wanted)
                        || Folding.fold(row.get(Org.AKA)).contains(wanted)
                        || Folding.fold(row.get(Org.NAME_LONG)).contains(wanted)
                ? 1
                : -1;
    }

    private static OrganizationChoice choice(Snapshot snapshot, Row organization) {
        List<String> numbers = snapshot.referring(Net.ORG_ID, organization.id()).stream()
                .filter(Row::isActive)
                .limit(4)
                .map(network -> "AS" + network.get(Net.ASN))
                .toList();
        return new OrganizationChoice(organization.id(), organization.get(Org.NAME), String.join(", ", numbers));
    }
}
