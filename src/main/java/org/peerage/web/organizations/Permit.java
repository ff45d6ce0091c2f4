package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.List;
import org.peerage.accounts.PermissionIds;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

/** One thing that can be permitted in an organization, by its permission id. */
public record Permit(String id, String label) {

    /** All of an organization: the whole, kinds of objects, then each object. */
    static List<Permit> of(Snapshot snapshot, long organization) {
        PermissionIds ids = new PermissionIds(organization);
        List<Permit> permits = new ArrayList<>();
        permits.add(new Permit(ids.whole(), "Organization and all Entities it owns"));
        permits.add(new Permit(ids.users(), "User Management Privileges"));
        permits.add(new Permit("net", "Any Network"));
        permits.add(new Permit("ix", "Any Exchange"));
        permits.add(new Permit("fac", "Any Facility"));
        permits.add(new Permit("carrier", "Any Carrier"));
        permits.add(new Permit("sessions", "Manage peering sessions of any network"));
        List<Permit> networks = owned(snapshot, organization, Net.ORG_ID, Net.NAME, "Network");
        permits.addAll(networks);
        permits.addAll(owned(snapshot, organization, Ix.ORG_ID, Ix.NAME, "Exchange"));
        permits.addAll(owned(snapshot, organization, Fac.ORG_ID, Fac.NAME, "Facility"));
        permits.addAll(owned(snapshot, organization, Carrier.ORG_ID, Carrier.NAME, "Carrier"));
        networks.forEach(network -> permits.add(new Permit(
                network.id.replaceFirst("^net", "sessions"),
                network.label.replaceFirst("^Network", "Manage peering sessions"))));
        return permits;
    }

    private static List<Permit> owned(
            Snapshot snapshot, long organization, Field<Long> reference, Field<String> name, String label) {
        return snapshot.referring(reference, organization).stream()
                .filter(row -> row.status() != Status.DELETED)
                .map(row -> new Permit(row.type().tag() + "." + row.id(), label + " - " + label(row, name)))
                .toList();
    }

    private static String label(Row row, Field<String> name) {
        return row.type() == Net.TYPE ? row.get(name) + " (AS" + row.get(Net.ASN) + ")" : row.get(name);
    }
}
