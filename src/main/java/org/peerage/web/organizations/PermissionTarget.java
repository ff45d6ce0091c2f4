package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.peerage.accounts.PermissionIds;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

/** One thing that can be permitted in an organization, by its permission id. */
public record PermissionTarget(String id, String label) {

    /** All of an organization: the whole, kinds of objects, then each object. */
    static List<PermissionTarget> of(Snapshot snapshot, long organization) {
        return all(
                snapshot,
                organization,
                "Manage peering sessions of any network",
                network -> network.get(Net.NAME) + " (AS" + network.get(Net.ASN) + ")");
    }

    /** The same in the words of the reference and in order of them, for scripts that were written for it. */
    static List<PermissionTarget> asInReference(Snapshot snapshot, long organization) {
        return all(snapshot, organization, "Manage peering sessions - Any Network", network -> network.get(Net.NAME))
                .stream()
                .sorted(Comparator.comparing(PermissionTarget::label))
                .toList();
    }

    private static List<PermissionTarget> all(
            Snapshot snapshot, long organization, String sessions, Function<Row, String> networkName) {
        PermissionIds ids = new PermissionIds(organization);
        List<PermissionTarget> permits = new ArrayList<>();
        permits.add(new PermissionTarget(ids.wholeOrganization(), "Organization and all Entities it owns"));
        permits.add(new PermissionTarget(ids.users(), "User Management Privileges"));
        permits.add(new PermissionTarget(ids.log(), "Log of changes"));
        permits.add(any(Net.TYPE));
        permits.add(any(Ix.TYPE));
        permits.add(any(Fac.TYPE));
        permits.add(any(Carrier.TYPE));
        permits.add(new PermissionTarget("sessions", sessions));
        List<PermissionTarget> networks = owned(snapshot, organization, Net.ORG_ID, networkName);
        permits.addAll(networks);
        permits.addAll(owned(snapshot, organization, Ix.ORG_ID, row -> row.get(Ix.NAME)));
        permits.addAll(owned(snapshot, organization, Fac.ORG_ID, row -> row.get(Fac.NAME)));
        permits.addAll(owned(snapshot, organization, Carrier.ORG_ID, row -> row.get(Carrier.NAME)));
        networks.forEach(network -> permits.add(new PermissionTarget(
                network.id.replaceFirst("^net", "sessions"),
                network.label.replaceFirst("^Network", "Manage peering sessions"))));
        return permits;
    }

    private static PermissionTarget any(ObjectType type) {
        return new PermissionTarget(type.typeName(), "Any " + type.singular());
    }

    private static List<PermissionTarget> owned(
            Snapshot snapshot, long organization, Field<Long> reference, Function<Row, String> name) {
        return snapshot.referring(reference, organization).stream()
                .filter(row -> row.status() != Status.DELETED)
                .map(row -> new PermissionTarget(
                        row.type().typeName() + "." + row.id(),
                        reference.owner().singular() + " - " + name.apply(row)))
                .toList();
    }
}
