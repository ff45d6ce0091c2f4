package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Permission;
import org.peerage.access.Role;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.accounts.PermissionIds;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.Visit;

/** An organization whose panel somebody may use: its admins, and superusers. */
record Panel(Visit visit, Row organization) {

    /** The panel of an organization, if the visitor may use it. */
    static Optional<Panel> of(Visit visit, long id) {
        Row organization = visit.snapshot().find(Org.TYPE, id);
        if (organization == null) {
            return Optional.empty();
        }
        boolean may = organization.status() != Status.DELETED
                && visit.user().isPresent()
                && visit.caller().may(Permission.ALL, "peeringdb.manage_organization." + id);
        return may ? Optional.of(new Panel(visit, organization)) : Optional.empty();
    }

    long id() {
        return organization.id();
    }

    String name() {
        return organization.get(Org.NAME);
    }

    StoredKey.Owner owner() {
        return new StoredKey.Owner.Organization(id());
    }

    /** A key of this organization, and of no other, that is not revoked. */
    Optional<StoredKey> key(String prefix) {
        return visit.site()
                .accounts()
                .current()
                .key(prefix)
                .filter(key -> key.owner().equals(owner()) && key.status() != StoredKey.Status.REVOKED);
    }

    /** All that can be permitted here: kinds of objects first, then each object. */
    List<Permit> permits() {
        List<Permit> permits = new ArrayList<>();
        permits.add(new Permit("org." + id(), "Organization and all Entities it owns"));
        permits.add(new Permit("net", "Any Network"));
        permits.add(new Permit("ix", "Any Exchange"));
        permits.add(new Permit("fac", "Any Facility"));
        permits.add(new Permit("carrier", "Any Carrier"));
        add(permits, Net.ORG_ID, Net.NAME, "Network");
        add(permits, Ix.ORG_ID, Ix.NAME, "Exchange");
        add(permits, Fac.ORG_ID, Fac.NAME, "Facility");
        add(permits, Carrier.ORG_ID, Carrier.NAME, "Carrier");
        return permits;
    }

    private void add(List<Permit> permits, Field<Long> reference, Field<String> name, String label) {
        for (Row row : visit.snapshot().referring(reference, id())) {
            if (row.status() != Status.DELETED) {
                permits.add(new Permit(row.type().tag() + "." + row.id(), label + " - " + row.get(name)));
            }
        }
    }

    /** Sets what a key may do; whether it only reads now. */
    boolean permit(StoredKey key, Map<String, Integer> bitsById) {
        var grants = new PermissionIds(id()).grants(bitsById);
        boolean readOnly = PermissionIds.isReadOnly(grants);
        visit.site().accounts().change(store -> store.setKeyGrants(key.prefix(), grants, readOnly));
        note("set key permissions", key.prefix() + " " + bitsById);
        return readOnly;
    }

    Map<String, Integer> permissions(StoredKey key) {
        return new PermissionIds(id()).of(key.grants());
    }

    List<Member> members() {
        return visit.site().accounts().current().users().stream()
                .filter(user -> user.organizations().containsKey(id()))
                .map(user -> new Member(
                        user.id(),
                        fullName(user),
                        user.email() == null ? "" : user.email(),
                        user.organizations().get(id()) == Role.ADMIN))
                .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
                .toList();
    }

    private static String fullName(UserAccount user) {
        String name = (user.firstName() + " " + user.lastName()).strip();
        return name.isEmpty() ? user.username() : name + " (" + user.username() + ")";
    }

    void note(String action, String detail) {
        String actor = visit.user().map(user -> "user:" + user.id()).orElse("");
        visit.site().audit().note(actor, action, "org:" + id(), detail, visit.address());
    }

    /** What is wrong with the name and address of a key, by field. */
    static Map<String, String> problems(String name, String email) {
        Map<String, String> problems = new java.util.LinkedHashMap<>();
        if (name.isEmpty()) {
            problems.put("name", "This field is required.");
        } else if (name.length() > 150) {
            problems.put("name", "Ensure this field has no more than 150 characters.");
        }
        if (email.isEmpty()) {
            problems.put("email", "This field is required.");
        } else if (!org.peerage.text.Email.isValid(email) || email.length() > 254) {
            problems.put("email", "Enter a valid email address.");
        }
        return problems;
    }

    /** The bits that the form's boxes of one permission id stand for. */
    static int bits(Visit visit, String id) {
        int bits = 0;
        for (Permission permission : Permission.values()) {
            if (visit.has("p:" + id + ":" + permission.name().toLowerCase(Locale.ROOT))) {
                bits |= permission.bit();
            }
        }
        return bits;
    }
}
