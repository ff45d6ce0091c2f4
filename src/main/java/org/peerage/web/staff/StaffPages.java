package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Audit;
import org.peerage.registry.VerificationQueue;
import org.peerage.schema.ObjectType;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The staff's corner: for superusers alone; to others there is nothing at these addresses. */
public final class StaffPages {
    private static final int LATEST = 15;

    private final QueuePages queue = new QueuePages();
    private final UserPages users = new UserPages();
    private final MergePages merge = new MergePages();
    private final PermissionPages permissions = new PermissionPages();
    private final HistoryPages history = new HistoryPages();
    private final SettingPages settings = new SettingPages();
    private final AuditPages audit = new AuditPages();

    public Reply show(Visit visit) {
        if (visit.user().isEmpty() || !visit.caller().isSuperuser()) {
            return new Reply.NotFound();
        }
        Desk desk = new Desk(visit);
        return switch (visit.part(1)) {
            case "" -> home(desk);
            case "queue" -> queue.show(desk);
            case "users" -> users.show(desk);
            case "merge" -> merge.show(desk);
            case "permissions" -> permissions.show(desk);
            case "history" -> history.show(desk);
            case "settings" -> settings.show(desk);
            case "audit" -> audit.show(desk);
            default -> new Reply.NotFound();
        };
    }

    private static Reply home(Desk desk) {
        List<Count> counts = new ArrayList<>();
        for (ObjectType type : VerificationQueue.TYPES) {
            counts.add(new Count(
                    Kinds.plural(type),
                    VerificationQueue.of(type, desk.visit().snapshot()).size(),
                    "/staff/queue?type=" + type.tag()));
        }
        List<UserAccount> users = desk.site().accounts().current().users();
        counts.add(new Count("Users", QueuePages.unverified(desk).size(), "/staff/queue?type=user"));
        List<Count> people = List.of(
                new Count("Users", users.size(), "/staff/users"),
                new Count(
                        "Superusers",
                        users.stream().filter(UserAccount::superuser).count(),
                        "/staff/users?only=superusers"),
                new Count(
                        "Deactivated",
                        users.stream().filter(user -> !user.active()).count(),
                        "/staff/users?only=inactive"));
        List<Audit.Entry> latest = desk.site().audit().find(new Audit.Filter("", "", "", null, null), LATEST, 0);
        return desk.page("home", "Staff", Map.of("counts", counts, "people", people, "latest", latest));
    }
}
