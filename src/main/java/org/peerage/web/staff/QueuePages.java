package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.registry.DuplicateFinder;
import org.peerage.registry.Operation;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.TypeNames;
import org.peerage.web.page.PageResponse;

/** The verification queue: what is pending, and what staff says to it (docs/spec/objects.md §1.4). */
final class QueuePages {
    private static final int MAX_SHOWN = 200;

    private final QueueMails mails = new QueueMails();

    PageResponse show(StaffRequest staff) {
        String type = staff.request().pathSegment(2);
        if (type.isEmpty()) {
            return list(staff);
        }
        long id = StaffRequest.number(staff.request().pathSegment(3));
        if (type.equals("user")) {
            return unverified(staff).stream()
                    .filter(user -> user.id() == id)
                    .findFirst()
                    .map(user -> user(staff, user))
                    .orElseGet(PageResponse.NotFoundResponse::new);
        }
        Optional<Row> row = ObjectTypes.byName(type)
                .filter(VerificationQueue.TYPES::contains)
                .map(known -> staff.request().snapshot().find(known, id));
        return row.filter(found -> found.status() == Status.PENDING)
                .map(found -> object(staff, found))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    /** Those whose address is not confirmed; deactivated ones wait for nothing. */
    static List<UserAccount> unverified(StaffRequest staff) {
        return staff.services().accounts().current().users().stream()
                .filter(user -> !user.verified() && user.active())
                .toList();
    }

    private PageResponse list(StaffRequest staff) {
        String only = staff.request().value("type");
        boolean newest = staff.request().value("order").equals("newest");
        List<Row> rows = new ArrayList<>(VerificationQueue.of(staff.request().snapshot()));
        rows.removeIf(row -> !only.isEmpty() && !row.type().typeName().equals(only));
        Comparator<Row> oldestFirst = Comparator.comparingLong(Row::created);
        rows.sort(newest ? oldestFirst.reversed() : oldestFirst);
        List<QueueItem> waiting = new ArrayList<>();
        rows.stream().limit(MAX_SHOWN).forEach(row -> waiting.add(item(staff, row)));
        if (only.isEmpty() || only.equals("user")) {
            List<UserAccount> users = new ArrayList<>(unverified(staff));
            Comparator<UserAccount> order = Comparator.comparingLong(UserAccount::created);
            users.sort(newest ? order.reversed() : order);
            users.stream().limit(MAX_SHOWN).forEach(user -> waiting.add(item(user)));
        }
        return staff.page("queue", "Verification queue", Map.of("waiting", waiting, "type", only, "newest", newest));
    }

    private PageResponse object(StaffRequest staff, Row row) {
        if (!staff.request().isPost()) {
            return page(staff, row, "");
        }
        return switch (staff.request().pathSegment(4)) {
            case "approve" -> decide(staff, row, new Operation.Approve(row.type(), row.id()), "approve", "");
            case "deny" -> {
                String reason = staff.request().value("reason");
                yield reason.isEmpty()
                        ? page(staff, row, "Please say why: the reason goes to whoever made it.")
                        : decide(staff, row, new Operation.Deny(row.type(), row.id()), "deny", reason);
            }
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private PageResponse decide(StaffRequest staff, Row row, Operation operation, String action, String reason) {
        String maker = mails.maker(staff, row);
        StaffRequest.StaffResult result = staff.submit(operation);
        if (!result.isDone()) {
            return page(staff, row, result.problem());
        }
        boolean approved = action.equals("approve");
        staff.audit(
                action,
                row.type().typeName() + ":" + row.id(),
                approved ? row.nameOrId() : row.nameOrId() + ": " + reason);
        mails.notify(staff, row, maker, approved, reason);
        return StaffRequest.redirectWithNotice("/staff/queue", approved ? "approved" : "denied");
    }

    private PageResponse user(StaffRequest staff, UserAccount user) {
        if (!staff.request().isPost()) {
            return page(staff, user, "");
        }
        return switch (staff.request().pathSegment(4)) {
            case "approve" -> approve(staff, user);
            case "deny" -> deny(staff, user, staff.request().value("reason"));
            default -> new PageResponse.NotFoundResponse();
        };
    }

    private PageResponse approve(StaffRequest staff, UserAccount user) {
        staff.services().accounts().change(store -> {
            store.setVerified(user.id(), true);
            return user;
        });
        staff.audit("approve", "user:" + user.id(), user.username());
        mails.notify(staff, user, true, "");
        return StaffRequest.redirectWithNotice("/staff/queue?type=user", "approved");
    }

    private PageResponse deny(StaffRequest staff, UserAccount user, String reason) {
        if (reason.isEmpty()) {
            return page(staff, user, "Please say why: the reason goes to them.");
        }
        boolean removed = staff.services().accounts().change(store -> store.removeUnverified(user.id()));
        if (!removed) {
            return page(staff, user, "Somebody confirmed the account meanwhile.");
        }
        staff.audit("deny", "user:" + user.id(), user.username() + ": " + reason);
        mails.notify(staff, user, false, reason);
        return StaffRequest.redirectWithNotice("/staff/queue?type=user", "denied");
    }

    private QueueItem item(StaffRequest staff, Row row) {
        String maker = mails.maker(staff, row);
        ActorNames actors = new ActorNames(staff.services().accounts().current());
        Optional<Row> owner = TypeNames.organization(row, staff.request().snapshot());
        return new QueueItem(
                row.type().typeName(),
                row.type().singular(),
                row.id(),
                row.nameOrId(),
                owner.map(Row::nameOrId).orElse(""),
                owner.map(Row::url).orElse(""),
                TimeFormat.of(row.created()),
                maker.isEmpty() ? "" : actors.name(maker),
                maker.isEmpty() ? "" : actors.link(maker));
    }

    private static QueueItem item(UserAccount user) {
        return new QueueItem(
                "user",
                "User",
                user.id(),
                user.username(),
                user.email() == null ? "" : user.email(),
                "",
                TimeFormat.of(user.created()),
                "",
                "");
    }

    private PageResponse page(StaffRequest staff, Row row, String problem) {
        List<SimilarObject> similar = DuplicateFinder.of(row, staff.request().snapshot()).stream()
                .map(found -> new SimilarObject(
                        found.row().nameOrId(),
                        found.row().url(),
                        TypeNames.organization(found.row(), staff.request().snapshot())
                                .map(Row::nameOrId)
                                .orElse(""),
                        found.reason()))
                .toList();
        return page(staff, item(staff, row), details(row), similar, problem);
    }

    private static PageResponse page(StaffRequest staff, UserAccount user, String problem) {
        List<LabeledValue> details = List.of(
                new LabeledValue("E-mail", user.email() == null ? "" : user.email()),
                new LabeledValue("Name", (user.firstName() + " " + user.lastName()).strip()));
        return page(staff, item(user), details, List.of(), problem);
    }

    private static PageResponse page(
            StaffRequest staff,
            QueueItem item,
            List<LabeledValue> details,
            List<SimilarObject> similar,
            String problem) {
        return staff.page(
                problem.isEmpty() ? 200 : 400,
                "waiting",
                item.name(),
                problem,
                Map.of(
                        "item", item,
                        "details", details,
                        "similar", similar,
                        "reason", staff.request().value("reason")));
    }

    /** What was filled in. */
    private static List<LabeledValue> details(Row row) {
        List<LabeledValue> details = new ArrayList<>();
        ObjectType type = row.type();
        for (Field<?> field : type.fields()) {
            Object value = row.find(field);
            boolean empty = value == null
                    || value.toString().isEmpty()
                    || value.toString().equals("[]");
            if (!field.isReadOnly() && !field.isHidden() && !field.isReference() && !empty) {
                details.add(new LabeledValue(field.name().replace('_', ' '), String.valueOf(value)));
            }
        }
        return details;
    }
}
