package org.peerage.web.organizations;

import java.util.Optional;
import org.peerage.access.Permission;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.Visit;

/**
 * An organization whose panel somebody may use: its admins and superusers all of it, who looks after its members only
 * that part.
 */
record Panel(Visit visit, Row organization, boolean admin) {

    /** The panel of an organization, if the visitor may use any of it. */
    static Optional<Panel> of(Visit visit, long id) {
        Row organization = visit.snapshot().find(Org.TYPE, id);
        if (organization == null
                || organization.status() == Status.DELETED
                || visit.user().isEmpty()) {
            return Optional.empty();
        }
        boolean admin = visit.caller().administers(id);
        return admin || visit.caller().mayManageUsers(Permission.READ, id)
                ? Optional.of(new Panel(visit, organization, admin))
                : Optional.empty();
    }

    /** The panel of an organization, if the visitor is one of its admins. */
    static Optional<Panel> ofAdmin(Visit visit, long id) {
        return of(visit, id).filter(Panel::admin);
    }

    long id() {
        return organization.id();
    }

    String name() {
        return organization.get(Org.NAME);
    }

    String address() {
        return "/org_admin/" + id();
    }

    StoredKey.Owner.Organization owner() {
        return new StoredKey.Owner.Organization(id());
    }

    /** Whether the visitor may do this to members that are no admins. */
    boolean mayManage(Permission permission) {
        return visit.caller().mayManageUsers(permission, id());
    }

    /** A key of this organization, and of no other, that is not revoked. */
    Optional<StoredKey> key(String prefix) {
        return visit.site()
                .accounts()
                .current()
                .key(prefix)
                .filter(key -> key.owner().equals(owner()) && key.status() != StoredKey.Status.REVOKED);
    }

    /** Somebody who has a role in this organization. */
    Optional<UserAccount> member(String id) {
        return Ids.parse(id).stream()
                .mapToObj(user -> visit.site().accounts().current().user(user))
                .flatMap(Optional::stream)
                .filter(user -> user.organizations().containsKey(id()))
                .findFirst();
    }

    void note(String action, String detail) {
        String actor = visit.user().map(user -> "user:" + user.id()).orElse("");
        visit.site().audit().note(actor, action, "org:" + id(), detail, visit.address());
    }

    PanelHead head(String tab) {
        int requests = visit.site().joining().requestsTo(id()).size();
        return new PanelHead(id(), name(), tab, admin, requests, Said.of(visit.value("said")));
    }
}
