package org.peerage.web.staff;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.peerage.access.AccountStore;
import org.peerage.access.Role;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Audit;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.Reply;
import org.peerage.web.people.KeyView;

/** People: who they are, what they may, and how they are let in or kept out. */
final class UserPages {
    private static final int SHOWN = 200;
    private static final int ENTRIES = 20;
    private static final String LAST_SUPERUSER = "This is the last superuser: make another one first.";

    Reply show(Desk desk) {
        String id = desk.visit().part(2);
        if (id.isEmpty()) {
            return list(desk);
        }
        return desk.site()
                .accounts()
                .current()
                .user(Desk.number(id))
                .map(user -> desk.visit().isPost() ? act(desk, user) : page(desk, user, ""))
                .orElseGet(Reply.NotFound::new);
    }

    private static Reply list(Desk desk) {
        String query = desk.visit().value("q").toLowerCase(Locale.ROOT);
        String only = desk.visit().value("only");
        List<UserAccount> found = desk.site().accounts().current().users().stream()
                .filter(user -> isFound(user, query))
                .filter(user -> switch (only) {
                    case "superusers" -> user.superuser() || user.staff();
                    case "inactive" -> !user.active();
                    case "unverified" -> !user.verified();
                    default -> true;
                })
                .toList();
        List<UserRow> rows = found.stream().limit(SHOWN).map(UserPages::row).toList();
        return desk.page(
                "users",
                "Users",
                Map.of(
                        "users",
                        rows,
                        "total",
                        found.size(),
                        "query",
                        desk.visit().value("q"),
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
        String state = !user.active() ? "deactivated" : user.verified() ? "active" : "not confirmed";
        String roles = user.superuser() ? "superuser" : user.staff() ? "staff" : "";
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

    private Reply act(Desk desk, UserAccount user) {
        return switch (desk.visit().part(3)) {
            case "verify" -> change(desk, user, "verify user", "", "verified", s -> s.setVerified(user.id(), true));
            case "deactivate" -> deactivate(desk, user);
            case "reactivate" ->
                change(desk, user, "reactivate user", "", "reactivated", s -> s.setActive(user.id(), true));
            case "rights" -> rights(desk, user);
            case "reset" -> reset(desk, user);
            case "sessions" -> {
                desk.site().sessions().endAll(user.id(), "");
                desk.note("end sessions", subject(user), "");
                yield Desk.done(place(user), "ended");
            }
            case "keys" -> revoke(desk, user);
            case "member" -> member(desk, user);
            default -> new Reply.NotFound();
        };
    }

    private static Reply change(
            Desk desk, UserAccount user, String action, String detail, String done, Consumer<AccountStore> change) {
        desk.site().accounts().change(store -> {
            change.accept(store);
            return user;
        });
        desk.note(action, subject(user), detail);
        return Desk.done(place(user), done);
    }

    private Reply deactivate(Desk desk, UserAccount user) {
        if (!desk.site().accounts().change(store -> store.deactivate(user.id()))) {
            return page(desk, user, LAST_SUPERUSER);
        }
        desk.site().sessions().endAll(user.id(), "");
        desk.note("deactivate user", subject(user), "");
        return Desk.done(place(user), "deactivated");
    }

    private Reply rights(Desk desk, UserAccount user) {
        boolean superuser = desk.visit().has("superuser");
        boolean staff = desk.visit().has("staff");
        if (!desk.site().accounts().change(store -> store.setRights(user.id(), superuser, staff))) {
            return page(desk, user, LAST_SUPERUSER);
        }
        String detail = "superuser " + (superuser ? "yes" : "no") + ", staff " + (staff ? "yes" : "no");
        desk.note("set rights", subject(user), detail);
        return Desk.done(place(user), "saved");
    }

    private Reply reset(Desk desk, UserAccount user) {
        if (user.email() == null || !user.active()) {
            return page(desk, user, "There is no address to mail to, or the account is deactivated.");
        }
        desk.site().people().forgotten(user.email(), desk.visit().siteAddress());
        desk.note("send password reset", subject(user), "");
        return Desk.done(place(user), "mailed");
    }

    private static Reply revoke(Desk desk, UserAccount user) {
        StoredKey.Owner owner = new StoredKey.Owner.User(user.id());
        Optional<StoredKey> key = desk.site()
                .accounts()
                .current()
                .key(desk.visit().value("prefix"))
                .filter(known -> known.owner().equals(owner));
        if (key.isEmpty()) {
            return new Reply.NotFound();
        }
        return change(desk, user, "revoke key", key.get().prefix(), "revoked", store -> {
            boolean _ = store.revokeKey(key.get().prefix());
        });
    }

    private Reply member(Desk desk, UserAccount user) {
        long id = Desk.number(desk.visit().value("org"));
        Row organization = desk.visit().snapshot().find(Org.TYPE, id);
        String role = desk.visit().value("role");
        if (role.equals("none")) {
            return change(desk, user, "remove member", "org:" + id, "removed", s -> s.leave(user.id(), id));
        }
        if (organization == null || organization.status() == Status.DELETED) {
            return page(desk, user, "There is no organization " + desk.visit().value("org") + ".");
        }
        Role wanted = role.equals("admin") ? Role.ADMIN : Role.MEMBER;
        if (!desk.site().accounts().change(store -> store.join(user.id(), id, wanted))) {
            return page(desk, user, "There is no organization " + desk.visit().value("org") + ".");
        }
        desk.note("set member", subject(user), wanted.text() + " of org:" + id);
        return Desk.done(place(user), "saved");
    }

    private static String subject(UserAccount user) {
        return "user:" + user.id();
    }

    private static String place(UserAccount user) {
        return "/staff/users/" + user.id();
    }

    private Reply page(Desk desk, UserAccount user, String problem) {
        List<UserView.Membership> memberships = user.organizations().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new UserView.Membership(
                        entry.getKey(), organization(desk, entry.getKey()), entry.getValue() == Role.ADMIN))
                .toList();
        UserView view = new UserView(
                user.id(),
                user.username(),
                user.email() == null ? "" : user.email(),
                fullName(user),
                Times.of(user.created()),
                user.verified(),
                user.active(),
                user.superuser(),
                user.staff(),
                desk.visit().user().filter(self -> self.id() == user.id()).isPresent(),
                memberships,
                KeyView.of(desk.visit(), new StoredKey.Owner.User(user.id())),
                desk.site().sessions().of(user.id()),
                desk.site().audit().find(new Audit.Filter(subject(user), "", "", null, null), ENTRIES, 0),
                desk.site().audit().about(subject(user), ENTRIES));
        return desk.page(problem.isEmpty() ? 200 : 400, "user", user.username(), problem, Map.of("user", view));
    }

    private static String organization(Desk desk, long id) {
        Row row = desk.visit().snapshot().find(Org.TYPE, id);
        return row == null ? "organization " + id : row.get(Org.NAME);
    }
}
