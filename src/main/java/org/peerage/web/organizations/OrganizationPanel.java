package org.peerage.web.organizations;

import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.UserAccount;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** What an organization's admins look after: members and their roles, API keys and what each may do, settings. */
public final class OrganizationPanel {
    private final MemberPages members = new MemberPages();
    private final OrganizationKeyPages keys = new OrganizationKeyPages();
    private final PolicyPages settings = new PolicyPages();
    private final AuditLogPages log = new AuditLogPages();
    private final OrganizationChangesPages changes = new OrganizationChangesPages();

    /** Answers {@code /org_admin/<id>} and what is below it. */
    public PageResponse show(PageRequest request) {
        OptionalLong id = IdParser.parse(request.pathSegment(1));
        if (request.user().isEmpty()) {
            return request.loginRedirect();
        }
        Optional<PanelRequest> found = id.isEmpty() ? Optional.empty() : PanelRequest.of(request, id.getAsLong());
        if (found.isEmpty()) {
            return refusal(request, id);
        }
        PanelRequest panel = found.get();
        String section = request.pathSegment(2);
        String rest = request.pathSegment(3);
        if (!request.pathSegment(4).isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        boolean people = section.isEmpty()
                || section.equals("members")
                || section.equals("invitations")
                || section.equals("requests");
        if (people) {
            return request.isPost()
                    ? members.change(panel, rest.isEmpty() ? section : section + "/" + rest)
                    : section.isEmpty() || section.equals("members")
                            ? members.show(panel, rest)
                            : new PageResponse.NotFoundResponse();
        }
        if (!panel.admin()) {
            return MemberPages.forbidden(panel);
        }
        return switch (section) {
            case "keys" -> request.isPost() ? keys.change(panel, rest) : keys.show(panel, rest);
            case "member-keys" -> request.isPost() ? MemberKeyPages.end(panel) : MemberKeyPages.show(panel);
            case "key-log" -> MemberKeyPages.log(panel);
            case "applications" ->
                rest.isEmpty() && !request.isPost()
                        ? OrganizationApplications.show(panel)
                        : new PageResponse.NotFoundResponse();
            case "settings" ->
                !rest.isEmpty()
                        ? new PageResponse.NotFoundResponse()
                        : request.isPost() ? settings.save(panel) : settings.show(panel);
            case "changes" ->
                rest.isEmpty() && !request.isPost() ? changes.show(panel) : new PageResponse.NotFoundResponse();
            case "log" -> rest.isEmpty() && !request.isPost() ? log.show(panel) : new PageResponse.NotFoundResponse();
            default -> new PageResponse.NotFoundResponse();
        };
    }

    /** Members whose rights rest are told why, and strangers nothing. */
    private static PageResponse refusal(PageRequest request, OptionalLong id) {
        UserAccount user = request.user().orElseThrow();
        String reason = id.isEmpty() || !user.organizations().containsKey(id.getAsLong())
                ? ""
                : MemberView.suspensionText(request.services()
                        .accounts()
                        .current()
                        .policies()
                        .suspension(
                                user,
                                id.getAsLong(),
                                request.services().clock().instant().getEpochSecond()));
        return reason.isEmpty()
                ? PageRenderer.message(
                        request, 403, Texts.text("page.forbidden.title"), Texts.text("panel.forbidden.see"))
                : PageRenderer.message(
                        request, 403, Texts.text("panel.rests.title"), Texts.text("panel.rests.text", reason));
    }
}
