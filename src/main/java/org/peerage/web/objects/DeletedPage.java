package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.access.changes.UndoService;
import org.peerage.access.rights.Permission;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.store.ChangeSearch;
import org.peerage.store.ChangeSubject;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** What is at the address of an object that was deleted: what it was, when it went, and the way back for who may. */
final class DeletedPage {
    private static final int MAX_SEARCHED = 20;

    private DeletedPage() {}

    static PageResponse show(PageRequest request, Row row) {
        Optional<DisclosedChange> deletion = deletion(request, row);
        Row organization = Org.of(row, request.snapshot()).orElse(null);
        DeletedView view = new DeletedView(
                Texts.singular(row.type()),
                Texts.name(row, request.snapshot()),
                row.path(),
                organization == null || !organization.isActive() ? "" : organization.get(Org.NAME),
                organization == null ? "" : organization.url(),
                deletion.map(change -> change.at().toString()).orElse(""),
                deletion.map(change -> ValueFormatter.time(change.at())).orElse(""),
                deletion.flatMap(DisclosedChange::origin)
                        .map(origin -> ChangeEntries.actor(
                                request.services().accounts().current(), origin.actor()))
                        .orElse(""),
                values(request, row),
                row.type().hasPage(),
                mayUndo(request, row, deletion) ? UndoLinks.of(row) : "");
        return new PageResponse.TemplateResponse(
                410,
                "objects/deleted.jte",
                Map.of("shell", request.frame(text("changes.deleted.title", view.name())), "view", view));
    }

    private static Optional<DisclosedChange> deletion(PageRequest request, Row row) {
        try {
            return new ChangeVisibility(request.services().store())
                            .history(
                                    request.services()
                                            .store()
                                            .changes(ChangeSearch.newest(MAX_SEARCHED)
                                                    .about(ChangeSubject.of(row.type(), row.id()))
                                                    .alone(true)),
                                    ChangeEntries.audience(request))
                            .stream()
                            .filter(change -> change.operation().equals("delete"))
                            .findFirst();
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    /** Who may make such an object may bring it back; but after some time only staff. */
    private static boolean mayUndo(PageRequest request, Row row, Optional<DisclosedChange> deletion) {
        return deletion.isPresent()
                && ObjectAccess.may(request, Permission.CREATE, row)
                && (request.caller().isSuperuser()
                        || Duration.between(
                                                deletion.get().at(),
                                                request.services().clock().instant())
                                        .compareTo(UndoService.REVIVABLE)
                                < 0);
    }

    /** What everybody could see of it; nothing about persons. */
    private static List<FormView.FieldDifference> values(PageRequest request, Row row) {
        List<FormView.FieldDifference> values = new ArrayList<>();
        for (Field<?> field : row.type().fields()) {
            boolean told = !field.isHidden()
                    && !field.isPersonal()
                    && !field.isReadOnly()
                    && request.visibility().showsKey(row, field, request.snapshot())
                    && !row.type().isClearedWhenDeleted(field);
            String value = told ? ValueFormatter.text(field, row.find(field), request.snapshot()) : "";
            if (!value.isEmpty() && !value.equals(ValueFormatter.text(field.defaultValue()))) {
                values.add(new FormView.FieldDifference(Texts.label(field), value, ""));
            }
        }
        return values;
    }
}
