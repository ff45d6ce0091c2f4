package org.peerage.web.people;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.factors.AuthenticatorApp;
import org.peerage.accounts.factors.Passkeys;
import org.peerage.accounts.factors.Totp;
import org.peerage.accounts.people.AccountServices;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PendingAuthorization;
import org.peerage.web.page.Texts;

/** Second factors of a person: apps, passkeys and backup codes. */
final class SecondFactorPages {
    private static final String HERE = "/account/two_factor/";
    private static final int MAX_NAME_LENGTH = 60;

    PageResponse answer(PageRequest request) {
        return LoginGuard.signedIn(request, user -> switch (request.pathSegment(2)) {
            case "" -> overview(request, user, "");
            case "app" -> request.pathSegment(3).equals("confirm") ? confirmApp(request, user) : app(request, user);
            case "passkey" -> addPasskey(request, user);
            case "codes" -> codes(request, user);
            case "remove" -> remove(request, user);
            default -> new PageResponse.NotFoundResponse();
        });
    }

    private static PageResponse overview(PageRequest request, UserAccount user, String problem) {
        AccountServices people = request.services().people();
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("second.title")));
        model.put("problem", problem.isEmpty() ? RequiredFactors.reason(request).orElse("") : problem);
        model.put("apps", people.authenticatorApps().of(user.id()));
        model.put("passkeys", people.passkeys().of(user.id()));
        model.put("codesLeft", people.authenticatorApps().backupCodesLeft(user.id()));
        model.put("user", user);
        model.put("handle", Passkeys.handle(user.id()));
        model.put(
                "passkey",
                PasskeyRequest.of(
                        request, Passkeys.PasskeyUse.ADD, people.passkeys().of(user.id())));
        return new PageResponse.TemplateResponse(problem.isEmpty() ? 200 : 400, "people/factors.jte", model);
    }

    private static String name(PageRequest request) {
        String name = request.value("name");
        return name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    }

    /** The picture and the question for a first code. */
    private static PageResponse app(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        if (request.isPost()) {
            request.services().people().authenticatorApps().add(user.id(), name(request));
            return new PageResponse.Redirect(HERE + "app");
        }
        return picture(request, user, 200, "");
    }

    private static PageResponse picture(PageRequest request, UserAccount user, int status, String problem) {
        Optional<AuthenticatorApp> begun =
                request.services().people().authenticatorApps().pending(user.id());
        if (begun.isEmpty()) {
            return new PageResponse.Redirect(HERE);
        }
        String secret = begun.get().secret();
        String uri = Totp.uri(secret, "Peerage", user.username());
        return new PageResponse.TemplateResponse(
                status,
                "people/app.jte",
                Map.of(
                        "shell", request.frame(Texts.text("factors.app.add")),
                        "problem", problem,
                        "picture", QrCodeSvg.of(uri),
                        "secret", secret.replaceAll("(.{4})(?=.)", "$1 "),
                        "uri", uri));
    }

    private static PageResponse confirmApp(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        if (ask.isPresent() || !request.isPost()) {
            return ask.orElse(new PageResponse.Redirect(HERE));
        }
        if (!request.services().people().authenticatorApps().confirm(user.id(), request.value("code"))) {
            return picture(request, user, 400, Texts.text("factors.app.wrong"));
        }
        LoginGuard.audit(request, user, "add authenticator", "");
        return added(request, user, "app");
    }

    private static PageResponse addPasskey(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        if (ask.isPresent() || !request.isPost()) {
            return ask.orElse(new PageResponse.Redirect(HERE));
        }
        boolean made = request.services()
                .people()
                .passkeys()
                .add(
                        user.id(),
                        name(request),
                        request.value("challenge"),
                        request.csrfToken(),
                        request.relyingParty(),
                        request.rawValue("credential"));
        if (!made) {
            return overview(request, user, Texts.text("factors.passkey.failed"));
        }
        LoginGuard.audit(request, user, "add passkey", name(request));
        return added(request, user, "passkey");
    }

    /** With the first factor come backup codes: whoever loses it would be locked out else. */
    private static PageResponse added(PageRequest request, UserAccount user, String change) {
        request.services().people().notify(user, request.siteUrl(), change);
        return request.services().people().authenticatorApps().backupCodesLeft(user.id()) > 0
                ? new PageResponse.Redirect(PendingAuthorization.of(request).orElse(HERE))
                : showCodes(request, user);
    }

    private static PageResponse codes(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        boolean none = !request.services().accounts().current().hasSecondFactor(user.id());
        if (ask.isPresent() || !request.isPost() || none) {
            return ask.orElse(new PageResponse.Redirect(HERE));
        }
        LoginGuard.audit(request, user, "make backup codes", "");
        request.services().people().notify(user, request.siteUrl(), "codes");
        return showCodes(request, user);
    }

    private static PageResponse showCodes(PageRequest request, UserAccount user) {
        List<String> codes = request.services().people().authenticatorApps().newBackupCodes(user.id());
        return PageResponse.TemplateResponse.of(
                "people/codes.jte",
                Map.of(
                        "shell",
                        request.frame(Texts.text("factors.codes")),
                        "codes",
                        codes,
                        "next",
                        PendingAuthorization.of(request).orElse(HERE)));
    }

    private static PageResponse remove(PageRequest request, UserAccount user) {
        Optional<PageResponse> ask = LoginGuard.confirmationNeeded(request, HERE);
        if (ask.isPresent()) {
            return ask.get();
        }
        boolean last = request.services().people().isLastFactor(user);
        if (!request.isPost()) {
            return removal(request, 200, last, "");
        }
        Optional<String> problem = last ? LoginGuard.passwordProblem(request, user, "password") : Optional.empty();
        if (problem.isPresent()) {
            return removal(request, 403, true, problem.get());
        }
        AccountServices people = request.services().people();
        boolean removed = request.has("app")
                ? people.authenticatorApps()
                        .remove(user.id(), IdParser.parse(request.value("app")).orElse(0))
                : people.passkeys()
                        .remove(
                                user.id(),
                                IdParser.parse(request.value("passkey")).orElse(0));
        if (removed) {
            LoginGuard.audit(request, user, request.has("app") ? "remove authenticator" : "remove passkey", "");
            people.notify(user, request.siteUrl(), "factor.removed");
        }
        return new PageResponse.Redirect(HERE);
    }

    private static PageResponse removal(PageRequest request, int status, boolean last, String problem) {
        return new PageResponse.TemplateResponse(
                status,
                "people/remove-factor.jte",
                Map.of(
                        "shell",
                        request.frame(Texts.text("factors.remove")),
                        "kind",
                        request.has("app") ? "app" : "passkey",
                        "id",
                        request.value(request.has("app") ? "app" : "passkey"),
                        "last",
                        last,
                        "problem",
                        problem));
    }
}
