package org.peerage.web.staff;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.ChangeLog;
import org.peerage.registry.Decision;
import org.peerage.registry.HistoricRow;
import org.peerage.registry.Operation;
import org.peerage.registry.PreviewDigest;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.pick.PickField;
import org.peerage.web.pick.PickKind;
import tools.jackson.databind.JsonNode;

/** What happened to an object, and how to make it as it was (docs/spec/objects.md §7). */
final class StaffHistoryPages {
    private static final int MAX_CHANGES = 500;

    PageResponse show(StaffRequest staff) {
        if (staff.request().pathSegment(2).isEmpty()) {
            return open(staff);
        }
        Optional<Row> row = ObjectTypes.byName(staff.request().pathSegment(2)).map(type -> staff.request()
                .snapshot()
                .find(type, StaffRequest.number(staff.request().pathSegment(3))));
        if (row.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        return switch (staff.request().pathSegment(4)) {
            case "" -> page(staff, row.get());
            case "undelete" -> undelete(staff, row.get());
            case "rollback" -> rollback(staff, row.get());
            case "redact" -> RedactionPages.show(staff, row.get());
            default -> new PageResponse.NotFoundResponse();
        };
    }

    /** Finds the object that a form names. */
    private static PageResponse open(StaffRequest staff) {
        PickField picked = PickField.one(staff.request(), "object", PickKind.OBJECT, Texts.text("staff.find.picker"));
        if (picked.isClear() && picked.value().isPresent()) {
            return new PageResponse.Redirect(
                    "/staff/history/" + picked.value().get().replace(':', '/'));
        }
        String type = staff.request().value("type");
        String object = staff.request().value("id");
        Optional<Row> found = ObjectTypes.byName(type).flatMap(known -> named(staff, known, object));
        if (found.isPresent()) {
            return new PageResponse.Redirect(url(found.get()));
        }
        String problem = type.isEmpty() ? "" : Texts.text("staff.find.nothing");
        return staff.page(
                problem.isEmpty() ? 200 : 404,
                "find",
                Texts.text("staff.tab.history"),
                problem,
                Map.of("picker", picked, "types", ObjectTypes.ALL, "type", type, "object", object));
    }

    /** By id, AS number or name; what is deleted, too. */
    private static Optional<Row> named(StaffRequest staff, ObjectType type, String text) {
        Row byId = staff.request().snapshot().find(type, StaffRequest.number(text));
        if (byId != null) {
            return Optional.of(byId);
        }
        Optional<Row> numbered = type == Net.TYPE
                ? Asn.parse(text).flatMap(asn -> staff.request().snapshot().rowsWhere(Net.ASN, asn).stream()
                        .findFirst())
                : Optional.empty();
        return numbered.or(
                () -> nameField(type).flatMap(name -> staff.request().snapshot().rowsWhere(name, text).stream()
                        .findFirst()));
    }

    @SuppressWarnings("unchecked")
    private static Optional<Field<String>> nameField(ObjectType type) {
        return type.field("name").map(field -> (Field<String>) field);
    }

    private static PageResponse undelete(StaffRequest staff, Row row) {
        Operation.Undelete undelete = undeletion(staff, row);
        if (!staff.request().isPost()) {
            return undeletePreview(staff, row, undelete, "");
        }
        StaffRequest.StaffResult result =
                staff.submitIfUnchanged(undelete, row, staff.request().value("preview"));
        if (!result.isDone()) {
            return undeletePreview(staff, row, undelete, result.problem());
        }
        long others = result.decision() instanceof Decision.Applied applied
                ? applied.extras().getOrDefault("others", 0L)
                : 0;
        staff.audit("undelete", subject(row), row.nameOrId() + ", with " + others + " others");
        return StaffRequest.redirectWithNotice(url(row), "undeleted");
    }

    private static PageResponse undeletePreview(
            StaffRequest staff, Row row, Operation.Undelete undelete, String problem) {
        StaffRequest.StaffResult trial = staff.dryRun(undelete);
        List<String> back = new ArrayList<>();
        List<String> stays = new ArrayList<>();
        for (Operation.DeletedObject lost : undelete.together()) {
            Row then = trial.snapshot().find(lost.type(), lost.id());
            boolean returns = trial.isDone() && then != null && then.status() != Status.DELETED;
            (returns ? back : stays).add(lostName(staff, lost));
        }
        return preview(staff, row, "undelete", 0, trial, problem, back, stays, List.of());
    }

    /** What it was called, where it had a name. */
    private static String lostName(StaffRequest staff, Operation.DeletedObject lost) {
        Row row = staff.request().snapshot().find(lost.type(), lost.id());
        return Texts.singular(lost.type()) + " " + (row == null ? Long.toString(lost.id()) : row.nameOrId());
    }

    /** The object, and what was deleted in the same write. */
    private static Operation.Undelete undeletion(StaffRequest staff, Row row) {
        Optional<Change> deletion = changes(staff, row).stream()
                .filter(change -> change.operation().equals("delete"))
                .findFirst();
        List<Operation.DeletedObject> together = new ArrayList<>();
        Status status = Status.OK;
        if (deletion.isPresent()) {
            long version = deletion.get().version();
            status = statusBefore(deletion.get());
            for (Change change : read(() -> staff.services().store().changesAfter(version - 1, 1))) {
                Optional<ObjectType> type = ObjectTypes.byName(change.type());
                boolean other = !change.type().equals(row.type().typeName())
                        || !Long.valueOf(row.id()).equals(change.objectId());
                if (change.operation().equals("delete") && type.isPresent() && other) {
                    together.add(new Operation.DeletedObject(
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

    private static PageResponse rollback(StaffRequest staff, Row row) {
        long version = StaffRequest.number(staff.request().value("version"));
        Row past = HistoricRow.before(version, row, changes(staff, row));
        Operation.Update update = new Operation.Update(row.type(), row.id(), HistoricRow.input(past));
        String problem = staff.request().isPost()
                ? staff.submitIfUnchanged(update, row, staff.request().value("preview"))
                        .problem()
                : "";
        if (!staff.request().isPost() || !problem.isEmpty()) {
            StaffRequest.StaffResult trial = staff.dryRun(update);
            Row now = trial.before().find(row.type(), row.id());
            Row then = trial.isDone() ? trial.snapshot().find(row.type(), row.id()) : null;
            List<ChangeView.ValueChange> differences = differences(now == null ? row : now, then == null ? past : then);
            return preview(staff, row, "rollback", version, trial, problem, List.of(), List.of(), differences);
        }
        staff.audit("roll back", subject(row), row.nameOrId() + " to version " + version);
        return StaffRequest.redirectWithNotice(url(row), "rolledback");
    }

    private static List<ChangeView.ValueChange> differences(Row before, Row after) {
        List<ChangeView.ValueChange> differences = new ArrayList<>();
        for (Field<?> field : before.type().fields()) {
            boolean own = !field.isReadOnly() && !field.isHidden();
            if (own && !Objects.equals(before.find(field), after.find(field))) {
                differences.add(new ChangeView.ValueChange(
                        Texts.label(field), text(before.find(field)), text(after.find(field))));
            }
        }
        return differences;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static PageResponse preview(
            StaffRequest staff,
            Row row,
            String action,
            long version,
            StaffRequest.StaffResult trial,
            String problem,
            List<String> back,
            List<String> stays,
            List<ChangeView.ValueChange> differences) {
        Map<String, Object> model = new HashMap<>();
        model.put("name", row.nameOrId());
        model.put("place", url(row));
        model.put("id", row.id());
        model.put("withoutPeople", action.equals("undelete") && row.type() == Org.TYPE);
        model.put("action", action);
        model.put("version", version);
        model.put("possible", trial.isDone());
        model.put("preview", trial.isDone() ? PreviewDigest.of(trial.difference()) : "");
        model.put("back", back);
        model.put("stays", stays);
        model.put("differences", differences);
        String name = row.nameOrId();
        String title = action.equals("undelete")
                ? Texts.text("staff.undelete.of", name)
                : Texts.text("staff.rollback.of", name);
        return staff.page("preview", title, problem.isEmpty() ? trial.problem() : problem, model);
    }

    private static PageResponse page(StaffRequest staff, Row row) {
        ActorNames actors = ActorNames.of(staff);
        List<ChangeView> views = new ArrayList<>();
        for (Change change : changes(staff, row)) {
            if (!change.operation().equals("derive")) {
                views.add(view(change, row, actors, !views.isEmpty()));
            }
        }
        Map<String, Object> model = new HashMap<>();
        model.put("name", row.nameOrId());
        model.put("kind", Texts.singular(row.type()));
        model.put("link", row.url());
        model.put("place", url(row));
        model.put("deleted", row.status() == Status.DELETED);
        model.put("changes", views);
        return staff.page("history", Texts.text("staff.history.title", row.nameOrId()), model);
    }

    private static ChangeView view(Change change, Row row, ActorNames actors, boolean older) {
        JsonNode before = ChangeLog.read(change.before());
        JsonNode after = ChangeLog.read(change.after());
        List<ChangeView.ValueChange> fields = new ArrayList<>();
        for (Field<?> field : row.type().fields()) {
            JsonNode value = after.get(field.name());
            boolean dull = field.name().equals("updated") || field.name().equals("version");
            if (value != null && !dull) {
                JsonNode old = before.get(field.name());
                fields.add(new ChangeView.ValueChange(
                        Texts.label(field), old == null ? "" : old.asString(), value.asString()));
            }
        }
        return new ChangeView(
                change.version(),
                TimeFormat.of(change.at()),
                Texts.operation(change.operation()),
                actors.name(change.actor()),
                actors.link(change.actor()),
                fields,
                older && row.status() != Status.DELETED && !change.operation().equals("delete"));
    }

    static String url(Row row) {
        return "/staff/history/" + row.type().typeName() + "/" + row.id();
    }

    static String subject(Row row) {
        return row.reference();
    }

    private static List<Change> changes(StaffRequest staff, Row row) {
        return changes(staff, row, MAX_CHANGES);
    }

    /** The last changes of an object, newest first. */
    static List<Change> changes(StaffRequest staff, Row row, int limit) {
        return read(() -> staff.services().store().changesOf(row.type(), row.id(), limit));
    }

    private interface ChangeQuery {
        List<Change> read() throws SQLException;
    }

    private static List<Change> read(ChangeQuery reading) {
        try {
            return reading.read();
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }
}
