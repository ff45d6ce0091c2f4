package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.Texts;

/** One thing that can be permitted in an organization, by its permission id. */
public record PermissionTarget(String id, String label) {
    /** What the reference calls them, in title case (recorded in {@code session-panel.json}). */
    private static final Map<String, String> REFERENCE_LABELS = Map.of(
            "target.whole", "Organization and all Entities it owns",
            "target.users", "User Management Privileges",
            "target.net", "Any Network",
            "target.ix", "Any Exchange",
            "target.fac", "Any Facility",
            "target.carrier", "Any Carrier",
            "target.sessions.any", "Manage peering sessions - Any Network");

    /** All of an organization: the whole, kinds of objects, then each object. */
    static List<PermissionTarget> of(Snapshot snapshot, long organization) {
        return all(
                snapshot,
                organization,
                Messages.current(),
                Texts::text,
                network -> network.get(Net.NAME) + " (AS" + network.get(Net.ASN) + ")");
    }

    /** Whether a permission id is of something that an organization has now. */
    static boolean exists(Snapshot snapshot, long organization, String id) {
        return of(snapshot, organization).stream().anyMatch(target -> target.id.equals(id));
    }

    /** All in the words of the reference and in order of them, for scripts that were written for it. */
    static List<PermissionTarget> asInReference(Snapshot snapshot, long organization) {
        return all(
                        snapshot,
                        organization,
                        Languages.english(),
                        key -> REFERENCE_LABELS.getOrDefault(
                                key, Languages.english().text(key)),
                        network -> network.get(Net.NAME))
                .stream()
                .filter(target -> !target.id.equals(new PermissionIds(organization).log())) // it knows no such thing
                .sorted(Comparator.comparing(PermissionTarget::label))
                .toList();
    }

    private static List<PermissionTarget> all(
            Snapshot snapshot,
            long organization,
            Messages words,
            UnaryOperator<String> label,
            Function<Row, String> networkName) {
        PermissionIds ids = new PermissionIds(organization);
        List<PermissionTarget> permits = new ArrayList<>();
        permits.add(new PermissionTarget(ids.wholeOrganization(), label.apply("target.whole")));
        permits.add(new PermissionTarget(ids.users(), label.apply("target.users")));
        permits.add(new PermissionTarget(ids.log(), label.apply("target.log")));
        PermissionIds.KINDS.forEach(
                kind -> permits.add(new PermissionTarget(kind.typeName(), label.apply("target." + kind.typeName()))));
        permits.add(new PermissionTarget("sessions", label.apply("target.sessions.any")));
        List<PermissionTarget> networks = owned(snapshot, organization, words, Net.ORG_ID, networkName);
        permits.addAll(networks);
        permits.addAll(owned(snapshot, organization, words, Ix.ORG_ID, row -> row.get(Ix.NAME)));
        permits.addAll(owned(snapshot, organization, words, Fac.ORG_ID, row -> row.get(Fac.NAME)));
        permits.addAll(owned(snapshot, organization, words, Carrier.ORG_ID, row -> row.get(Carrier.NAME)));
        networks.forEach(network -> permits.add(new PermissionTarget(
                network.id.replaceFirst("^net", "sessions"),
                words.text("target.sessions")
                        + network.label.substring(
                                Texts.singular(Net.TYPE, words).length()))));
        return permits;
    }

    private static List<PermissionTarget> owned(
            Snapshot snapshot, long organization, Messages words, Field<Long> reference, Function<Row, String> name) {
        return snapshot.referring(reference, organization).stream()
                .filter(row -> row.status() != Status.DELETED)
                .map(row -> new PermissionTarget(
                        row.type().typeName() + "." + row.id(),
                        Texts.singular(reference.owner(), words) + " - " + name.apply(row)))
                .toList();
    }
}
