package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.types.Org;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeyView;

/** The panel's audit trail, for admins only. */
final class AuditLogPages {
    private static final int PAGE_SIZE = 50;
    private static final int LAST_PAGE = 10_000;

    PageResponse show(PanelRequest panel) {
        PageRequest request = panel.request();
        String subject = Org.TYPE.reference(panel.id());
        String action = request.value("action");
        String text = request.value("q");
        int page =
                (int) Math.min(LAST_PAGE, IdParser.parse(request.value("page")).orElse(0));
        List<AuditLog.AuditEntry> found =
                request.services().auditLog().search(subject, action, text, page * PAGE_SIZE, PAGE_SIZE + 1);
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(Texts.text("panel.log.of", panel.name())));
        model.put("head", panel.header("log"));
        model.put(
                "entries",
                found.stream()
                        .limit(PAGE_SIZE)
                        .map(entry -> view(request, entry))
                        .toList());
        model.put("actions", request.services().auditLog().actions(subject));
        model.put("action", action);
        model.put("text", text);
        model.put("page", page);
        model.put("more", found.size() > PAGE_SIZE);
        return PageResponse.TemplateResponse.of("organizations/log.jte", model);
    }

    private static AuditLogLine view(PageRequest request, AuditLog.AuditEntry entry) {
        String who = entry.actor().startsWith("user:")
                ? IdParser.parse(entry.actor().substring("user:".length())).stream()
                        .mapToObj(id -> request.services().accounts().current().user(id))
                        .flatMap(Optional::stream)
                        .map(UserAccount::username)
                        .findFirst()
                        .orElse(entry.actor())
                : entry.actor();
        return new AuditLogLine(
                KeyView.time(entry.at().getEpochSecond()), who, entry.action(), entry.detail(), entry.ipAddress());
    }
}
