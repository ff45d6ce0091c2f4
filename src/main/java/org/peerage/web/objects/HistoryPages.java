package org.peerage.web.objects;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.access.AccountDirectory;
import org.peerage.access.ChangeVisibility;
import org.peerage.access.DisclosedChange;
import org.peerage.registry.rules.Family;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.web.objects.FormView.Difference;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What happened to an object and to its links: who changed what, and from what to what. */
final class HistoryPages {
    private static final int PAGE = 30;
    private static final int MOST_PAGES = 1000;

    Reply show(Visit visit, Row row) {
        if (!Places.PAGES.contains(row.type())) {
            return new Reply.Redirect(Places.of(row));
        }
        String asked = visit.value("page");
        int page = asked.matches("[0-9]{1,4}") ? Math.clamp(Integer.parseInt(asked), 1, MOST_PAGES) : 1;
        List<Change> changes = read(visit, row, page);
        boolean more = changes.size() > PAGE;
        List<HistoryView.Entry> entries = new ArrayList<>();
        for (DisclosedChange change : disclosed(visit, more ? changes.subList(0, PAGE) : changes)) {
            entry(visit, row, change, entries);
        }
        HistoryView view = new HistoryView(
                Layouts.of(row.type()).kind(),
                Places.name(row, visit.snapshot()),
                Places.of(row),
                entries,
                page > 1 ? Places.of(row) + "/history?page=" + (page - 1) : "",
                more ? Places.of(row) + "/history?page=" + (page + 1) : "");
        return Reply.Page.of(
                "objects/history.jte", Map.of("shell", visit.shell("History of " + view.name()), "view", view));
    }

    private static List<Change> read(Visit visit, Row row, int page) {
        try {
            return visit.site().store().changesOf(subjects(visit, row), PAGE + 1, (page - 1) * PAGE);
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    private static List<DisclosedChange> disclosed(Visit visit, List<Change> changes) {
        try {
            return new ChangeVisibility(visit.site().store())
                    .history(changes, new ChangeVisibility.Audience(visit.caller(), visit.sight(), visit.snapshot()));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    /** The object and what is linked to it; not the objects of an organization, which have pages of their own. */
    private static Map<ObjectType, List<Long>> subjects(Visit visit, Row row) {
        Map<ObjectType, List<Long>> subjects = new LinkedHashMap<>();
        subjects.put(row.type(), List.of(row.id()));
        links(visit, row, subjects);
        return subjects;
    }

    private static void links(Visit visit, Row row, Map<ObjectType, List<Long>> subjects) {
        for (Field<Long> reference : Family.children(row.type())) {
            if (!Places.PAGES.contains(reference.owner())) {
                for (Row child : visit.snapshot().referring(reference, row.id())) {
                    if (Places.isVisible(visit, child)) {
                        subjects.computeIfAbsent(child.type(), type -> new ArrayList<>())
                                .add(child.id());
                        links(visit, child, subjects);
                    }
                }
            }
        }
    }

    private static void entry(Visit visit, Row page, DisclosedChange change, List<HistoryView.Entry> to) {
        ObjectType type = change.type();
        Row subject = visit.snapshot().find(type, change.id());
        if (subject == null || !change.tellsFields()) {
            return;
        }
        boolean own = type == page.type() && subject.id() == page.id();
        String what =
                own ? Layouts.of(type).kind() : Layouts.of(type).kind() + " " + Places.name(subject, visit.snapshot());
        to.add(new HistoryView.Entry(
                change.version(),
                change.at().toString(),
                Shown.time(change.at()),
                what,
                verb(change.apparentOperation()),
                change.origin()
                        .map(origin -> actor(visit.site().accounts().current(), origin.actor()))
                        .orElse(""),
                differences(visit, type, change)));
    }

    private static String verb(String operation) {
        return switch (operation) {
            case "create" -> "added";
            case "revive" -> "brought back";
            case "delete" -> "deleted";
            default -> "changed";
        };
    }

    private static List<Difference> differences(Visit visit, ObjectType type, DisclosedChange change) {
        List<Difference> differences = new ArrayList<>();
        for (DisclosedChange.FieldChange told : change.fields()) {
            Field<?> field = told.field();
            if (field == type.id() || field == type.updated() || field == type.created()) {
                continue;
            }
            String now = Shown.text(field, told.after(), visit.snapshot());
            String was =
                    change.isNew() || told.before() == null ? "" : Shown.text(field, told.before(), visit.snapshot());
            if (!now.equals(was) && !(change.isNew() && Objects.equals(told.after(), field.initial()))) {
                differences.add(new Difference(label(type, field), was, now));
            }
        }
        return differences;
    }

    private static String label(ObjectType type, Field<?> field) {
        if (field == Fac.ORG_ID || field.name().equals("org_id")) {
            return "Organization";
        }
        if (field == type.status()) {
            return "State";
        }
        return Layouts.of(type).item(field.name()).map(Layout.Item::label).orElse(field.label());
    }

    /** Who it was, in words. */
    private static String actor(AccountDirectory accounts, String actor) {
        if (actor.matches("user:[0-9]{1,18}")) {
            long id = Long.parseLong(actor.substring("user:".length()));
            return accounts.user(id).map(user -> user.username()).orElse("a closed account");
        }
        if (actor.startsWith("user-key:")) {
            return "a user's key " + actor.substring("user-key:".length());
        }
        return actor.startsWith("org-key:") ? "the organization's key " + actor.substring("org-key:".length()) : actor;
    }
}
