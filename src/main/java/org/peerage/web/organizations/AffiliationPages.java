package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Caller;
import org.peerage.access.MembershipAdded;
import org.peerage.access.MembershipChange;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Invitations;
import org.peerage.accounts.Joining;
import org.peerage.registry.WriteLane;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import tools.jackson.databind.json.JsonMapper;

/** Asking to belong to an organization, invitations, leaving; and the requests that staff decides. */
public final class AffiliationPages {

    public Reply show(Visit visit) {
        Optional<UserAccount> user = visit.user();
        if (user.isEmpty()) {
            return visit.signInFirst();
        }
        String action = visit.part(1);
        if (action.equals("queue")) {
            return queue(visit);
        }
        if (!visit.isPost()) {
            return switch (action) {
                case "" -> page(visit, user.get(), 200, Map.of());
                case "confirm" -> confirmation(visit);
                default -> new Reply.NotFound();
            };
        }
        return switch (action) {
            case "" -> ask(visit, user.get());
            case "withdraw" -> withdraw(visit, user.get());
            case "accept" -> accept(visit, user.get());
            case "leave" -> leave(visit, user.get());
            case "confirm" -> confirm(visit, user.get());
            default -> new Reply.NotFound();
        };
    }

    private static Reply ask(Visit visit, UserAccount user) {
        var early = visit.site().throttles().admitUserManagement(visit.caller(), visit.address());
        if (early.isPresent()) {
            return refused(
                    visit, user, 429, Map.of("non_field_errors", early.get().message()));
        }
        Joining.Wish wish = new Joining.Wish(
                visit.caller(), user, visit.value("asn"), visit.value("org"), visit.address(), visit.siteAddress());
        try {
            return switch (visit.site().joining().ask(wish)) {
                case Joining.Outcome.Asked asked -> done(visit, "asked");
                case Joining.Outcome.Queued queued -> done(visit, "asked");
                case Joining.Outcome.Joined joined -> done(visit, "joined");
                case Joining.Outcome.Refused(Map<String, String> problems) -> refused(visit, user, 400, problems);
            };
        } catch (WriteLane.Unavailable busy) {
            return refused(visit, user, 503, Map.of("non_field_errors", "Please try again in a moment."));
        }
    }

    private static Reply done(Visit visit, String said) {
        return visit.wantsJson()
                ? new Reply.Json(200, "{\"status\": \"ok\"}")
                : new Reply.Redirect("/affiliate-to-org?said=" + said);
    }

    private static Reply refused(Visit visit, UserAccount user, int status, Map<String, String> problems) {
        if (!visit.wantsJson()) {
            return page(visit, user, status, problems);
        }
        Map<String, List<String>> answer = new LinkedHashMap<>();
        problems.forEach((field, problem) -> answer.put(field, List.of(problem)));
        return new Reply.Json(status, JsonMapper.shared().writeValueAsString(answer));
    }

    private static Reply withdraw(Visit visit, UserAccount user) {
        boolean done = visit.site()
                .joining()
                .withdraw(user, Ids.parse(visit.value("request")).orElse(0), visit.address());
        return done ? new Reply.Redirect("/affiliate-to-org?said=canceled") : new Reply.NotFound();
    }

    private static Reply accept(Visit visit, UserAccount user) {
        List<String> emails = user.verified()
                ? visit.site().callers().ofUser(user.id()).map(Caller::emails).orElse(List.of())
                : List.of();
        Optional<Invitations.Invitation> found = visit.site()
                .invitations()
                .redeem(Ids.parse(visit.value("invitation")).orElse(0), emails);
        if (found.isEmpty()) {
            return new Reply.NotFound();
        }
        Invitations.Invitation invitation = found.get();
        if (!visit.site().joining().allows(invitation.organization(), emails)) {
            return Html.message(
                    visit, 403, "Not any more", "The organization only takes addresses of its own domains now.");
        }
        MembershipAdded change = visit.site().accounts().change(store -> store.organizations()
                .add(user.id(), invitation.organization(), invitation.role()));
        if (change == MembershipAdded.NO_ORGANIZATION) {
            return new Reply.NotFound();
        }
        if (change == MembershipAdded.DONE) {
            note(visit, user, "accept invitation", invitation.organization());
        }
        return new Reply.Redirect("/affiliate-to-org?said=joined");
    }

    private static Reply leave(Visit visit, UserAccount user) {
        long organization = Ids.parse(visit.value("org")).orElse(0);
        MembershipChange change =
                visit.site().accounts().change(store -> store.organizations().remove(user.id(), organization));
        return switch (change) {
            case DONE -> {
                note(visit, user, "leave", organization);
                yield new Reply.Redirect("/affiliate-to-org?said=left");
            }
            case LAST_ADMIN -> new Reply.Redirect("/affiliate-to-org?said=lastadmin");
            case NO_MEMBER -> new Reply.NotFound();
        };
    }

    private static void note(Visit visit, UserAccount user, String action, long organization) {
        visit.site().audit().note("user:" + user.id(), action, "org:" + organization, user.username(), visit.address());
    }

    /** Without a link one is mailed; with one it is used up, by a button, since programs open links in mails too. */
    private static Reply confirm(Visit visit, UserAccount user) {
        if (visit.value("token").isEmpty()) {
            var early = visit.site().throttles().admitUserManagement(visit.caller(), visit.address());
            if (early.isEmpty()) {
                visit.site().reauthentication().mail(user, visit.siteAddress());
            }
            return new Reply.Redirect("/affiliate-to-org?said=mailed");
        }
        if (!visit.site().reauthentication().confirm(user, visit.value("token"))) {
            return Html.message(
                    visit, 400, "This link does not work", "It is too old, was used, or is for another account.");
        }
        visit.site()
                .audit()
                .note("user:" + user.id(), "confirm address again", "user:" + user.id(), "", visit.address());
        return new Reply.Redirect("/affiliate-to-org?said=confirmed");
    }

    private static Reply confirmation(Visit visit) {
        return Reply.Page.of(
                "organizations/confirm.jte",
                Map.of("shell", visit.shell("Confirm your address"), "token", visit.value("token")));
    }

    private static Reply page(Visit visit, UserAccount user, int status, Map<String, String> problems) {
        String query = visit.value("q");
        List<Choice> choices = OrganizationSearch.find(visit.snapshot(), query);
        Map<String, Object> model = new HashMap<>();
        model.put("query", query);
        model.put("choices", choices);
        model.put("number", OrganizationSearch.isNumber(query));
        if (visit.has("fragment")) {
            model.put("word", visit.csrf());
            return new Reply.Page(status, "organizations/choices.jte", model);
        }
        model.put("shell", visit.shell("Belong to an organization"));
        model.put("view", AffiliationView.of(visit, user));
        model.put("problems", problems.values().stream().distinct().toList());
        model.put("said", Said.of(visit.value("said")));
        model.put("staff", visit.caller().isSuperuser());
        return new Reply.Page(status, "organizations/affiliate.jte", model);
    }

    /** Requests that no admin decides. */
    private static Reply queue(Visit visit) {
        if (!visit.caller().isSuperuser()) {
            return Html.message(visit, 403, "Not yours", "Only staff decides these requests.");
        }
        if (visit.isPost()) {
            boolean approved = visit.value("decision").equals("approve");
            try {
                Joining.Decided decided = visit.site()
                        .joining()
                        .decideAsStaff(
                                Ids.parse(visit.value("request")).orElse(0),
                                approved,
                                visit.caller(),
                                visit.address(),
                                visit.siteAddress());
                String said = decided == Joining.Decided.DONE ? approved ? "approved" : "denied" : "late";
                return new Reply.Redirect("/affiliate-to-org/queue?said=" + said);
            } catch (WriteLane.Unavailable busy) {
                return Html.message(visit, 503, "Please try again", "The database does not answer now.");
            }
        }
        return Reply.Page.of(
                "organizations/queue.jte",
                Map.of(
                        "shell",
                        visit.shell("Requests to join"),
                        "requests",
                        RequestView.of(visit, visit.site().joining().queue()),
                        "said",
                        Said.of(visit.value("said"))));
    }
}
