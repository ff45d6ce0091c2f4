package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Caller;
import org.peerage.access.MembershipAddResult;
import org.peerage.access.MembershipChangeResult;
import org.peerage.access.UserAccount;
import org.peerage.accounts.organizations.AffiliationService;
import org.peerage.accounts.organizations.Invitations;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.Org;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;
import tools.jackson.databind.json.JsonMapper;

/** Asking to belong to an organization, invitations, leaving; and the requests that staff decides. */
public final class AffiliationPages {

    public PageResponse show(PageRequest request) {
        Optional<UserAccount> user = request.user();
        if (user.isEmpty()) {
            return request.loginRedirect();
        }
        String action = request.pathSegment(1);
        if (action.equals("queue")) {
            return queue(request);
        }
        if (!request.isPost()) {
            return switch (action) {
                case "" -> page(request, user.get(), 200, Map.of());
                case "confirm" -> confirmation(request);
                default -> new PageResponse.NotFoundResponse();
            };
        }
        return switch (action) {
            case "" -> submit(request, user.get());
            case "withdraw" -> withdraw(request, user.get());
            case "accept" -> accept(request, user.get());
            case "leave" -> leave(request, user.get());
            case "confirm" -> confirm(request, user.get());
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static PageResponse submit(PageRequest request, UserAccount user) {
        var early = request.services().rateLimiter().admitUserManagement(request.caller(), request.ipAddress());
        if (early.isPresent()) {
            return refused(
                    request,
                    user,
                    429,
                    Map.of(
                            "non_field_errors",
                            RuleMessages.translated(early.get().message())));
        }
        AffiliationService.AffiliationRequest affiliation = new AffiliationService.AffiliationRequest(
                request.caller(),
                user,
                request.value("asn"),
                request.value("org"),
                request.ipAddress(),
                request.siteUrl());
        try {
            return switch (request.services().affiliations().request(affiliation)) {
                case AffiliationService.AffiliationResult.SentToAdmins asked -> redirectWithNotice(request, "asked");
                case AffiliationService.AffiliationResult.SentToStaff queued -> redirectWithNotice(request, "asked");
                case AffiliationService.AffiliationResult.Joined joined -> redirectWithNotice(request, "joined");
                case AffiliationService.AffiliationResult.AffiliationRefused(Map<String, String> problems) ->
                    refused(request, user, 400, problems);
            };
        } catch (WriteLane.WriteUnavailableException busy) {
            return refused(request, user, 503, Map.of("non_field_errors", Texts.text("common.tryAgain")));
        }
    }

    private static PageResponse redirectWithNotice(PageRequest request, String notice) {
        return request.wantsJson()
                ? new PageResponse.JsonResponse(200, "{\"status\": \"ok\"}")
                : new PageResponse.Redirect("/affiliate-to-org?said=" + notice);
    }

    private static PageResponse refused(
            PageRequest request, UserAccount user, int status, Map<String, String> problems) {
        if (!request.wantsJson()) {
            return page(request, user, status, problems);
        }
        Map<String, List<String>> answer = new LinkedHashMap<>();
        problems.forEach((field, problem) -> answer.put(field, List.of(problem)));
        return new PageResponse.JsonResponse(status, JsonMapper.shared().writeValueAsString(answer));
    }

    private static PageResponse withdraw(PageRequest request, UserAccount user) {
        boolean done = request.services()
                .affiliations()
                .withdraw(user, IdParser.parse(request.value("request")).orElse(0), request.ipAddress());
        return done
                ? new PageResponse.Redirect("/affiliate-to-org?said=canceled")
                : new PageResponse.NotFoundResponse();
    }

    private static PageResponse accept(PageRequest request, UserAccount user) {
        List<String> emails = user.verified()
                ? request.services()
                        .authenticator()
                        .ofUser(user.id())
                        .map(Caller::emails)
                        .orElse(List.of())
                : List.of();
        Optional<Invitations.Invitation> found = request.services()
                .invitations()
                .redeem(IdParser.parse(request.value("invitation")).orElse(0), emails);
        if (found.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        Invitations.Invitation invitation = found.get();
        if (!request.services().affiliations().allows(invitation.organization(), emails)) {
            return PageRenderer.message(
                    request, 403, Texts.text("join.domains.title"), Texts.text("join.domains.text"));
        }
        MembershipAddResult change = request.services().accounts().change(store -> store.organizations()
                .add(user.id(), invitation.organization(), invitation.role()));
        if (change == MembershipAddResult.NO_ORGANIZATION) {
            return new PageResponse.NotFoundResponse();
        }
        if (change == MembershipAddResult.DONE) {
            audit(request, user, "accept invitation", invitation.organization());
        }
        return new PageResponse.Redirect("/affiliate-to-org?said=joined");
    }

    private static PageResponse leave(PageRequest request, UserAccount user) {
        long organization = IdParser.parse(request.value("org")).orElse(0);
        MembershipChangeResult change = request.services().accounts().change(store -> store.organizations()
                .remove(user.id(), organization));
        return switch (change) {
            case DONE -> {
                audit(request, user, "leave", organization);
                yield new PageResponse.Redirect("/affiliate-to-org?said=left");
            }
            case LAST_ADMIN -> new PageResponse.Redirect("/affiliate-to-org?said=lastadmin");
            case NO_MEMBER -> new PageResponse.NotFoundResponse();
        };
    }

    private static void audit(PageRequest request, UserAccount user, String action, long organization) {
        request.services()
                .auditLog()
                .record(
                        "user:" + user.id(),
                        action,
                        Org.TYPE.reference(organization),
                        user.username(),
                        request.ipAddress());
    }

    /** Without a link one is mailed; with one it is used up, by a button, since programs open links in mails too. */
    private static PageResponse confirm(PageRequest request, UserAccount user) {
        if (request.value("token").isEmpty()) {
            var early = request.services().rateLimiter().admitUserManagement(request.caller(), request.ipAddress());
            if (early.isEmpty()) {
                request.services().reauthentication().mail(user, request.siteUrl());
            }
            return new PageResponse.Redirect("/affiliate-to-org?said=mailed");
        }
        if (!request.services().reauthentication().confirm(user, request.value("token"))) {
            return PageRenderer.message(request, 400, Texts.text("link.invalid"), Texts.text("reconfirm.invalid"));
        }
        request.services()
                .auditLog()
                .record("user:" + user.id(), "confirm address again", "user:" + user.id(), "", request.ipAddress());
        return new PageResponse.Redirect("/affiliate-to-org?said=confirmed");
    }

    private static PageResponse confirmation(PageRequest request) {
        return PageResponse.TemplateResponse.of(
                "organizations/confirm.jte",
                Map.of("shell", request.frame(Texts.text("verify.title")), "token", request.value("token")));
    }

    private static PageResponse page(PageRequest request, UserAccount user, int status, Map<String, String> problems) {
        String query = request.value("q");
        List<OrganizationChoice> choices = OrganizationSearch.find(request.snapshot(), query);
        Map<String, Object> model = new HashMap<>();
        model.put("query", query);
        model.put("choices", choices);
        model.put("number", OrganizationSearch.isNumber(query));
        if (request.has("fragment")) {
            model.put("word", request.csrfToken());
            return new PageResponse.TemplateResponse(status, "organizations/choices.jte", model);
        }
        model.put("shell", request.frame(Texts.text("join.title")));
        model.put("view", AffiliationView.of(request, user));
        model.put("problems", problems.values().stream().distinct().toList());
        model.put("said", FlashMessages.of(request.value("said")));
        model.put("staff", request.caller().isSuperuser());
        return new PageResponse.TemplateResponse(status, "organizations/affiliate.jte", model);
    }

    /** Requests that no admin decides. */
    private static PageResponse queue(PageRequest request) {
        if (!request.caller().isSuperuser()) {
            return PageRenderer.message(
                    request, 403, Texts.text("page.forbidden.title"), Texts.text("requests.forbidden"));
        }
        if (request.isPost()) {
            boolean approved = request.value("decision").equals("approve");
            try {
                AffiliationService.AffiliationDecision decided = request.services()
                        .affiliations()
                        .decideAsStaff(
                                IdParser.parse(request.value("request")).orElse(0),
                                new AffiliationService.Verdict(approved, request.value("reason")),
                                request.caller(),
                                request.ipAddress(),
                                request.siteUrl());
                String notice = decided == AffiliationService.AffiliationDecision.DONE
                        ? approved ? "approved" : "denied"
                        : "late";
                return new PageResponse.Redirect("/affiliate-to-org/queue?said=" + notice);
            } catch (WriteLane.WriteUnavailableException busy) {
                return PageRenderer.message(
                        request, 503, Texts.text("page.form.title"), Texts.text("common.noDatabase"));
            }
        }
        return PageResponse.TemplateResponse.of(
                "organizations/queue.jte",
                Map.of(
                        "shell",
                        request.frame(Texts.text("requests.title")),
                        "requests",
                        RequestView.of(
                                request, request.services().affiliations().queue()),
                        "said",
                        FlashMessages.of(request.value("said"))));
    }
}
