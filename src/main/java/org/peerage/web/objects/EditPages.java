package org.peerage.web.objects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.Permission;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.FormView.Difference;
import org.peerage.web.page.Html;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Changing an object: a form of all its fields, which notices when others saved in between. */
final class EditPages {
    static final String MADE_FROM = "made_from";

    Reply edit(Visit visit, Row row) {
        Layout layout = Layouts.of(row.type());
        if (layout.items().noneMatch(item -> item.isInForm(false))) {
            return new Reply.NotFound();
        }
        if (!Places.may(visit, Permission.UPDATE, row)) {
            return Writing.refuse(visit);
        }
        Editing editing = new Editing(visit, row, new FormMaker(visit, layout, row, owner(visit, row)));
        return visit.isPost() ? editing.save() : editing.page(200, editing.stored(), Wrong.NOTHING, Meanwhile.NOTHING);
    }

    private static long owner(Visit visit, Row row) {
        Row organization = Places.organization(visit, row);
        return organization == null ? 0 : organization.id();
    }

    /** What others changed, by label and by field, and the version that a further form is made from. */
    record Meanwhile(List<Difference> differences, Map<String, String> fields, long version, boolean isConflict) {
        static final Meanwhile NOTHING = new Meanwhile(List.of(), Map.of(), 0, false);
    }

    /** One form on its way. */
    private record Editing(Visit visit, Row row, FormMaker maker) {
        Values stored() {
            return Values.of(row, maker.items());
        }

        Reply save() {
            List<Layout.Item> items = maker.items();
            Values typed = Values.sent(visit, items, stored());
            long from = version();
            Writing.Result result = Writing.submit(
                    visit,
                    new Operation.Update(row.type(), row.id(), Inputs.of(row, items, stored(), typed)),
                    new Request.Expected(row.type(), row.id(), from));
            return switch (result) {
                case Writing.Result.Done done ->
                    Writing.onTo(visit, Places.of(done.subject().orElse(row), "saved"));
                case Writing.Result.Broken broken ->
                    page(400, typed, Wrong.of(broken.violations(), items), Meanwhile.NOTHING);
                case Writing.Result.Refused refused ->
                    page(refused.status(), typed, Wrong.of(refused.text()), Meanwhile.NOTHING);
                case Writing.Result.Outdated outdated -> outdated(typed, from);
            };
        }

        private long version() {
            String version = visit.value(MADE_FROM);
            return version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
        }

        /** Keeps what was typed, takes over what others changed elsewhere, and shows both. */
        private Reply outdated(Values typed, long from) {
            var now = visit.site().registry().get();
            Row current = now.find(row.type(), row.id());
            if (current == null || current.status() == Status.DELETED) {
                return Html.message(visit, 404, "Deleted", "Somebody deleted this while you edited it.");
            }
            List<Layout.Item> items = maker.items();
            Values fresh = Values.of(current, items);
            Conflict conflict = Conflict.between(visit, current, items, from);
            Values merged = typed;
            Map<String, String> fields = new LinkedHashMap<>();
            for (String name : conflict.before().texts().keySet()) {
                if (typed.isSame(name, conflict.before())) {
                    merged = merged.with(name, fresh.of(name));
                } else if (!typed.isSame(name, fresh)) {
                    fields.put(name, conflict.now(name));
                }
            }
            return page(409, merged, Wrong.NOTHING, new Meanwhile(conflict.differences(), fields, now.version(), true));
        }

        Reply page(int status, Values values, Wrong wrong, Meanwhile meanwhile) {
            List<String> general = meanwhile.isConflict()
                    ? List.of(
                            "Somebody else saved this after you opened it. Nothing of yours is saved yet: look at what"
                                    + " they changed, and save again if your version should stand.")
                    : wrong.general();
            long version = meanwhile.isConflict()
                    ? meanwhile.version()
                    : visit.isPost() ? version() : visit.snapshot().version();
            var groups = maker.groups(values, wrong, meanwhile.fields());
            String name = Places.name(row, visit.snapshot());
            FormView form = new FormView(
                    "Edit " + name,
                    "/" + row.type().tag() + "/" + row.id() + "/edit",
                    Places.of(row),
                    meanwhile.isConflict() ? "Save my version" : "Save",
                    version,
                    general,
                    FormPages.wrong(groups),
                    meanwhile.differences(),
                    groups);
            return FormPages.reply(visit, status, form);
        }
    }
}
