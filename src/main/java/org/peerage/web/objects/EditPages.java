package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.rights.Permission;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.FormView.FieldDifference;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Changing an object: a form of all its fields, which notices when others saved in between. */
final class EditPages {
    static final String BASE_VERSION = "made_from";

    PageResponse edit(PageRequest request, Row row) {
        FieldLayout layout = Layouts.of(row.type());
        if (layout.items().noneMatch(item -> item.isInForm(false))) {
            return new PageResponse.NotFoundResponse();
        }
        if (!ObjectAccess.may(request, Permission.UPDATE, row)) {
            return FormSubmission.forbidden(request);
        }
        EditForm editing = new EditForm(request, row, new FormBuilder(request, layout, row, owner(request, row)));
        return request.isPost()
                ? editing.save()
                : editing.page(200, editing.stored(), FormErrors.NONE, ConcurrentChanges.NONE);
    }

    private static long owner(PageRequest request, Row row) {
        Row organization = Org.of(row, request.snapshot()).orElse(null);
        return organization == null ? 0 : organization.id();
    }

    /** What others changed, by label and by field, and the version that a further form is made from. */
    record ConcurrentChanges(
            List<FieldDifference> differences, Map<String, String> fields, long version, boolean isConflict) {
        static final ConcurrentChanges NONE = new ConcurrentChanges(List.of(), Map.of(), 0, false);
    }

    /** One form on its way. */
    private record EditForm(PageRequest request, Row row, FormBuilder builder) {
        FieldValues stored() {
            return FieldValues.of(row, builder.items());
        }

        PageResponse save() {
            List<FieldLayout.LayoutItem> items = builder.items();
            FieldValues typed = FieldValues.submitted(request, items, stored());
            long from = version();
            FormSubmission.SubmissionResult result = FormSubmission.submit(
                    request,
                    new Operation.Update(row.type(), row.id(), FormInputs.of(row, items, stored(), typed)),
                    new QueuedWrite.ExpectedVersion(row.type(), row.id(), from));
            return switch (result) {
                case FormSubmission.SubmissionResult.Saved saved ->
                    FormSubmission.redirect(
                            request, ObjectAccess.urlWithNotice(saved.subject().orElse(row), "saved"));
                case FormSubmission.SubmissionResult.RulesBroken broken ->
                    page(400, typed, FormErrors.of(broken.violations(), items), ConcurrentChanges.NONE);
                case FormSubmission.SubmissionResult.SubmissionRefused refused ->
                    page(refused.status(), typed, FormErrors.of(refused.text()), ConcurrentChanges.NONE);
                case FormSubmission.SubmissionResult.EditConflict outdated -> outdated(typed, from);
            };
        }

        private long version() {
            return IdParser.parse(request.value(BASE_VERSION)).orElse(0);
        }

        /** Keeps what was typed, takes over what others changed elsewhere, and shows both. */
        private PageResponse outdated(FieldValues typed, long from) {
            var now = request.services().snapshots().get();
            Row current = now.find(row.type(), row.id());
            if (current == null || current.status() == Status.DELETED) {
                return PageRenderer.message(request, 404, text("object.form.gone.title"), text("object.form.gone"));
            }
            List<FieldLayout.LayoutItem> items = builder.items();
            FieldValues fresh = FieldValues.of(current, items);
            ConflictDetails conflict = ConflictDetails.between(request, current, items, from);
            FieldValues merged = typed;
            Map<String, String> fields = new LinkedHashMap<>();
            for (String name : conflict.before().texts().keySet()) {
                if (typed.isSame(name, conflict.before())) {
                    merged = merged.with(name, fresh.of(name));
                } else if (!typed.isSame(name, fresh)) {
                    fields.put(name, conflict.now(name));
                }
            }
            return page(
                    409,
                    merged,
                    FormErrors.NONE,
                    new ConcurrentChanges(conflict.differences(), fields, now.version(), true));
        }

        PageResponse page(int status, FieldValues values, FormErrors errors, ConcurrentChanges meanwhile) {
            List<String> general = meanwhile.isConflict() ? List.of(text("object.form.conflict")) : errors.general();
            long version = meanwhile.isConflict()
                    ? meanwhile.version()
                    : request.isPost() ? version() : request.snapshot().version();
            var groups = builder.groups(values, errors, meanwhile.fields());
            String name = Texts.name(row, request.snapshot());
            FormView form = new FormView(
                    text("object.form.edit", name),
                    row.path() + "/edit",
                    row.url(),
                    meanwhile.isConflict() ? text("object.form.saveMine") : text("object.form.save"),
                    version,
                    general,
                    FormPages.wrong(groups),
                    meanwhile.differences(),
                    groups,
                    List.of(),
                    Optional.empty());
            return FormPages.response(request, status, form);
        }
    }
}
