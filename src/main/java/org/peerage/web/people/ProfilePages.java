package org.peerage.web.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.ApiKey;
import org.peerage.access.NewKey;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;
import org.peerage.accounts.People;
import org.peerage.accounts.Session;
import org.peerage.web.organizations.AffiliationView;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** A person's own page: API keys, organizations, sessions, password. */
public final class ProfilePages {

    public Reply show(Visit visit) {
        Optional<UserAccount> user = visit.user();
        if (user.isEmpty()) {
            return new Reply.Redirect("/account/login/?next=/profile");
        }
        if (!visit.isPost()) {
            return page(visit, user.get(), 200, Map.of(), null);
        }
        return switch (visit.path()) {
            case "/profile/keys" -> addKey(visit, user.get());
            case "/profile/keys/revoke" -> revoke(visit, user.get());
            case "/profile/keys/rotate" -> rotate(visit, user.get());
            case "/profile/sessions/end" -> endSession(visit, user.get());
            case "/profile/verify" -> {
                visit.site().people().verifyAgain(user.get(), visit.siteAddress());
                yield new Reply.Redirect("/profile");
            }
            default -> new Reply.NotFound();
        };
    }

    private Reply addKey(Visit visit, UserAccount user) {
        KeyLimits limits = KeyLimits.of(visit);
        Map<String, String> problems = new HashMap<>(limits.problems());
        String name = visit.value("name");
        if (name.isEmpty()) {
            problems.put("name", "This field is required.");
        } else if (name.length() > 150) {
            problems.put("name", "Ensure this field has no more than 150 characters.");
        }
        if (!user.verified()) {
            problems.put("name", "Confirm your e-mail address first.");
        }
        if (!problems.isEmpty()) {
            return page(visit, user, 400, problems, null);
        }
        NewKey wanted = new NewKey(
                new StoredKey.Owner.User(user.id()),
                name,
                null,
                visit.has("readonly"),
                StoredKey.Status.ACTIVE,
                limits.expires(),
                limits.networks(),
                Map.of());
        ApiKey key = visit.site().accounts().change(store -> store.addKey(wanted));
        note(visit, user, "make key", key.prefix() + " " + name);
        return page(visit, user, 200, Map.of(), key.reveal());
    }

    private Reply revoke(Visit visit, UserAccount user) {
        own(visit, user).ifPresent(key -> {
            visit.site().accounts().change(store -> store.revokeKey(key.prefix()));
            note(visit, user, "revoke key", key.prefix() + " " + key.name());
        });
        return new Reply.Redirect("/profile#keys");
    }

    /** A new key like the old one, which goes on for a day so that programs can be told. */
    private Reply rotate(Visit visit, UserAccount user) {
        Optional<StoredKey> old = own(visit, user);
        if (old.isEmpty()) {
            return new Reply.NotFound();
        }
        ApiKey key = visit.site().accounts().change(store -> {
            StoredKey known = old.get();
            ApiKey made = store.addKey(new NewKey(
                    known.owner(),
                    known.name(),
                    known.email(),
                    known.readOnly(),
                    StoredKey.Status.ACTIVE,
                    known.expires(),
                    known.allowedNetworks(),
                    known.grants()));
            store.expireKey(
                    known.prefix(),
                    visit.site().clock().instant().plusSeconds(86_400).getEpochSecond());
            return made;
        });
        note(visit, user, "rotate key", old.get().prefix() + " to " + key.prefix());
        return page(visit, user, 200, Map.of(), key.reveal());
    }

    private static Optional<StoredKey> own(Visit visit, UserAccount user) {
        return visit.site()
                .accounts()
                .current()
                .key(visit.value("prefix"))
                .filter(key -> key.owner().equals(new StoredKey.Owner.User(user.id()))
                        && key.status() != StoredKey.Status.REVOKED);
    }

    private Reply endSession(Visit visit, UserAccount user) {
        String here = visit.session().map(Session::id).orElse("");
        if (visit.has("all")) {
            visit.site().sessions().endAll(user.id(), here);
            note(visit, user, "end other sessions", "");
        } else {
            visit.site().sessions().end(user.id(), visit.value("session"));
        }
        return new Reply.Redirect("/profile#sessions");
    }

    public Reply changePassword(Visit visit) {
        Optional<UserAccount> user = visit.user();
        if (user.isEmpty()) {
            return new Reply.Redirect("/account/login/?next=/change-password");
        }
        if (!visit.isPost()) {
            return password(visit, 200, "");
        }
        if (visit.site().throttles().credentialsBlocked(visit.address()).isPresent()) {
            return password(visit, 429, "Too many wrong tries. Please wait a minute.");
        }
        if (!visit.site().people().isPassword(user.get(), visit.raw("old_password"))) {
            var unused = visit.site().throttles().admitCredentialsFailure(visit.address());
            return password(visit, unused.isPresent() ? 429 : 400, "The old password is not right.");
        }
        Optional<String> problem = People.problem(user.get(), visit.raw("password"), visit.raw("password_again"));
        if (problem.isPresent()) {
            return password(visit, 400, problem.get());
        }
        visit.site().people().setPassword(user.get(), visit.raw("password"));
        visit.site()
                .sessions()
                .endAll(user.get().id(), visit.session().map(Session::id).orElse(""));
        note(visit, user.get(), "change password", "");
        return new Reply.Redirect("/profile");
    }

    private static Reply password(Visit visit, int status, String problem) {
        return new Reply.Page(
                status, "password.jte", Map.of("shell", visit.shell("Change password"), "problem", problem));
    }

    private static void note(Visit visit, UserAccount user, String action, String detail) {
        visit.site().audit().note("user:" + user.id(), action, "user:" + user.id(), detail, visit.address());
    }

    private static Reply page(
            Visit visit, UserAccount user, int status, Map<String, String> problems, @Nullable String secret) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Your profile"));
        model.put("user", user);
        model.put("keys", KeyView.of(visit, new StoredKey.Owner.User(user.id())));
        model.put("affiliation", AffiliationView.of(visit, user));
        model.put("sessions", visit.site().sessions().of(user.id()));
        model.put("here", visit.session().map(Session::id).orElse(""));
        model.put("log", visit.site().audit().about("user:" + user.id(), 10));
        model.put("problems", problems);
        model.put(
                "typed",
                new HashMap<>(Map.of(
                        "name",
                        visit.value("name"),
                        "networks",
                        visit.value("networks"),
                        "expires",
                        visit.value("expires"))));
        model.put("secret", secret == null ? "" : secret);
        model.put("site", visit.siteAddress());
        return new Reply.Page(status, "profile.jte", model);
    }
}
