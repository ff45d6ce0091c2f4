package org.peerage.web.staff;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.PastRow;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Types;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import org.peerage.web.page.Reply;
import tools.jackson.databind.JsonNode;

/** What happened to an object, and how to make it as it was (docs/spec/objects.md §7). */
final class HistoryPages {
    private static final int CHANGES = 500;

    Reply show(Desk desk) {
        if (desk.visit().part(2).isEmpty()) {
            return open(desk);
        }
        Optional<Row> row = Types.byTag(desk.visit().part(2)).map(type -> desk.visit()
                .snapshot()
                .find(type, Desk.number(desk.visit().part(3))));
        if (row.isEmpty()) {
            return new Reply.NotFound();
        }
        return switch (desk.visit().part(4)) {
            case "" -> page(desk, row.get());
            case "undelete" -> undelete(desk, row.get());
            case "rollback" -> rollback(desk, row.get());
            default -> new Reply.NotFound();
        };
    }

    /** Finds the object that a form names. */
    private static Reply open(Desk desk) {
        String type = desk.visit().value("type");
        long id = Desk.number(desk.visit().value("id"));
        boolean found = Types.byTag(type)
                .map(known -> desk.visit().snapshot().find(known, id))
                .isPresent();
        if (found) {
            return new Reply.Redirect("/staff/history/" + type + "/" + id);
        }
        String problem = type.isEmpty() ? "" : "There is no such object.";
        return desk.page(
                problem.isEmpty() ? 200 : 404,
                "find",
                "History",
                problem,
                Map.of("tags", Types.ALL.stream().map(ObjectType::tag).toList()));
    }

    private static Reply undelete(Desk desk, Row row) {
        Operation.Undelete undelete = undeletion(desk, row);
        if (!desk.visit().isPost()) {
            Desk.Done trial = desk.trial(undelete);
            List<String> back = new ArrayList<>();
            List<String> stays = new ArrayList<>();
            for (Operation.Lost lost : undelete.together()) {
                Row then = trial.snapshot().find(lost.type(), lost.id());
                boolean returns = trial.isDone() && then != null && then.status() != Status.DELETED;
                (returns ? back : stays).add(lost.type().tag() + " " + lost.id());
            }
            return preview(desk, row, "undelete", 0, trial, back, stays, List.of());
        }
        Desk.Done done = desk.submit(undelete);
        if (!done.isDone()) {
            return preview(desk, row, "undelete", 0, done, List.of(), List.of(), List.of());
        }
        long others = done.decision() instanceof Decision.Applied applied
                ? applied.extras().getOrDefault("others", 0L)
                : 0;
        desk.note("undelete", subject(row), Kinds.name(row) + ", with " + others + " others");
        return Desk.done(place(row), "undeleted");
    }

    /** The object, and what was deleted in the same write. */
    private static Operation.Undelete undeletion(Desk desk, Row row) {
        Optional<Change> deletion = changes(desk, row).stream()
                .filter(change -> change.operation().equals("delete"))
                .findFirst();
        List<Operation.Lost> together = new ArrayList<>();
        Status status = Status.OK;
        if (deletion.isPresent()) {
            long version = deletion.get().version();
            status = statusBefore(deletion.get());
            for (Change change : read(() -> desk.site().store().changesAfter(version - 1, 1))) {
                Optional<ObjectType> type = Types.byTag(change.type());
                boolean other = !change.type().equals(row.type().tag())
                        || !Long.valueOf(row.id()).equals(change.objectId());
                if (change.operation().equals("delete") && type.isPresent() && other) {
                    together.add(new Operation.Lost(
                            type.get(), Objects.requireNonNull(change.objectId()), statusBefore(change)));
                }
            }
        }
        return new Operation.Undelete(row.type(), row.id(), status, together);
    }

    private static Status statusBefore(Change deletion) {
        JsonNode before = ChangeLog.read(deletion.before()).get("status");
        return before != null && before.isString() && before.stringValue().equals("pending")
                ? Status.PENDING
                : Status.OK;
    }

    private static Reply rollback(Desk desk, Row row) {
        long version = Desk.number(desk.visit().value("version"));
        Row past = PastRow.after(version, row, changes(desk, row));
        Operation.Update update = new Operation.Update(row.type(), row.id(), PastRow.input(past));
        Desk.Done trial = desk.visit().isPost() ? desk.submitUnlessSaved(update, row) : desk.trial(update);
        if (!desk.visit().isPost() || !trial.isDone()) {
            Row then = trial.isDone() ? trial.snapshot().find(row.type(), row.id()) : null;
            List<ChangeView.Difference> differences = differences(row, then == null ? past : then);
            return preview(desk, row, "rollback", version, trial, List.of(), List.of(), differences);
        }
        desk.note("roll back", subject(row), Kinds.name(row) + " to version " + version);
        return Desk.done(place(row), "rolledback");
    }

    private static List<ChangeView.Difference> differences(Row before, Row after) {
        List<ChangeView.Difference> differences = new ArrayList<>();
        for (Field<?> field : before.type().fields()) {
            boolean own = !field.isReadOnly() && !field.isHidden();
            if (own && !Objects.equals(before.find(field), after.find(field))) {
                differences.add(
                        new ChangeView.Difference(field.name(), text(before.find(field)), text(after.find(field))));
            }
        }
        return differences;
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Reply preview(
            Desk desk,
            Row row,
            String action,
            long version,
            Desk.Done trial,
            List<String> back,
            List<String> stays,
            List<ChangeView.Difference> differences) {
        Map<String, Object> model = new HashMap<>();
        model.put("name", Kinds.name(row));
        model.put("place", place(row));
        model.put("id", row.id());
        model.put("withoutPeople", action.equals("undelete") && row.type() == Org.TYPE);
        model.put("action", action);
        model.put("version", version);
        model.put("possible", trial.isDone());
        model.put("back", back);
        model.put("stays", stays);
        model.put("differences", differences);
        String title = (action.equals("undelete") ? "Bring back " : "Roll back ") + Kinds.name(row);
        return desk.page(trial.isDone() ? 200 : 400, "preview", title, trial.problem(), model);
    }

    private static Reply page(Desk desk, Row row) {
        Actors actors = new Actors(desk.site().accounts().current());
        List<ChangeView> views = new ArrayList<>();
        for (Change change : changes(desk, row)) {
            if (!change.operation().equals("derive")) {
                views.add(view(change, row, actors, !views.isEmpty()));
            }
        }
        Map<String, Object> model = new HashMap<>();
        model.put("name", Kinds.name(row));
        model.put("kind", Kinds.one(row.type()));
        model.put("link", Kinds.link(row));
        model.put("place", place(row));
        model.put("deleted", row.status() == Status.DELETED);
        model.put("changes", views);
        return desk.page("history", "History of " + Kinds.name(row), model);
    }

    private static ChangeView view(Change change, Row row, Actors actors, boolean older) {
        JsonNode before = ChangeLog.read(change.before());
        JsonNode after = ChangeLog.read(change.after());
        List<ChangeView.Difference> fields = new ArrayList<>();
        for (Field<?> field : row.type().fields()) {
            JsonNode value = after.get(field.name());
            boolean dull = field.name().equals("updated") || field.name().equals("version");
            if (value != null && !dull) {
                JsonNode old = before.get(field.name());
                fields.add(
                        new ChangeView.Difference(field.name(), old == null ? "" : old.asString(), value.asString()));
            }
        }
        return new ChangeView(
                change.version(),
                Times.of(change.at()),
                change.operation(),
                actors.name(change.actor()),
                actors.link(change.actor()),
                fields,
                older && row.status() != Status.DELETED && !change.operation().equals("delete"));
    }

    private static String place(Row row) {
        return "/staff/history/" + row.type().tag() + "/" + row.id();
    }

    private static String subject(Row row) {
        return row.type().tag() + ":" + row.id();
    }

    private static List<Change> changes(Desk desk, Row row) {
        return read(() -> desk.site().store().changesOf(row.type(), row.id(), CHANGES));
    }

    private interface Reading {
        List<Change> read() throws SQLException;
    }

    private static List<Change> read(Reading reading) {
        try {
            return reading.read();
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }
}
