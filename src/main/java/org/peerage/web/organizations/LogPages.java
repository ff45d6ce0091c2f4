package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Audit;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;
import org.peerage.web.people.KeyView;

/** The panel's audit trail, for admins only. */
final class LogPages {
    private static final int PAGE = 50;
    private static final int LAST_PAGE = 10_000;

    Reply show(Panel panel) {
        Visit visit = panel.visit();
        String subject = "org:" + panel.id();
        String action = visit.value("action");
        String text = visit.value("q");
        int page = (int) Math.min(LAST_PAGE, Ids.parse(visit.value("page")).orElse(0));
        List<Audit.Entry> found = visit.site().audit().search(subject, action, text, page * PAGE, PAGE + 1);
        Map<String, Object> model = new HashMap<>();
        model.put("shell", visit.shell("Audit trail of " + panel.name()));
        model.put("head", panel.head("log"));
        model.put(
                "entries",
                found.stream().limit(PAGE).map(entry -> view(visit, entry)).toList());
        model.put("actions", visit.site().audit().actions(subject));
        model.put("action", action);
        model.put("text", text);
        model.put("page", page);
        model.put("more", found.size() > PAGE);
        return Reply.Page.of("organizations/log.jte", model);
    }

    private static LogEntry view(Visit visit, Audit.Entry entry) {
        String who = entry.actor().startsWith("user:")
                ? Ids.parse(entry.actor().substring("user:".length())).stream()
                        .mapToObj(id -> visit.site().accounts().current().user(id))
                        .flatMap(java.util.Optional::stream)
                        .map(UserAccount::username)
                        .findFirst()
                        .orElse(entry.actor())
                : entry.actor();
        return new LogEntry(
                KeyView.time(entry.at().getEpochSecond()), who, entry.action(), entry.detail(), entry.address());
    }
}
