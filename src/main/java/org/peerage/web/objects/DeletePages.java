package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.rights.Permission;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Deleting an object, after it was shown what goes with it. */
final class DeletePages {
    private static final int MAX_NAMED = 5;

    PageResponse delete(PageRequest request, Row row) {
        if (!ObjectAccess.may(request, Permission.DELETE, row) || !row.type().isCreatable()) {
            return row.type().isCreatable() ? FormSubmission.forbidden(request) : new PageResponse.NotFoundResponse();
        }
        Operation.Delete wanted = new Operation.Delete(row.type(), row.id());
        if (!request.isPost()) {
            String reason = FormSubmission.attempt(request, wanted)
                            instanceof FormSubmission.SubmissionResult.SubmissionRefused refused
                    ? refused.text()
                    : "";
            return page(request, 200, row, reason, "");
        }
        long from = IdParser.parse(request.value(EditPages.BASE_VERSION)).orElse(0);
        return switch (FormSubmission.submit(
                request, wanted, new QueuedWrite.ExpectedVersion(row.type(), row.id(), from))) {
            case FormSubmission.SubmissionResult.Saved saved -> FormSubmission.redirect(request, after(request, row));
            case FormSubmission.SubmissionResult.SubmissionRefused refused ->
                page(request, refused.status(), row, refused.text(), "");
            case FormSubmission.SubmissionResult.EditConflict none ->
                page(request, 409, row, "", text("object.delete.changed"));
            case FormSubmission.SubmissionResult.RulesBroken broken ->
                throw new IllegalStateException("a deletion has no values");
        };
    }

    private static String after(PageRequest request, Row row) {
        String above = ObjectAccess.parentPage(request, row).url();
        return row.type() == org.peerage.registry.types.Org.TYPE
                ? "/"
                : above + "?done=deleted&" + UndoLinks.parameter(row)
                        + row.url().substring(row.pageUrl().length());
    }

    private static PageResponse page(PageRequest request, int status, Row row, String reason, String warning) {
        String name = Texts.name(row, request.snapshot());
        DeleteView view = new DeleteView(
                text("object.delete.title", name),
                name,
                row.path() + "/delete",
                row.url(),
                request.services().snapshots().get().version(),
                reason,
                warning,
                cascades(request, row));
        return request.wantsFragment()
                ? new PageResponse.TemplateResponse(
                        status, "objects/deletion.jte", Map.of("csrf", request.csrfToken(), "view", view))
                : new PageResponse.TemplateResponse(
                        status, "objects/delete.jte", Map.of("shell", request.frame(view.title()), "view", view));
    }

    /** What is deleted with it, by type. */
    private static List<DeleteView.CascadeGroup> cascades(PageRequest request, Row row) {
        Map<ObjectType, List<Row>> found = new LinkedHashMap<>();
        collect(request, row, found);
        List<DeleteView.CascadeGroup> all = new ArrayList<>();
        found.forEach((type, rows) -> all.add(new DeleteView.CascadeGroup(
                Texts.plural(type), rows.size(), names(request, rows), rows.size() > MAX_NAMED)));
        if (row.type() == Campus.TYPE) {
            List<Row> members = request.snapshot().referring(Fac.CAMPUS_ID, row.id()).stream()
                    .filter(Row::isActive)
                    .toList();
            if (!members.isEmpty()) {
                all.add(new DeleteView.CascadeGroup(
                        text("object.delete.stay"),
                        members.size(),
                        names(request, members),
                        members.size() > MAX_NAMED));
            }
        }
        return all;
    }

    private static void collect(PageRequest request, Row row, Map<ObjectType, List<Row>> found) {
        for (Field<Long> reference : Hierarchy.children(row.type())) {
            for (Row child : request.snapshot().referring(reference, row.id())) {
                if (child.status() != Status.DELETED) {
                    found.computeIfAbsent(child.type(), type -> new ArrayList<>())
                            .add(child);
                    collect(request, child, found);
                }
            }
        }
    }

    private static List<String> names(PageRequest request, List<Row> rows) {
        return rows.stream()
                .filter(row -> ObjectAccess.isVisible(request, row))
                .limit(MAX_NAMED)
                .map(row -> Texts.name(row, request.snapshot()))
                .toList();
    }
}
