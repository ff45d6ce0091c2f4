package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.peerage.access.AccountStore;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Role;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeyView;
import org.peerage.web.pick.PickField;
import org.peerage.web.pick.PickKind;

/** People: who they are, what they may, and how they are let in or kept out. */
final class UserPages {
    private static final int MAX_SHOWN = 200;
    private static final int MAX_ENTRIES = 20;

    PageResponse show(StaffRequest staff) {
        String id = staff.request().pathSegment(2);
        if (id.isEmpty()) {
            return list(staff);
        }
        return staff.services()
                .accounts()
                .current()
                .user(StaffRequest.number(id))
                .map(user -> staff.request().isPost() ? act(staff, user) : page(staff, user, ""))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static PageResponse list(StaffRequest staff) {
        String query = staff.request().value("q").toLowerCase(Locale.ROOT);
        String only = staff.request().value("only");
        List<UserAccount> found = staff.services().accounts().current().users().stream()
                .filter(user -> isFound(user, query))
                .filter(user -> switch (only) {
                    case "superusers" -> user.superuser() || user.staff();
                    case "inactive" -> !user.active();
                    case "unverified" -> !user.verified();
                    default -> true;
                })
                .toList();
        List<UserRow> rows = found.stream().limit(MAX_SHOWN).map(UserPages::row).toList();
        return staff.page(
                "users",
                Texts.text("staff.users"),
                Map.of(
                        "users",
                        rows,
                        "total",
                        found.size(),
                        "query",
                        staff.request().value("q"),
                        "only",
                        only));
    }

    private static boolean isFound(UserAccount user, String query) {
        String text = user.username() + " " + user.email() + " " + user.firstName() + " " + user.lastName();
        return query.isEmpty()
                || text.toLowerCase(Locale.ROOT).contains(query)
                || query.equals(Long.toString(user.id()));
    }

    private static UserRow row(UserAccount user) {
        String state = !user.active()
                ? Texts.text("staff.user.deactivated")
                : user.verified() ? Texts.text("staff.user.active") : Texts.text("identity.unconfirmed");
        String roles = user.superuser()
                ? Texts.text("staff.role.superuser")
                : user.staff() ? Texts.text("staff.role.staff") : "";
        return new UserRow(
                user.id(),
                user.username(),
                user.email() == null ? "" : user.email(),
                fullName(user),
                state,
                roles,
                user.organizations().size());
    }

    private static String fullName(UserAccount user) {
        return (user.firstName() + " " + user.lastName()).strip();
    }

    private PageResponse act(StaffRequest staff, UserAccount user) {
        return switch (staff.request().pathSegment(3)) {
            case "verify" -> change(staff, user, "verify user", "", "verified", s -> s.setVerified(user.id(), true));
            case "deactivate" -> deactivate(staff, user);
            case "reactivate" ->
                change(staff, user, "reactivate user", "", "reactivated", s -> s.setActive(user.id(), true));
            case "rights" -> rights(staff, user);
            case "reset" -> reset(staff, user);
            case "sessions" -> {
                staff.services().sessions().endAll(user.id(), "");
                staff.services().people().knownDevices().forgetOthers(user.id(), Optional.empty(), "", "");
                staff.services().identityProvider().tokens().endAllOf(user.id());
                staff.audit("end sessions", subject(user), "");
                yield StaffRequest.redirectWithNotice(url(user), "ended");
            }
            case "factors" -> {
                boolean mailed = staff.services()
                                .rateLimiter()
                                .admitMail(staff.request().ipAddress(), "factors " + user.username())
                                .isEmpty()
                        && staff.services()
                                .people()
                                .factorRecovery()
                                .mail(user, staff.request().siteUrl());
                if (!mailed) {
                    yield page(staff, user, text("oauth.recover.notMailed"));
                }
                staff.audit("send link for lost second factors", subject(user), "");
                yield StaffRequest.redirectWithNotice(url(user), "mailed");
            }
            case "keys" -> revoke(staff, user);
            case "member" -> member(staff, user);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse change(
            StaffRequest staff,
            UserAccount user,
            String action,
            String detail,
            String notice,
            Consumer<AccountStore> change) {
        staff.services().accounts().change(store -> {
            change.accept(store);
            return user;
        });
        staff.audit(action, subject(user), detail);
        return StaffRequest.redirectWithNotice(url(user), notice);
    }

    private PageResponse deactivate(StaffRequest staff, UserAccount user) {
        if (!staff.services().accounts().change(store -> store.deactivate(user.id()))) {
            return page(staff, user, Texts.text("staff.user.lastSuperuser"));
        }
        staff.services().sessions().endAll(user.id(), "");
        staff.services().identityProvider().tokens().endAllOf(user.id());
        staff.audit("deactivate user", subject(user), "");
        return StaffRequest.redirectWithNotice(url(user), "deactivated");
    }

    private PageResponse rights(StaffRequest desk, UserAccount user) {
        boolean superuser = desk.request().has("superuser");
        boolean staff = desk.request().has("staff");
        if (!desk.services().accounts().change(store -> store.setRights(user.id(), superuser, staff))) {
            return page(desk, user, Texts.text("staff.user.lastSuperuser"));
        }
        String detail = "superuser " + (superuser ? "yes" : "no") + ", staff " + (staff ? "yes" : "no");
        desk.audit("set rights", subject(user), detail);
        return StaffRequest.redirectWithNotice(url(user), "saved");
    }

    private PageResponse reset(StaffRequest staff, UserAccount user) {
        if (user.email() == null || !user.active()) {
            return page(staff, user, Texts.text("staff.user.noAddress"));
        }
        staff.services()
                .people()
                .passwordReset()
                .mailPasswordReset(user.email(), staff.request().siteUrl());
        staff.audit("send password reset", subject(user), "");
        return StaffRequest.redirectWithNotice(url(user), "mailed");
    }

    private static PageResponse revoke(StaffRequest staff, UserAccount user) {
        StoredKey.Owner owner = new StoredKey.Owner.UserOwner(user.id());
        Optional<StoredKey> key = staff.services()
                .accounts()
                .current()
                .key(staff.request().value("prefix"))
                .filter(known -> known.owner().equals(owner));
        if (key.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return change(staff, user, "revoke key", key.get().prefix(), "revoked", store -> {
            boolean _ = store.revokeKey(key.get().prefix());
        });
    }

    private PageResponse member(StaffRequest staff, UserAccount user) {
        long id = organization(staff).value().map(StaffRequest::number).orElse(0L);
        Row organization = staff.request().snapshot().find(Org.TYPE, id);
        String role = staff.request().value("role");
        if (role.equals("none")) {
            return change(staff, user, "remove member", Org.TYPE.reference(id), "removed", s -> s.leave(user.id(), id));
        }
        if (organization == null || organization.status() == Status.DELETED) {
            return page(staff, user, Texts.text("staff.user.noOrganization"));
        }
        Role wanted = role.equals("admin") ? Role.ADMIN : Role.MEMBER;
        if (!staff.services().accounts().change(store -> store.join(user.id(), id, wanted))) {
            return page(staff, user, Texts.text("staff.user.noOrganization"));
        }
        staff.audit("set member", subject(user), wanted.text() + " of org:" + id);
        return StaffRequest.redirectWithNotice(url(user), "saved");
    }

    private static PickField organization(StaffRequest staff) {
        return PickField.one(staff.request(), "org", PickKind.ORGANIZATION, Texts.text("staff.user.organization"));
    }

    private static String subject(UserAccount user) {
        return "user:" + user.id();
    }

    private static String url(UserAccount user) {
        return "/staff/users/" + user.id();
    }

    private PageResponse page(StaffRequest staff, UserAccount user, String problem) {
        List<UserView.UserMembership> memberships = user.organizations().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new UserView.UserMembership(
                        entry.getKey(), organization(staff, entry.getKey()), entry.getValue() == Role.ADMIN))
                .toList();
        UserView view = new UserView(
                user.id(),
                user.username(),
                user.email() == null ? "" : user.email(),
                fullName(user),
                TimeFormat.of(user.created()),
                user.verified(),
                user.active(),
                user.superuser(),
                user.staff(),
                staff.request().user().filter(self -> self.id() == user.id()).isPresent(),
                memberships,
                KeyView.of(staff.request(), new StoredKey.Owner.UserOwner(user.id())),
                staff.services().sessions().of(user.id()),
                staff
                        .services()
                        .auditLog()
                        .find(new AuditLog.AuditFilter(subject(user), "", "", null, null), MAX_ENTRIES, 0)
                        .stream()
                        .map(entry -> AuditLine.of(staff, entry))
                        .toList(),
                staff.services().auditLog().about(subject(user), MAX_ENTRIES).stream()
                        .map(entry -> AuditLine.of(staff, entry))
                        .toList());
        return staff.page("user", user.username(), problem, Map.of("user", view, "organization", organization(staff)));
    }

    private static String organization(StaffRequest staff, long id) {
        Row row = staff.request().snapshot().find(Org.TYPE, id);
        return row == null ? Texts.text("common.organizationId", id) : row.get(Org.NAME);
    }
}
