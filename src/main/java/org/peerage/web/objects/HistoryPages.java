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
import org.peerage.registry.rules.Hierarchy;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.web.objects.FormView.FieldDifference;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** What happened to an object and to its links: who changed what, and from what to what. */
final class HistoryPages {
    private static final int PAGE_SIZE = 30;
    private static final int MAX_PAGES = 1000;

    PageResponse show(PageRequest request, Row row) {
        if (!ObjectLinks.PAGES.contains(row.type())) {
            return new PageResponse.Redirect(row.url());
        }
        String requested = request.value("page");
        int page = requested.matches("[0-9]{1,4}") ? Math.clamp(Integer.parseInt(requested), 1, MAX_PAGES) : 1;
        List<Change> changes = read(request, row, page);
        boolean more = changes.size() > PAGE_SIZE;
        List<HistoryView.HistoryEntry> entries = new ArrayList<>();
        for (DisclosedChange change : disclosed(request, more ? changes.subList(0, PAGE_SIZE) : changes)) {
            entry(request, row, change, entries);
        }
        HistoryView view = new HistoryView(
                row.type().singular(),
                row.name(request.snapshot()),
                row.url(),
                entries,
                page > 1 ? row.url() + "/history?page=" + (page - 1) : "",
                more ? row.url() + "/history?page=" + (page + 1) : "");
        return PageResponse.TemplateResponse.of(
                "objects/history.jte", Map.of("shell", request.frame("History of " + view.name()), "view", view));
    }

    private static List<Change> read(PageRequest request, Row row, int page) {
        try {
            return request.services().store().changesOf(subjects(request, row), PAGE_SIZE + 1, (page - 1) * PAGE_SIZE);
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    private static List<DisclosedChange> disclosed(PageRequest request, List<Change> changes) {
        try {
            return new ChangeVisibility(request.services().store())
                    .history(
                            changes,
                            new ChangeVisibility.Audience(request.caller(), request.visibility(), request.snapshot()));
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    /** The object and what is linked to it; not the objects of an organization, which have pages of their own. */
    private static Map<ObjectType, List<Long>> subjects(PageRequest request, Row row) {
        Map<ObjectType, List<Long>> subjects = new LinkedHashMap<>();
        subjects.put(row.type(), List.of(row.id()));
        links(request, row, subjects);
        return subjects;
    }

    private static void links(PageRequest request, Row row, Map<ObjectType, List<Long>> subjects) {
        for (Field<Long> reference : Hierarchy.children(row.type())) {
            if (!ObjectLinks.PAGES.contains(reference.owner())) {
                for (Row child : request.snapshot().referring(reference, row.id())) {
                    if (ObjectLinks.isVisible(request, child)) {
                        subjects.computeIfAbsent(child.type(), type -> new ArrayList<>())
                                .add(child.id());
                        links(request, child, subjects);
                    }
                }
            }
        }
    }

    private static void entry(
            PageRequest request, Row page, DisclosedChange change, List<HistoryView.HistoryEntry> to) {
        ObjectType type = change.type();
        Row subject = request.snapshot().find(type, change.id());
        if (subject == null || !change.disclosesFields()) {
            return;
        }
        boolean own = type == page.type() && subject.id() == page.id();
        String action = own ? type.singular() : type.singular() + " " + subject.name(request.snapshot());
        to.add(new HistoryView.HistoryEntry(
                change.version(),
                change.at().toString(),
                ValueFormatter.time(change.at()),
                action,
                verb(change.apparentOperation()),
                change.origin()
                        .map(origin -> actor(request.services().accounts().current(), origin.actor()))
                        .orElse(""),
                differences(request, type, change)));
    }

    private static String verb(String operation) {
        return switch (operation) {
            case "create" -> "added";
            case "revive" -> "brought back";
            case "delete" -> "deleted";
            default -> "changed";
        };
    }

    private static List<FieldDifference> differences(PageRequest request, ObjectType type, DisclosedChange change) {
        List<FieldDifference> differences = new ArrayList<>();
        for (DisclosedChange.FieldChange told : change.fields()) {
            Field<?> field = told.field();
            if (field == type.id() || field == type.updated() || field == type.created()) {
                continue;
            }
            String now = ValueFormatter.text(field, told.after(), request.snapshot());
            String was = change.isNew() || told.before() == null
                    ? ""
                    : ValueFormatter.text(field, told.before(), request.snapshot());
            if (!now.equals(was) && !(change.isNew() && Objects.equals(told.after(), field.defaultValue()))) {
                differences.add(new FieldDifference(field.label(), was, now));
            }
        }
        return differences;
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
