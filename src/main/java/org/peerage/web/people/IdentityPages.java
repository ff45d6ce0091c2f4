package org.peerage.web.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Addresses;
import org.peerage.accounts.People;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** By what a person is known: name, username, e-mail addresses. */
final class IdentityPages {
    private static final String HERE = "/profile/account";

    Reply answer(Visit visit, UserAccount user) {
        if (!visit.isPost()) {
            return visit.part(1).equals("account") ? page(visit, user, Map.of()) : new Reply.Redirect(HERE);
        }
        return switch (visit.path()) {
            case "/profile/name" -> name(visit, user);
            case "/profile/username" -> username(visit, user);
            case "/profile/emails/add" -> add(visit, user);
            case "/profile/emails/send" -> sendAgain(visit, user);
            case "/profile/emails/primary" -> primary(visit, user);
            case "/profile/emails/remove" -> remove(visit, user);
            default -> new Reply.NotFound();
        };
    }

    private static Reply page(Visit visit, UserAccount user, Map<String, String> problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Name and e-mail"));
        model.put("user", user);
        model.put("further", visit.site().people().addresses().of(user.id()));
        model.put("most", Addresses.MOST);
        model.put("problems", problems);
        Map<String, String> typed = new HashMap<>();
        boolean name = problems.containsKey("first_name");
        typed.put("first_name", name ? visit.value("first_name") : user.firstName());
        typed.put("last_name", name ? visit.value("last_name") : user.lastName());
        typed.put("username", visit.has("username") ? visit.value("username") : user.username());
        typed.put("email", visit.value("email"));
        model.put("typed", typed);
        return new Reply.Page(problems.isEmpty() ? 200 : 400, "people/identity.jte", model);
    }

    private static Reply name(Visit visit, UserAccount user) {
        boolean fits = visit.site().people().setNames(user, visit.value("first_name"), visit.value("last_name"));
        return fits
                ? new Reply.Redirect(HERE)
                : page(visit, user, Map.of("first_name", "Names have at most 254 characters."));
    }

    private static Reply username(Visit visit, UserAccount user) {
        Optional<String> password = Doors.passwordProblem(visit, user, "password");
        if (password.isPresent()) {
            return page(visit, user, Map.of("password", password.get()));
        }
        Optional<String> problem = visit.site().people().rename(user, visit.value("username"), visit.siteAddress());
        if (problem.isPresent()) {
            return page(visit, user, Map.of("username", problem.get()));
        }
        Doors.note(visit, user, "change username", user.username() + " to " + visit.value("username"));
        return new Reply.Redirect(HERE);
    }

    private static Reply add(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        String email = visit.value("email");
        if (visit.site().throttles().admitLetter(visit.address(), email).isPresent()) {
            return page(visit, user, Map.of("email", "Too many mails. Please try again later."));
        }
        Optional<String> problem = addresses(visit).add(user, email, visit.siteAddress());
        if (problem.isPresent()) {
            return page(visit, user, Map.of("email", problem.get()));
        }
        Doors.note(visit, user, "add address", email);
        return new Reply.Redirect(HERE);
    }

    private static Reply sendAgain(Visit visit, UserAccount user) {
        String email = visit.value("email");
        if (visit.site().throttles().admitLetter(visit.address(), email).isEmpty()) {
            addresses(visit).sendAgain(user, email, visit.siteAddress());
        }
        return new Reply.Redirect(HERE);
    }

    private static Reply primary(Visit visit, UserAccount user) {
        Optional<String> password = Doors.passwordProblem(visit, user, "password");
        if (password.isPresent()) {
            return page(visit, user, Map.of("primary", password.get()));
        }
        if (addresses(visit).makePrimary(user, visit.value("email"), visit.siteAddress())) {
            Doors.note(visit, user, "change primary address", visit.value("email"));
        }
        return new Reply.Redirect(HERE);
    }

    private static Reply remove(Visit visit, UserAccount user) {
        Optional<Reply> ask = Doors.confirmed(visit, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        if (!addresses(visit).remove(user, visit.value("email"), visit.siteAddress())) {
            return page(
                    visit, user, Map.of("email", "This address can't be removed: one that is confirmed has to stay."));
        }
        Doors.note(visit, user, "remove address", visit.value("email"));
        return new Reply.Redirect(HERE);
    }

    private static Addresses addresses(Visit visit) {
        People people = visit.site().people();
        return people.addresses();
    }
}
