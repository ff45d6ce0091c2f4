package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.peerage.access.UserAccount;
import org.peerage.accounts.AuditLog;
import org.peerage.ixf.Run;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.web.imports.FeedSettingsLine;
import org.peerage.web.imports.RunView;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** The staff's corner: for superusers alone; to others there is nothing at these addresses. */
public final class StaffPages {
    private static final int MAX_LATEST = 15;

    private final QueuePages queue = new QueuePages();
    private final UserPages users = new UserPages();
    private final MergePages merge = new MergePages();
    private final PermissionPages permissions = new PermissionPages();
    private final StaffHistoryPages history = new StaffHistoryPages();
    private final SiteSettingsPages settings = new SiteSettingsPages();
    private final AuditPages audit = new AuditPages();
    private final JobPages jobs = new JobPages();
    private final ToolPages tools = new ToolPages();
    private final TicketPages tickets = new TicketPages();

    public PageResponse show(PageRequest request) {
        if (request.user().isEmpty() || !request.caller().isSuperuser()) {
            return new PageResponse.NotFoundResponse();
        }
        StaffRequest staff = new StaffRequest(request);
        return switch (request.pathSegment(1)) {
            case "" -> home(staff);
            case "queue" -> queue.show(staff);
            case "tickets" -> tickets.show(staff);
            case "users" -> users.show(staff);
            case "imports" -> imports(staff);
            case "merge" -> merge.show(staff);
            case "permissions" -> permissions.show(staff);
            case "history" -> history.show(staff);
            case "settings" -> settings.show(staff);
            case "audit" -> audit.show(staff);
            case "jobs" -> jobs.show(staff);
            case "tools" -> tools.show(staff);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private static final int SHOWN_IMPORTS = 200;

    /** The last imports of all exchanges. */
    private static PageResponse imports(StaffRequest staff) {
        List<RunView> runs = new ArrayList<>();
        for (Run run : staff.services().importer().store().runs(SHOWN_IMPORTS)) {
            Row lan = staff.request().snapshot().find(IxLan.TYPE, run.lan());
            Row exchange = lan == null ? null : staff.request().snapshot().find(Ix.TYPE, lan.get(IxLan.IX_ID));
            if (exchange != null) {
                runs.add(RunView.of(run, exchange.id(), exchange.get(Ix.NAME)));
            }
        }
        return staff.page(
                "imports",
                Texts.text("ixf.staff.title"),
                Map.of(
                        "runs",
                        runs,
                        "settings",
                        FeedSettingsLine.all(
                                staff.services().importer().store().settings(),
                                staff.request().snapshot())));
    }

    private static PageResponse home(StaffRequest staff) {
        List<LabeledCount> counts = new ArrayList<>();
        for (ObjectType type : VerificationQueue.TYPES) {
            counts.add(new LabeledCount(
                    type == Net.TYPE ? Texts.text("staff.queue.suggested") : Texts.plural(type),
                    VerificationQueue.of(type, staff.request().snapshot()).size(),
                    "/staff/queue?type=" + type.typeName()));
        }
        List<UserAccount> users = staff.services().accounts().current().users();
        counts.add(new LabeledCount(
                Texts.text("staff.users"), QueuePages.unverified(staff).size(), "/staff/queue?type=user"));
        counts.add(new LabeledCount(
                Texts.text("staff.tickets.title"), staff.services().tickets().countOpen(), "/staff/tickets"));
        List<LabeledCount> people = List.of(
                new LabeledCount(Texts.text("staff.users"), users.size(), "/staff/users"),
                new LabeledCount(
                        Texts.text("staff.superusers"),
                        users.stream().filter(UserAccount::superuser).count(),
                        "/staff/users?only=superusers"),
                new LabeledCount(
                        Texts.text("staff.deactivated"),
                        users.stream().filter(user -> !user.active()).count(),
                        "/staff/users?only=inactive"));
        List<AuditLine> latest =
                staff
                        .services()
                        .auditLog()
                        .find(new AuditLog.AuditFilter("", "", "", null, null), MAX_LATEST, 0)
                        .stream()
                        .map(entry -> AuditLine.of(staff, entry))
                        .toList();
        return staff.page(
                "home", Texts.text("staff.title"), Map.of("counts", counts, "people", people, "latest", latest));
    }
}
