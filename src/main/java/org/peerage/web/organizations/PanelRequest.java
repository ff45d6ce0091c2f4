package org.peerage.web.organizations;

import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Permission;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;

/**
 * An organization whose panel somebody may use: its admins and superusers all of it, who looks after its members only
 * that part.
 */
record PanelRequest(PageRequest request, Row organization, boolean admin) {

    /** The panel of an organization, if the visitor may use any of it. */
    static Optional<PanelRequest> of(PageRequest request, long id) {
        Row organization = request.snapshot().find(Org.TYPE, id);
        if (organization == null
                || organization.status() == Status.DELETED
                || request.user().isEmpty()) {
            return Optional.empty();
        }
        boolean admin = request.caller().administers(id);
        return admin || request.caller().mayManageUsers(Permission.READ, id)
                ? Optional.of(new PanelRequest(request, organization, admin))
                : Optional.empty();
    }

    /** The panel of an organization, if the visitor is one of its admins. */
    static Optional<PanelRequest> ofAdmin(PageRequest request, long id) {
        return of(request, id).filter(PanelRequest::admin);
    }

    long id() {
        return organization.id();
    }

    String name() {
        return organization.get(Org.NAME);
    }

    String url() {
        return "/org_admin/" + id();
    }

    StoredKey.Owner.OrganizationOwner owner() {
        return new StoredKey.Owner.OrganizationOwner(id());
    }

    /** Whether the visitor may do this to members that are no admins. */
    boolean mayManage(Permission permission) {
        return request.caller().mayManageUsers(permission, id());
    }

    /** A key of this organization, and of no other, that is not revoked. */
    Optional<StoredKey> key(String prefix) {
        return request.services()
                .accounts()
                .current()
                .key(prefix)
                .filter(key -> key.owner().equals(owner()) && key.status() != StoredKey.KeyStatus.REVOKED);
    }

    /** Somebody who has a role in this organization. */
    Optional<UserAccount> member(String id) {
        return IdParser.parse(id).stream()
                .mapToObj(user -> request.services().accounts().current().user(user))
                .flatMap(Optional::stream)
                .filter(user -> user.organizations().containsKey(id()))
                .findFirst();
    }

    void audit(String action, String detail) {
        String actor = request.user().map(user -> "user:" + user.id()).orElse("");
        request.services().auditLog().record(actor, action, Org.TYPE.reference(id()), detail, request.ipAddress());
    }

    PanelHeader header(String tab) {
        int requests = request.services().affiliations().requestsTo(id()).size();
        return new PanelHeader(id(), name(), tab, admin, requests, FlashMessages.of(request.value("said")));
    }
}
