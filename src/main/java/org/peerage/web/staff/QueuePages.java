package org.peerage.web.staff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.registry.Lookalikes;
import org.peerage.registry.Operation;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.Reply;

/** The verification queue: what is pending, and what staff says to it (docs/spec/objects.md §1.4). */
final class QueuePages {
    private static final int SHOWN = 200;

    private final QueueLetters letters = new QueueLetters();

    Reply show(Desk desk) {
        String type = desk.visit().part(2);
        if (type.isEmpty()) {
            return list(desk);
        }
        long id = Desk.number(desk.visit().part(3));
        if (type.equals("user")) {
            return unverified(desk).stream()
                    .filter(user -> user.id() == id)
                    .findFirst()
                    .map(user -> user(desk, user))
                    .orElseGet(Reply.NotFound::new);
        }
        Optional<Row> row = Types.byTag(type)
                .filter(VerificationQueue.TYPES::contains)
                .map(known -> desk.visit().snapshot().find(known, id));
        return row.filter(found -> found.status() == Status.PENDING)
                .map(found -> object(desk, found))
                .orElseGet(Reply.NotFound::new);
    }

    /** Those whose address is not confirmed; deactivated ones wait for nothing. */
    static List<UserAccount> unverified(Desk desk) {
        return desk.site().accounts().current().users().stream()
                .filter(user -> !user.verified() && user.active())
                .toList();
    }

    private Reply list(Desk desk) {
        String only = desk.visit().value("type");
        boolean newest = desk.visit().value("order").equals("newest");
        List<Row> rows = new ArrayList<>(VerificationQueue.of(desk.visit().snapshot()));
        rows.removeIf(row -> !only.isEmpty() && !row.type().tag().equals(only));
        Comparator<Row> oldestFirst = Comparator.comparingLong(Row::created);
        rows.sort(newest ? oldestFirst.reversed() : oldestFirst);
        List<Waiting> waiting = new ArrayList<>();
        rows.stream().limit(SHOWN).forEach(row -> waiting.add(waiting(desk, row)));
        if (only.isEmpty() || only.equals("user")) {
            List<UserAccount> users = new ArrayList<>(unverified(desk));
            Comparator<UserAccount> order = Comparator.comparingLong(UserAccount::created);
            users.sort(newest ? order.reversed() : order);
            users.stream().limit(SHOWN).forEach(user -> waiting.add(waiting(user)));
        }
        return desk.page("queue", "Verification queue", Map.of("waiting", waiting, "type", only, "newest", newest));
    }

    private Reply object(Desk desk, Row row) {
        if (!desk.visit().isPost()) {
            return page(desk, row, "");
        }
        return switch (desk.visit().part(4)) {
            case "approve" -> decide(desk, row, new Operation.Approve(row.type(), row.id()), "approve", "");
            case "deny" -> {
                String reason = desk.visit().value("reason");
                yield reason.isEmpty()
                        ? page(desk, row, "Please say why: the reason goes to whoever made it.")
                        : decide(desk, row, new Operation.Deny(row.type(), row.id()), "deny", reason);
            }
            default -> new Reply.NotFound();
        };
    }

    private Reply decide(Desk desk, Row row, Operation operation, String action, String reason) {
        String maker = letters.maker(desk, row);
        Desk.Done done = desk.submit(operation);
        if (!done.isDone()) {
            return page(desk, row, done.problem());
        }
        boolean approved = action.equals("approve");
        desk.note(
                action,
                row.type().tag() + ":" + row.id(),
                approved ? Kinds.name(row) : Kinds.name(row) + ": " + reason);
        letters.tell(desk, row, maker, approved, reason);
        return Desk.done("/staff/queue", approved ? "approved" : "denied");
    }

    private Reply user(Desk desk, UserAccount user) {
        if (!desk.visit().isPost()) {
            return page(desk, user, "");
        }
        return switch (desk.visit().part(4)) {
            case "approve" -> approve(desk, user);
            case "deny" -> deny(desk, user, desk.visit().value("reason"));
            default -> new Reply.NotFound();
        };
    }

    private Reply approve(Desk desk, UserAccount user) {
        desk.site().accounts().change(store -> {
            store.setVerified(user.id(), true);
            return user;
        });
        desk.note("approve", "user:" + user.id(), user.username());
        letters.tell(desk, user, true, "");
        return Desk.done("/staff/queue?type=user", "approved");
    }

    private Reply deny(Desk desk, UserAccount user, String reason) {
        if (reason.isEmpty()) {
            return page(desk, user, "Please say why: the reason goes to them.");
        }
        boolean removed = desk.site().accounts().change(store -> store.removeUnverified(user.id()));
        if (!removed) {
            return page(desk, user, "Somebody confirmed the account meanwhile.");
        }
        desk.note("deny", "user:" + user.id(), user.username() + ": " + reason);
        letters.tell(desk, user, false, reason);
        return Desk.done("/staff/queue?type=user", "denied");
    }

    private Waiting waiting(Desk desk, Row row) {
        String maker = letters.maker(desk, row);
        Actors actors = new Actors(desk.site().accounts().current());
        Optional<Row> owner = Kinds.owner(row, desk.visit().snapshot());
        return new Waiting(
                row.type().tag(),
                Kinds.one(row.type()),
                row.id(),
                Kinds.name(row),
                owner.map(Kinds::name).orElse(""),
                owner.map(Kinds::link).orElse(""),
                Times.of(row.created()),
                maker.isEmpty() ? "" : actors.name(maker),
                maker.isEmpty() ? "" : actors.link(maker));
    }

    private static Waiting waiting(UserAccount user) {
        return new Waiting(
                "user",
                "User",
                user.id(),
                user.username(),
                user.email() == null ? "" : user.email(),
                "",
                Times.of(user.created()),
                "",
                "");
    }

    private Reply page(Desk desk, Row row, String problem) {
        List<Similar> similar = Lookalikes.of(row, desk.visit().snapshot()).stream()
                .map(found -> new Similar(
                        Kinds.name(found.row()),
                        Kinds.link(found.row()),
                        Kinds.owner(found.row(), desk.visit().snapshot())
                                .map(Kinds::name)
                                .orElse(""),
                        found.reason()))
                .toList();
        return page(desk, waiting(desk, row), details(row), similar, problem);
    }

    private static Reply page(Desk desk, UserAccount user, String problem) {
        List<Detail> details = List.of(
                new Detail("E-mail", user.email() == null ? "" : user.email()),
                new Detail("Name", (user.firstName() + " " + user.lastName()).strip()));
        return page(desk, waiting(user), details, List.of(), problem);
    }

    private static Reply page(Desk desk, Waiting item, List<Detail> details, List<Similar> similar, String problem) {
        return desk.page(
                problem.isEmpty() ? 200 : 400,
                "waiting",
                item.name(),
                problem,
                Map.of(
                        "item", item,
                        "details", details,
                        "similar", similar,
                        "reason", desk.visit().value("reason")));
    }

    /** What was filled in. */
    private static List<Detail> details(Row row) {
        List<Detail> details = new ArrayList<>();
        ObjectType type = row.type();
        for (Field<?> field : type.fields()) {
            Object value = row.find(field);
            boolean empty = value == null
                    || value.toString().isEmpty()
                    || value.toString().equals("[]");
            if (!field.isReadOnly() && !field.isHidden() && !field.isReference() && !empty) {
                details.add(new Detail(field.name().replace('_', ' '), String.valueOf(value)));
            }
        }
        return details;
    }
}
