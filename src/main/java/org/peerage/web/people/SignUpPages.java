package org.peerage.web.people;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.people.AccountServices;
import org.peerage.accounts.people.Registration;
import org.peerage.accounts.people.SignUpProofOfWork;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PendingAuthorization;
import org.peerage.web.page.Texts;

/** Signing up, and the links that confirm addresses. */
public final class SignUpPages {
    private static final String SIGN_UP_COOKIE = "peerage_new";
    private static final Duration LINK_TTL = Duration.ofDays(3);

    public PageResponse register(PageRequest request) {
        SignUpProofOfWork proofOfWork = request.services().people().proofOfWork();
        if (!request.isPost()) {
            return registration(request, 200, Map.of(), proofOfWork.token(request.csrfToken()));
        }
        // People don't see this field; programs fill it in.
        if (!request.value("homepage").isEmpty()) {
            return checkMail(request);
        }
        String token = request.value("word");
        Optional<SignUpProofOfWork.FormProblem> early =
                proofOfWork.problem(request.csrfToken(), token, request.value("proof"));
        if (early.isPresent()) {
            boolean known = early.get() == SignUpProofOfWork.FormProblem.TOO_QUICK;
            return registration(
                    request,
                    400,
                    Map.of("", early.get().text()),
                    known ? token : proofOfWork.token(request.csrfToken()));
        }
        if (request.services()
                .rateLimiter()
                .admitMail(request.ipAddress(), request.value("email"))
                .isPresent()) {
            return registration(request, 429, Map.of("", Texts.text("signUp.tooMany")), token);
        }
        if (!proofOfWork.consume(token)) {
            return registration(
                    request, 400, Map.of("", Texts.text("signUp.sentAlready")), proofOfWork.token(request.csrfToken()));
        }
        return switch (request.services()
                .people()
                .registration()
                .signUp(
                        application(request),
                        request.siteUrl(),
                        PendingAuthorization.of(request).orElse(""))) {
            case Registration.SignUpResult.SignUpRefused(Map<String, String> problems) ->
                registration(request, 400, problems, proofOfWork.token(request.csrfToken()));
            case Registration.SignUpResult.HasAccount known -> {
                noteBrowser(request, 0);
                yield checkMail(request);
            }
            case Registration.SignUpResult.AccountMade(long id) -> {
                request.services()
                        .accounts()
                        .change(store ->
                                store.setLanguage(id, request.messages().tag()));
                request.services().auditLog().record("user:" + id, "sign up", "user:" + id, "", request.ipAddress());
                noteBrowser(request, id);
                yield checkMail(request);
            }
        };
    }

    private static void noteBrowser(PageRequest request, long user) {
        request.setCookie(
                SIGN_UP_COOKIE,
                request.services().people().tokens().issue(SIGN_UP_COOKIE, Long.toString(user)),
                LINK_TTL);
    }

    private static Registration.SignUpForm application(PageRequest request) {
        return new Registration.SignUpForm(
                request.value("username"),
                request.value("email"),
                request.value("first_name"),
                request.value("last_name"),
                request.rawValue("password"),
                request.rawValue("password_again"));
    }

    private static PageResponse registration(
            PageRequest request, int status, Map<String, String> problems, String token) {
        Map<String, Object> model = model(request, Texts.text("signUp.title"), problems);
        model.put("word", token);
        model.put("bits", SignUpProofOfWork.BITS);
        return new PageResponse.TemplateResponse(status, "people/register.jte", model);
    }

    private static Map<String, Object> model(PageRequest request, String title, Map<String, String> problems) {
        Map<String, String> values = new HashMap<>();
        for (String name : new String[] {"username", "email", "first_name", "last_name"}) {
            values.put(name, request.value(name));
        }
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(title));
        model.put("values", values);
        model.put("problems", problems);
        return model;
    }

    private static PageResponse checkMail(PageRequest request) {
        return PageRenderer.message(request, 200, Texts.text("checkMail.title"), Texts.text("signUp.sent"));
    }

    /** The first administrator of a new site, with the link that its start printed. */
    public PageResponse firstAdministrator(PageRequest request) {
        String token = request.value("token");
        AccountServices people = request.services().people();
        if (!people.firstAdministrator().isInvited(token)) {
            return PageRenderer.message(request, 404, Texts.text("link.invalid"), Texts.text("firstAdmin.invalid"));
        }
        if (!request.isPost()) {
            return administrator(request, 200, token, Map.of());
        }
        return switch (people.registration().signUpFirstAdministrator(application(request), token)) {
            case Registration.SignUpResult.SignUpRefused(Map<String, String> problems) ->
                administrator(request, 400, token, problems);
            case Registration.SignUpResult.HasAccount none -> throw new IllegalStateException("said as a problem");
            case Registration.SignUpResult.AccountMade(long id) -> {
                request.services()
                        .auditLog()
                        .record("user:" + id, "become first administrator", "user:" + id, "", request.ipAddress());
                request.services().accounts().current().user(id).ifPresent(user -> request.signIn(user, false));
                yield new PageResponse.Redirect("/account/two_factor/");
            }
        };
    }

    private static PageResponse administrator(
            PageRequest request, int status, String token, Map<String, String> problems) {
        Map<String, Object> model = model(request, Texts.text("firstAdmin.title"), problems);
        model.put("token", token);
        return new PageResponse.TemplateResponse(status, "people/first-admin.jte", model);
    }

    private static boolean isOwnBrowser(PageRequest request, UserAccount owner) {
        return request.user().filter(user -> user.id() == owner.id()).isPresent()
                || request.cookie(SIGN_UP_COOKIE)
                        .flatMap(token -> request.services()
                                .people()
                                .tokens()
                                .ageOf(SIGN_UP_COOKIE, Long.toString(owner.id()), token))
                        .isPresent();
    }

    /**
     * Confirms an address at once in the browser that signed up, or where the person is signed in; elsewhere by a
     * button, since programs that look at mail open links, too.
     */
    public PageResponse verify(PageRequest request) {
        String token = request.value("token");
        Optional<UserAccount> owner = request.services().people().registration().confirmationOf(token);
        if (!request.isPost() && owner.isPresent() && !isOwnBrowser(request, owner.get())) {
            return PageResponse.TemplateResponse.of(
                    "people/verify.jte",
                    Map.of(
                            "shell",
                            request.frame(Texts.text("verify.title")),
                            "token",
                            token,
                            "next",
                            PendingAuthorization.isOne(request.value("next")) ? request.value("next") : ""));
        }
        return request.services()
                .people()
                .registration()
                .confirm(token)
                .<PageResponse>map(user -> {
                    LoginGuard.audit(request, user, "confirm address", "");
                    String next = LoginGuard.nextUrl(request);
                    if (PendingAuthorization.isOne(next)) {
                        return new PageResponse.Redirect(
                                request.user().isPresent() ? next : "/account/login/?next=" + LoginGuard.encoded(next));
                    }
                    return PageRenderer.message(
                            request,
                            200,
                            Texts.text("verify.done"),
                            request.user().isPresent()
                                    ? Texts.text("verify.done.here")
                                    : Texts.text("verify.done.text"),
                            request.user().isPresent()
                                    ? new PageRenderer.NextStep("/profile", Texts.text("account.tab.profile"))
                                    : new PageRenderer.NextStep("/account/login/", Texts.text("signIn.title")));
                })
                .orElseGet(() -> PageRenderer.message(
                        request,
                        400,
                        Texts.text("link.invalid"),
                        Texts.text("verify.invalid"),
                        new PageRenderer.NextStep("/profile/account", Texts.text("account.tab.identity"))));
    }
}
