package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.Permission;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.registry.rules.Family;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** Deleting an object, after it was shown what goes with it. */
final class DeletePages {
    private static final int NAMED = 5;

    Reply delete(Visit visit, Row row) {
        if (!Places.may(visit, Permission.DELETE, row) || !row.type().isCreatable()) {
            return row.type().isCreatable() ? Writing.refuse(visit) : new Reply.NotFound();
        }
        Operation.Delete wanted = new Operation.Delete(row.type(), row.id());
        if (!visit.isPost()) {
            String reason =
                    Writing.attempt(visit, wanted) instanceof Writing.Result.Refused refused ? refused.text() : "";
            return page(visit, 200, row, reason, "");
        }
        String version = visit.value(EditPages.MADE_FROM);
        long from = version.matches("[0-9]{1,18}") ? Long.parseLong(version) : 0;
        return switch (Writing.submit(visit, wanted, new Request.Expected(row.type(), row.id(), from))) {
            case Writing.Result.Done done -> Writing.onTo(visit, after(visit, row));
            case Writing.Result.Refused refused -> page(visit, refused.status(), row, refused.text(), "");
            case Writing.Result.Outdated none ->
                page(visit, 409, row, "", "Somebody changed this just now. Please look again before you delete it.");
            case Writing.Result.Broken broken -> throw new IllegalStateException("a deletion has no values");
        };
    }

    private static String after(Visit visit, Row row) {
        String above = Places.of(Places.above(visit, row));
        String link = Places.of(row);
        int part = link.indexOf('#');
        return row.type() == org.peerage.registry.types.Org.TYPE
                ? "/"
                : above + "?done=deleted" + (part < 0 ? "" : link.substring(part));
    }

    private static Reply page(Visit visit, int status, Row row, String reason, String warning) {
        String name = Places.name(row, visit.snapshot());
        DeleteView view = new DeleteView(
                "Delete " + name,
                Layouts.of(row.type()).noun(),
                name,
                "/" + row.type().tag() + "/" + row.id() + "/delete",
                Places.of(row),
                visit.site().registry().get().version(),
                reason,
                warning,
                companions(visit, row));
        return visit.wantsFragment()
                ? new Reply.Page(status, "objects/deletion.jte", Map.of("csrf", visit.csrf(), "view", view))
                : new Reply.Page(
                        status, "objects/delete.jte", Map.of("shell", visit.shell(view.title()), "view", view));
    }

    /** What is deleted with it, by type. */
    private static List<DeleteView.Companions> companions(Visit visit, Row row) {
        Map<ObjectType, List<Row>> found = new LinkedHashMap<>();
        collect(visit, row, found);
        List<DeleteView.Companions> all = new ArrayList<>();
        found.forEach((type, rows) -> all.add(new DeleteView.Companions(
                Layouts.of(type).plural(), rows.size(), names(visit, rows), rows.size() > NAMED)));
        if (row.type() == Campus.TYPE) {
            List<Row> members = visit.snapshot().referring(Fac.CAMPUS_ID, row.id()).stream()
                    .filter(Row::isOk)
                    .toList();
            if (!members.isEmpty()) {
                all.add(new DeleteView.Companions(
                        "Facilities that stay, without a campus",
                        members.size(),
                        names(visit, members),
                        members.size() > NAMED));
            }
        }
        return all;
    }

    private static void collect(Visit visit, Row row, Map<ObjectType, List<Row>> found) {
        for (Field<Long> reference : Family.children(row.type())) {
            for (Row child : visit.snapshot().referring(reference, row.id())) {
                if (child.status() != Status.DELETED) {
                    found.computeIfAbsent(child.type(), type -> new ArrayList<>())
                            .add(child);
                    collect(visit, child, found);
                }
            }
        }
    }

    private static List<String> names(Visit visit, List<Row> rows) {
        return rows.stream()
                .filter(row -> Places.isVisible(visit, row))
                .limit(NAMED)
                .map(row -> Places.name(row, visit.snapshot()))
                .toList();
    }
}
