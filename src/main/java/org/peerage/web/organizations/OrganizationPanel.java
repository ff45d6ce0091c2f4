package org.peerage.web.organizations;

import java.util.Optional;
import java.util.OptionalLong;
import org.peerage.access.UserAccount;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What an organization's admins look after: members and their roles, API keys and what each may do, settings. */
public final class OrganizationPanel {
    private final MemberPages members = new MemberPages();
    private final KeyPages keys = new KeyPages();
    private final SettingsPages settings = new SettingsPages();
    private final LogPages log = new LogPages();

    /** Answers {@code /org_admin/<id>} and what is below it. */
    public Reply show(Visit visit) {
        OptionalLong id = Ids.parse(visit.part(1));
        if (visit.user().isEmpty()) {
            return visit.signInFirst();
        }
        Optional<Panel> found = id.isEmpty() ? Optional.empty() : Panel.of(visit, id.getAsLong());
        if (found.isEmpty()) {
            return refusal(visit, id);
        }
        Panel panel = found.get();
        String section = visit.part(2);
        String rest = visit.part(3);
        if (!visit.part(4).isEmpty()) {
            return new Reply.NotFound();
        }
        boolean people = section.isEmpty()
                || section.equals("members")
                || section.equals("invitations")
                || section.equals("requests");
        if (people) {
            return visit.isPost()
                    ? members.change(panel, rest.isEmpty() ? section : section + "/" + rest)
                    : section.isEmpty() || section.equals("members") ? members.show(panel, rest) : new Reply.NotFound();
        }
        if (!panel.admin()) {
            return MemberPages.forbidden(panel);
        }
        return switch (section) {
            case "keys" -> visit.isPost() ? keys.change(panel, rest) : keys.show(panel, rest);
            case "settings" ->
                !rest.isEmpty() ? new Reply.NotFound() : visit.isPost() ? settings.save(panel) : settings.show(panel);
            case "log" -> rest.isEmpty() && !visit.isPost() ? log.show(panel) : new Reply.NotFound();
            default -> new Reply.NotFound();
        };
    }

    /** Members whose rights rest are told why, and strangers nothing. */
    private static Reply refusal(Visit visit, OptionalLong id) {
        UserAccount user = visit.user().orElseThrow();
        String why = id.isEmpty() || !user.organizations().containsKey(id.getAsLong())
                ? ""
                : MemberView.words(visit.site()
                        .accounts()
                        .current()
                        .policies()
                        .rest(
                                user,
                                id.getAsLong(),
                                visit.site().clock().instant().getEpochSecond()));
        return why.isEmpty()
                ? Html.message(visit, 403, "Not yours", "Only the organization's admins see its panel.")
                : Html.message(
                        visit, 403, "Your rights rest", "Your account " + why + ". Your profile says what to do.");
    }
}
