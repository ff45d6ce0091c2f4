package org.peerage.web.staff;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.peerage.access.UserAccount;
import org.peerage.registry.DuplicateFinder;
import org.peerage.registry.Operation;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** The verification queue: what is pending, and what staff says to it (docs/spec/objects.md §1.4). */
final class QueuePages {
    private static final int MAX_SHOWN = 200;

    private final QueueMails mails = new QueueMails();

    PageResponse show(StaffRequest staff) {
        String type = staff.request().pathSegment(2);
        if (type.isEmpty()) {
            return staff.request().isPost() ? several(staff) : list(staff, "");
        }
        long id = StaffRequest.number(staff.request().pathSegment(3));
        if (type.equals("user")) {
            return unverified(staff, id)
                    .map(user -> one(
                            staff,
                            "/staff/queue?type=user",
                            problem -> page(staff, user, problem),
                            (approved, reason) -> decide(staff, user, approved, reason)))
                    .orElseGet(PageResponse.NotFoundResponse::new);
        }
        return pending(staff, type, id)
                .map(row -> one(
                        staff,
                        "/staff/queue",
                        problem -> page(staff, row, problem),
                        (approved, reason) -> decide(staff, row, approved, reason)))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static Optional<Row> pending(StaffRequest staff, String type, long id) {
        return ObjectTypes.byName(type)
                .filter(VerificationQueue.TYPES::contains)
                .map(known -> staff.request().snapshot().find(known, id))
                .filter(row -> row.status() == Status.PENDING);
    }

    private static Optional<UserAccount> unverified(StaffRequest staff, long id) {
        return unverified(staff).stream().filter(user -> user.id() == id).findFirst();
    }

    /** Those whose address is not confirmed; deactivated ones wait for nothing. */
    static List<UserAccount> unverified(StaffRequest staff) {
        return staff.services().accounts().current().users().stream()
                .filter(user -> !user.verified() && user.active())
                .toList();
    }

    private PageResponse list(StaffRequest staff, String problem) {
        String only = staff.request().value("type");
        boolean newest = staff.request().value("order").equals("newest");
        List<Row> rows = new ArrayList<>(
                VerificationQueue.of(staff.services().snapshots().get()));
        rows.removeIf(row -> !only.isEmpty() && !row.type().typeName().equals(only));
        Comparator<Row> oldestFirst = Comparator.comparingLong(Row::created);
        rows.sort(newest ? oldestFirst.reversed() : oldestFirst);
        List<QueueItem> waiting = new ArrayList<>();
        rows.stream().limit(MAX_SHOWN).forEach(row -> waiting.add(item(staff, row)));
        List<Long> since = new ArrayList<>();
        rows.forEach(row -> since.add(row.created()));
        if (only.isEmpty() || only.equals("user")) {
            List<UserAccount> users = new ArrayList<>(unverified(staff));
            Comparator<UserAccount> order = Comparator.comparingLong(UserAccount::created);
            users.sort(newest ? order.reversed() : order);
            users.forEach(user -> since.add(user.created()));
            users.stream().limit(MAX_SHOWN).forEach(user -> waiting.add(item(user)));
        }
        return staff.page(
                "queue",
                Texts.text("staff.queue"),
                problem,
                Map.of(
                        "waiting",
                        waiting,
                        "summary",
                        summary(since, staff.services().clock().instant()),
                        "type",
                        only,
                        "newest",
                        newest,
                        "reason",
                        staff.request().value("reason"),
                        "chosen",
                        Set.copyOf(staff.request().values("item"))));
    }

    /** How many wait, and how long: operators are asked for it (docs/spec/operations.md §1). Empty: nothing waits. */
    private static String summary(List<Long> since, Instant now) {
        if (since.isEmpty()) {
            return "";
        }
        List<Long> days = since.stream()
                .map(second ->
                        Duration.between(Instant.ofEpochSecond(second), now).toDays())
                .sorted()
                .toList();
        int middle = days.size() / 2;
        long median = days.size() % 2 == 1 ? days.get(middle) : (days.get(middle - 1) + days.get(middle)) / 2;
        return Texts.text("staff.queue.summary", days.size(), days.getLast(), median);
    }

    /** Approves or denies all that is ticked; what cannot be stays, and is told. */
    private PageResponse several(StaffRequest staff) {
        boolean approved = staff.request().value("decision").equals("approve");
        String reason = staff.request().value("reason");
        Set<String> chosen = new LinkedHashSet<>(staff.request().values("item"));
        if (chosen.isEmpty() || chosen.size() > 2 * MAX_SHOWN) {
            return list(staff, Texts.text("staff.queue.choose"));
        }
        if (!approved && reason.isEmpty()) {
            return list(staff, Texts.text("staff.reason.needed"));
        }
        int done = 0;
        List<String> problems = new ArrayList<>();
        for (String item : chosen) {
            Optional<String> problem = decide(staff, item, approved, reason);
            problem.ifPresent(problems::add);
            done += problem.isEmpty() ? 1 : 0;
        }
        if (!problems.isEmpty()) {
            return list(staff, String.join(" ", problems));
        }
        String url = "/staff/queue?type=" + URLEncoder.encode(staff.request().value("type"), StandardCharsets.UTF_8);
        return StaffRequest.redirectWithNotice(url + "&count=" + done, approved ? "approved" : "denied");
    }

    /** What is wrong; empty: it is done. */
    private Optional<String> decide(StaffRequest staff, String item, boolean approved, String reason) {
        String type = item.substring(0, Math.max(item.indexOf('/'), 0));
        long id = StaffRequest.number(item.substring(item.indexOf('/') + 1));
        if (type.equals("user")) {
            return unverified(staff, id)
                    .map(user -> decide(staff, user, approved, reason))
                    .orElseGet(() -> Optional.of(Texts.text("staff.gone")));
        }
        return pending(staff, type, id)
                .map(row -> decide(staff, row, approved, reason).map(problem -> row.nameOrId() + ": " + problem))
                .orElseGet(() -> Optional.of(Texts.text("staff.gone")));
    }

    private interface QueueDecision {
        /** What is wrong; empty: it is done. */
        Optional<String> decide(boolean approved, String reason);
    }

    /** The page of what waits; or what staff says to it, and then back to the list. */
    private static PageResponse one(
            StaffRequest staff, String list, Function<String, PageResponse> page, QueueDecision decision) {
        if (!staff.request().isPost()) {
            return page.apply("");
        }
        String said = staff.request().pathSegment(4);
        boolean approved = said.equals("approve");
        if (!approved && !said.equals("deny")) {
            return new PageResponse.NotFoundResponse();
        }
        String reason = approved ? "" : staff.request().value("reason");
        if (!approved && reason.isEmpty()) {
            return page.apply(Texts.text("staff.reason.needed"));
        }
        return decision.decide(approved, reason)
                .map(page)
                .orElseGet(() -> StaffRequest.redirectWithNotice(list, approved ? "approved" : "denied"));
    }

    /** What is wrong; empty: it is done, noted, and told to whoever made the object. */
    private Optional<String> decide(StaffRequest staff, Row row, boolean approved, String reason) {
        String maker = mails.maker(staff, row);
        StaffRequest.StaffResult result = staff.submit(
                approved ? new Operation.Approve(row.type(), row.id()) : new Operation.Deny(row.type(), row.id()));
        if (!result.isDone()) {
            return Optional.of(result.problem());
        }
        staff.audit(
                approved ? "approve" : "deny",
                row.reference(),
                approved ? row.nameOrId() : row.nameOrId() + ": " + reason);
        mails.notify(staff, row, maker, approved, reason);
        return Optional.empty();
    }

    private Optional<String> decide(StaffRequest staff, UserAccount user, boolean approved, String reason) {
        boolean done = staff.services().accounts().change(store -> {
            if (!approved) {
                return store.removeUnverified(user.id());
            }
            store.setVerified(user.id(), true);
            return true;
        });
        if (!done) {
            return Optional.of(Texts.text("staff.user.confirmedMeanwhile"));
        }
        staff.audit(
                approved ? "approve" : "deny",
                "user:" + user.id(),
                approved ? user.username() : user.username() + ": " + reason);
        mails.notify(staff, user, approved, reason);
        return Optional.empty();
    }

    private QueueItem item(StaffRequest staff, Row row) {
        String maker = mails.maker(staff, row);
        ActorNames actors = ActorNames.of(staff);
        Optional<Row> owner = Org.of(row, staff.request().snapshot());
        return new QueueItem(
                row.type().typeName(),
                Texts.singular(row.type()),
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
                Texts.text("common.user"),
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
                        Org.of(found.row(), staff.request().snapshot())
                                .map(Row::nameOrId)
                                .orElse(""),
                        found.reason()))
                .toList();
        return page(staff, item(staff, row), details(row), similar, problem);
    }

    private static PageResponse page(StaffRequest staff, UserAccount user, String problem) {
        List<LabeledValue> details = List.of(
                new LabeledValue(Texts.text("account.email"), user.email() == null ? "" : user.email()),
                new LabeledValue(Texts.text("common.name"), (user.firstName() + " " + user.lastName()).strip()));
        return page(staff, item(user), details, List.of(), problem);
    }

    private static PageResponse page(
            StaffRequest staff,
            QueueItem item,
            List<LabeledValue> details,
            List<SimilarObject> similar,
            String problem) {
        return staff.page(
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
                details.add(new LabeledValue(Texts.label(field), String.valueOf(value)));
            }
        }
        return details;
    }
}
