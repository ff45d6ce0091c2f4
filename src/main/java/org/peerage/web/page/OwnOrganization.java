package org.peerage.web.page;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

/** An organization of who is signed in, and its networks, for the menu of every page. */
public record OwnOrganization(String name, String url, boolean manages, String panelUrl, List<OwnNetwork> networks) {
    private static final int MAX_NETWORKS = 12;

    public OwnOrganization {
        networks = List.copyOf(networks);
    }

    /** One of its networks. */
    public record OwnNetwork(String name, String asn, String url) {}

    /** @param present the registry as it is now, whatever the page shows */
    static List<OwnOrganization> of(UserAccount user, Caller caller, Snapshot present) {
        List<OwnOrganization> own = new ArrayList<>();
        for (long id : user.organizations().keySet().stream().sorted().toList()) {
            Row organization = present.find(Org.TYPE, id);
            if (organization != null && organization.status() != Status.DELETED) {
                own.add(new OwnOrganization(
                        organization.get(Org.NAME),
                        organization.url(),
                        caller.administers(id),
                        "/org_admin/" + id,
                        networks(id, present)));
            }
        }
        return own;
    }

    private static List<OwnNetwork> networks(long organization, Snapshot present) {
        return present.referring(Net.ORG_ID, organization).stream()
                .filter(Row::isActive)
                .limit(MAX_NETWORKS)
                .map(network -> new OwnNetwork(
                        network.get(Net.NAME), network.get(Net.ASN).toString(), network.url()))
                .toList();
    }
}
