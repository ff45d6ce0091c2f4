package org.peerage.web.objects;

import static org.peerage.web.page.Texts.singular;
import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Change;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** What happened to an object and to its links: who changed what, and from what to what. */
final class HistoryPages {
    private static final int PAGE_SIZE = 30;
    private static final int MAX_PAGES = 1000;

    PageResponse show(PageRequest request, Row row) {
        if (!row.type().hasPage()) {
            return new PageResponse.Redirect(row.url());
        }
        String requested = request.value("page");
        int page = requested.matches("[0-9]{1,4}") ? Math.clamp(Integer.parseInt(requested), 1, MAX_PAGES) : 1;
        List<Change> changes = read(request, row, page);
        boolean more = changes.size() > PAGE_SIZE;
        List<ChangeEntry> entries = entries(request, row, more ? changes.subList(0, PAGE_SIZE) : changes);
        HistoryView view = new HistoryView(
                singular(row.type()),
                Texts.name(row, request.snapshot()),
                row.url(),
                entries,
                page > 1 ? row.url() + "/history?page=" + (page - 1) : "",
                more ? row.url() + "/history?page=" + (page + 1) : "");
        return PageResponse.TemplateResponse.of(
                "objects/history.jte",
                Map.of("shell", request.frame(text("history.title", view.name())), "view", view));
    }

    private static List<Change> read(PageRequest request, Row row, int page) {
        try {
            return request.services().store().changesOf(subjects(request, row), PAGE_SIZE + 1, (page - 1) * PAGE_SIZE);
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    private static List<ChangeEntry> entries(PageRequest request, Row row, List<Change> changes) {
        try {
            return ChangeEntries.of(
                    request,
                    new ChangeVisibility(request.services().store()).history(changes, ChangeEntries.audience(request)),
                    row);
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
            if (!reference.owner().hasPage()) {
                for (Row child : request.snapshot().referring(reference, row.id())) {
                    if (ObjectAccess.isVisible(request, child)) {
                        subjects.computeIfAbsent(child.type(), type -> new ArrayList<>())
                                .add(child.id());
                        links(request, child, subjects);
                    }
                }
            }
        }
    }
}
