package org.peerage.web.oauth;

import static org.peerage.web.page.Texts.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.UserAccount;
import org.peerage.oauth.Application;
import org.peerage.oauth.ApplicationForm;
import org.peerage.oauth.ApplicationStore;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** Applications of a person and of the organizations that they administer (docs/spec/identity.md §2). */
final class ApplicationPages {
    private static final String HERE = "/oauth2/applications/";
    private static final String ORGANIZATION = Org.TYPE.typeName();
    private static final List<String> FIELDS =
            List.of("name", "redirect_uris", "post_logout_redirect_uris", "allowed_origins");

    PageResponse answer(PageRequest request) {
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        UserAccount user = request.user().get();
        String id = request.pathSegment(2);
        return switch (id) {
            case "" -> list(request, user);
            case "register" -> register(request, user);
            default ->
                request.services()
                        .identityProvider()
                        .applications()
                        .find(IdParser.parse(id).orElse(0))
                        .filter(found -> ApplicationOwners.mayManage(request, found.owner()))
                        .map(found -> one(request, user, found))
                        .orElseGet(PageResponse.NotFoundResponse::new);
        };
    }

    private static PageResponse one(PageRequest request, UserAccount user, Application application) {
        return switch (request.pathSegment(3)) {
            case "" -> details(request, application);
            case "update" -> update(request, user, application);
            case "secret" -> newSecret(request, user, application);
            case "delete" -> delete(request, user, application);
            case "consent" -> consent(request, user, application);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse list(PageRequest request, UserAccount user) {
        List<ApplicationView> all =
                new ArrayList<>(ApplicationView.of(request, new Application.Owner.UserOwner(user.id())));
        for (Row organization : ApplicationOwners.organizations(request)) {
            all.addAll(ApplicationView.of(request, new Application.Owner.OrganizationOwner(organization.id())));
        }
        return PageResponse.TemplateResponse.of(
                "oauth/applications.jte",
                Map.of("shell", request.frame(text("oauth.applications.title")), "applications", all));
    }

    private static PageResponse details(PageRequest request, Application application) {
        return PageResponse.TemplateResponse.of(
                "oauth/application.jte",
                Map.of(
                        "shell",
                        request.frame(application.title()),
                        "view",
                        ApplicationView.of(request, application),
                        "secret",
                        NewSecretCookie.take(request, application),
                        "site",
                        request.siteUrl(),
                        "superuser",
                        request.caller().isSuperuser()));
    }

    private static PageResponse register(PageRequest request, UserAccount user) {
        if (!request.isPost()) {
            return form(request, 200, Optional.empty(), Map.of());
        }
        Optional<Application.Owner> owner = owner(request, user);
        if (owner.isEmpty()) {
            return form(request, 400, Optional.empty(), Map.of(ORGANIZATION, "choice"));
        }
        ApplicationForm form =
                filledIn(request, owner.get(), request.value("client_type").equals("public"));
        Map<String, String> problems = form.problems();
        if (!problems.isEmpty()) {
            return form(request, 400, Optional.empty(), problems);
        }
        Optional<ApplicationStore.NewApplication> made =
                request.services().identityProvider().applications().add(form);
        if (made.isEmpty()) {
            return form(request, 400, Optional.empty(), Map.of("name", "full"));
        }
        Application application = made.get().application();
        audit(request, user, application, "register application");
        String secret = made.get().secret();
        if (!secret.isEmpty()) {
            NewSecretCookie.set(request, secret);
        }
        return new PageResponse.Redirect(302, HERE + application.id() + "/");
    }

    private static PageResponse update(PageRequest request, UserAccount user, Application application) {
        if (!request.isPost()) {
            return form(request, 200, Optional.of(application), Map.of());
        }
        Optional<Application.Owner> owner = owner(request, user);
        if (owner.isEmpty()) {
            return form(request, 400, Optional.of(application), Map.of(ORGANIZATION, "choice"));
        }
        boolean staysTheirs = owner.get() instanceof Application.Owner.UserOwner
                && application.owner() instanceof Application.Owner.UserOwner;
        ApplicationForm form =
                filledIn(request, staysTheirs ? application.owner() : owner.get(), application.isPublic());
        Map<String, String> problems = form.problems();
        if (!problems.isEmpty()) {
            return form(request, 400, Optional.of(application), problems);
        }
        request.services().identityProvider().applications().change(application, form);
        audit(request, user, application, "change application");
        return new PageResponse.Redirect(302, HERE + application.id() + "/");
    }

    /** An organization that the person administers, or themself; empty: neither. */
    private static Optional<Application.Owner> owner(PageRequest request, UserAccount user) {
        String org = request.value(ORGANIZATION);
        if (org.isEmpty()) {
            return Optional.of(new Application.Owner.UserOwner(user.id()));
        }
        OptionalLong organization = IdParser.parse(org);
        if (organization.isEmpty()) {
            return Optional.empty();
        }
        Application.Owner owner = new Application.Owner.OrganizationOwner(organization.getAsLong());
        return ApplicationOwners.mayManage(request, owner) ? Optional.of(owner) : Optional.empty();
    }

    private static ApplicationForm filledIn(PageRequest request, Application.Owner owner, boolean isPublic) {
        return new ApplicationForm(
                request.value("name"),
                owner,
                isPublic,
                request.value("redirect_uris"),
                request.value("post_logout_redirect_uris"),
                request.value("allowed_origins"));
    }

    private static PageResponse form(
            PageRequest request, int status, Optional<Application> application, Map<String, String> problems) {
        Map<String, String> values = new HashMap<>();
        if (request.isPost() || application.isEmpty()) {
            FIELDS.forEach(name -> values.put(name, request.value(name)));
            values.put(ORGANIZATION, request.value(ORGANIZATION));
            values.put("client_type", request.value("client_type").equals("public") ? "public" : "confidential");
        } else {
            Application known = application.get();
            values.put("name", known.name());
            values.put("redirect_uris", String.join("\n", known.redirectUris()));
            values.put("post_logout_redirect_uris", String.join("\n", known.postLogoutRedirectUris()));
            values.put("allowed_origins", String.join("\n", known.allowedOrigins()));
            values.put(
                    ORGANIZATION,
                    known.owner() instanceof Application.Owner.OrganizationOwner(long id) ? Long.toString(id) : "");
        }
        Map<String, String> organizations = new java.util.LinkedHashMap<>();
        ApplicationOwners.organizations(request)
                .forEach(row -> organizations.put(Long.toString(row.id()), row.get(Org.NAME)));
        String preset = values.getOrDefault(ORGANIZATION, "");
        OptionalLong chosen = IdParser.parse(preset);
        if (chosen.isPresent()
                && !organizations.containsKey(preset)
                && ApplicationOwners.mayManage(request, new Application.Owner.OrganizationOwner(chosen.getAsLong()))) {
            Row row = request.snapshot().find(Org.TYPE, chosen.getAsLong());
            organizations.put(preset, row == null ? preset : row.get(Org.NAME));
        }
        return new PageResponse.TemplateResponse(
                status,
                "oauth/form.jte",
                Map.of(
                        "shell",
                        request.frame(
                                application.map(Application::title).orElseGet(() -> text("oauth.register.title"))),
                        "action",
                        application.map(known -> HERE + known.id() + "/update/").orElse(HERE + "register/"),
                        "isNew",
                        application.isEmpty(),
                        "organizations",
                        organizations,
                        "values",
                        values,
                        "problems",
                        inWords(problems)));
    }

    private static Map<String, String> inWords(Map<String, String> problems) {
        Map<String, String> words = new HashMap<>();
        problems.forEach((field, code) -> words.put(field, text("oauth.problem." + code)));
        return words;
    }

    private static PageResponse newSecret(PageRequest request, UserAccount user, Application application) {
        if (!request.isPost() || application.isPublic()) {
            return new PageResponse.Redirect(HERE + application.id() + "/");
        }
        String hours = request.value("hours");
        Duration overlap = Duration.ofHours(hours.matches("[0-9]{1,3}") ? Long.parseLong(hours) : 24);
        String secret = request.services().identityProvider().applications().addSecret(application, overlap);
        audit(request, user, application, "new application secret");
        NewSecretCookie.set(request, secret);
        return new PageResponse.Redirect(HERE + application.id() + "/");
    }

    private static PageResponse delete(PageRequest request, UserAccount user, Application application) {
        if (!request.isPost()) {
            return PageResponse.TemplateResponse.of(
                    "oauth/delete.jte",
                    Map.of(
                            "shell",
                            request.frame(text("oauth.delete.title")),
                            "view",
                            ApplicationView.of(request, application)));
        }
        request.services().identityProvider().applications().delete(application);
        audit(request, user, application, "delete application");
        return new PageResponse.Redirect(302, HERE);
    }

    /** Staff vouch for an application, so that people are not asked. */
    private static PageResponse consent(PageRequest request, UserAccount user, Application application) {
        if (!request.isPost()) {
            return new PageResponse.Redirect(HERE + application.id() + "/");
        }
        if (!request.caller().isSuperuser()) {
            return PageRenderer.message(request, 403, text("page.forbidden.title"), text("oauth.consent.staffOnly"));
        }
        boolean skips = request.value("skip").equals("true");
        request.services().identityProvider().applications().setSkipsConsent(application, skips);
        audit(request, user, application, skips ? "application skips consent" : "application asks for consent");
        return new PageResponse.Redirect(HERE + application.id() + "/");
    }

    private static void audit(PageRequest request, UserAccount user, Application application, String action) {
        String subject =
                switch (application.owner()) {
                    case Application.Owner.UserOwner(long id) -> "user:" + id;
                    case Application.Owner.OrganizationOwner(long id) -> Org.TYPE.reference(id);
                };
        request.services()
                .auditLog()
                .record(
                        "user:" + user.id(),
                        action,
                        subject,
                        application.clientId() + " " + application.title(),
                        request.ipAddress());
    }
}
