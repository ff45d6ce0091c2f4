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
    static final int MOST = 12;

    private OrganizationSearch() {}

    /** An organization that fits. */
    private record Fit(Row row, int rank) {}

    static List<Choice> find(Snapshot snapshot, String query) {
        if (isNumber(query)) {
            return Asn.parse(query).stream()
                    .flatMap(asn -> snapshot.having(Net.ASN, asn).stream())
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
        List<Fit> fits = new ArrayList<>();
        snapshot.forEach(Org.TYPE, row -> {
            int rank = row.isOk() ? rank(row, wanted) : -1;
            if (rank >= 0) {
                fits.add(new Fit(row, rank));
            }
        });
        fits.sort(Comparator.comparingInt(Fit::rank)
                .thenComparing(fit -> fit.row.get(Org.NAME), String.CASE_INSENSITIVE_ORDER));
        return fits.stream().limit(MOST).map(fit -> choice(snapshot, fit.row)).toList();
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

    private static Choice choice(Snapshot snapshot, Row organization) {
        List<String> numbers = snapshot.referring(Net.ORG_ID, organization.id()).stream()
                .filter(Row::isOk)
                .limit(4)
                .map(network -> "AS" + network.get(Net.ASN))
                .toList();
        return new Choice(organization.id(), organization.get(Org.NAME), String.join(", ", numbers));
    }
}
