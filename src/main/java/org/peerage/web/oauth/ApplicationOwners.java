package org.peerage.web.oauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.oauth.Application;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;

/** Whose applications are whose, and who may look after them (docs/spec/identity.md §2). */
final class ApplicationOwners {
    private ApplicationOwners() {}

    /** The owner's name; a person's username. */
    static String name(PageRequest request, Application application) {
        return switch (application.owner()) {
            case Application.Owner.UserOwner(long id) ->
                request.services()
                        .accounts()
                        .current()
                        .user(id)
                        .map(UserAccount::username)
                        .orElse("");
            case Application.Owner.OrganizationOwner(long id) ->
                Optional.ofNullable(request.snapshot().find(Org.TYPE, id))
                        .map(row -> row.get(Org.NAME))
                        .orElse("");
        };
    }

    static String url(Application application) {
        return application.owner() instanceof Application.Owner.OrganizationOwner(long id) ? "/org/" + id : "";
    }

    /** Whether somebody may make, see, change and delete the applications of an owner. */
    static boolean mayManage(PageRequest request, Application.Owner owner) {
        if (request.user().isEmpty()) {
            return false;
        }
        return switch (owner) {
            case Application.Owner.UserOwner(long id) ->
                id == request.user().get().id() || request.caller().isSuperuser();
            case Application.Owner.OrganizationOwner(long id) -> {
                Row organization = request.snapshot().find(Org.TYPE, id);
                yield organization != null
                        && organization.isActive()
                        && (request.caller().administers(id)
                                || request.caller()
                                        .may(
                                                Permission.CREATE,
                                                Namespace.manageOrganization(id)
                                                        .child("oauth")
                                                        .text()));
            }
        };
    }

    /** The organizations whose applications the person looks after. */
    static List<Row> organizations(PageRequest request) {
        List<Row> organizations = new ArrayList<>();
        for (long id : request.user().orElseThrow().organizations().keySet().stream()
                .sorted()
                .toList()) {
            Row row = request.snapshot().find(Org.TYPE, id);
            if (row != null && mayManage(request, new Application.Owner.OrganizationOwner(id))) {
                organizations.add(row);
            }
        }
        return organizations;
    }
}
