package org.peerage.web.people;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.BotDefence;
import org.peerage.accounts.People;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Signing up, and the links that confirm addresses. */
public final class SignUpPages {
    private static final String NEW = "peerage_new";
    private static final Duration LINK_LASTS = Duration.ofDays(3);

    public Reply register(Visit visit) {
        BotDefence defence = visit.site().people().defence();
        if (!visit.isPost()) {
            return registration(visit, 200, Map.of(), defence.word(visit.csrf()));
        }
        // People don't see this field; programs fill it in.
        if (!visit.value("homepage").isEmpty()) {
            return checkMail(visit);
        }
        String word = visit.value("word");
        Optional<String> early = defence.problem(visit.csrf(), word, visit.value("proof"));
        if (early.isPresent()) {
            boolean known = early.get().startsWith("That was quick");
            return registration(visit, 400, Map.of("", early.get()), known ? word : defence.word(visit.csrf()));
        }
        if (visit.site()
                .throttles()
                .admitLetter(visit.address(), visit.value("email"))
                .isPresent()) {
            return registration(
                    visit, 429, Map.of("", "Too many have signed up from here. Please try again later."), word);
        }
        if (!defence.spend(word)) {
            return registration(
                    visit,
                    400,
                    Map.of("", "This form was sent already. Please send it again if you mean it."),
                    defence.word(visit.csrf()));
        }
        return switch (visit.site().people().signUp(application(visit), visit.siteAddress())) {
            case People.SignUp.Refused(Map<String, String> problems) ->
                registration(visit, 400, problems, defence.word(visit.csrf()));
            case People.SignUp.HasAccount known -> {
                noteBrowser(visit, 0);
                yield checkMail(visit);
            }
            case People.SignUp.Made(long id) -> {
                visit.site().audit().note("user:" + id, "sign up", "user:" + id, "", visit.address());
                noteBrowser(visit, id);
                yield checkMail(visit);
            }
        };
    }

    private static void noteBrowser(Visit visit, long user) {
        visit.set(NEW, visit.site().people().words().make(NEW, Long.toString(user)), LINK_LASTS);
    }

    private static People.Application application(Visit visit) {
        return new People.Application(
                visit.value("username"),
                visit.value("email"),
                visit.value("first_name"),
                visit.value("last_name"),
                visit.raw("password"),
                visit.raw("password_again"));
    }

    private static Reply registration(Visit visit, int status, Map<String, String> problems, String word) {
        Map<String, Object> model = model(visit, "Sign up", problems);
        model.put("word", word);
        model.put("bits", BotDefence.BITS);
        return new Reply.Page(status, "people/register.jte", model);
    }

    private static Map<String, Object> model(Visit visit, String title, Map<String, String> problems) {
        Map<String, String> values = new HashMap<>();
        for (String name : new String[] {"username", "email", "first_name", "last_name"}) {
            values.put(name, visit.value(name));
        }
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell(title));
        model.put("values", values);
        model.put("problems", problems);
        return model;
    }

    private static Reply checkMail(Visit visit) {
        return Html.message(
                visit,
                200,
                "Please look into your mail",
                "A link is on its way to you. It confirms your address, and then your account can do more than read.");
    }

    /** The first administrator of a new site, with the link that its start printed. */
    public Reply firstAdministrator(Visit visit) {
        String token = visit.value("token");
        People people = visit.site().people();
        if (!people.firstAdministrator().isInvited(token)) {
            return Html.message(
                    visit,
                    404,
                    "This link is not valid",
                    "It was used already, or this site has an administrator. Starting the server prints a new link if"
                            + " there is none.");
        }
        if (!visit.isPost()) {
            return administrator(visit, 200, token, Map.of());
        }
        return switch (people.signUpFirstAdministrator(application(visit), token)) {
            case People.SignUp.Refused(Map<String, String> problems) -> administrator(visit, 400, token, problems);
            case People.SignUp.HasAccount none -> throw new IllegalStateException("said as a problem");
            case People.SignUp.Made(long id) -> {
                visit.site()
                        .audit()
                        .note("user:" + id, "become first administrator", "user:" + id, "", visit.address());
                visit.site().accounts().current().user(id).ifPresent(user -> visit.signIn(user, false));
                yield new Reply.Redirect("/account/two_factor/");
            }
        };
    }

    private static Reply administrator(Visit visit, int status, String token, Map<String, String> problems) {
        Map<String, Object> model = model(visit, "The first administrator", problems);
        model.put("token", token);
        return new Reply.Page(status, "people/first-admin.jte", model);
    }

    private static boolean isOwnBrowser(Visit visit, UserAccount owner) {
        return visit.user().filter(user -> user.id() == owner.id()).isPresent()
                || visit.cookie(NEW)
                        .flatMap(word -> visit.site().people().words().age(NEW, Long.toString(owner.id()), word))
                        .isPresent();
    }

    /**
     * Confirms an address at once in the browser that signed up, or where the person is signed in; elsewhere by a
     * button, since programs that look at mail open links, too.
     */
    public Reply verify(Visit visit) {
        String token = visit.value("token");
        Optional<UserAccount> owner = visit.site().people().confirmationOf(token);
        if (!visit.isPost() && owner.isPresent() && !isOwnBrowser(visit, owner.get())) {
            return Reply.Page.of(
                    "people/verify.jte", Map.of("shell", visit.shell("Confirm your address"), "token", token));
        }
        return visit.site()
                .people()
                .confirm(token)
                .<Reply>map(user -> {
                    Doors.note(visit, user, "confirm address", "");
                    return Html.message(
                            visit,
                            200,
                            "Your address is confirmed",
                            "You can sign in now and make API keys on your profile.");
                })
                .orElseGet(() -> Html.message(
                        visit,
                        400,
                        "This link is not valid",
                        "It was used already, or is older than three days. Your profile sends another one."));
    }
}
