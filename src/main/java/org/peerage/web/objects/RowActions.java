package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.rights.Permission;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.TableRow.CellActions;
import org.peerage.web.objects.TableRow.PostButton;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What a visitor may do to the rows of a table. */
final class RowActions {
    private final PageRequest request;

    RowActions(PageRequest request) {
        this.request = request;
    }

    /** Whether they may do anything to any of them. */
    boolean anyAllowed(List<Row> rows) {
        return request.user().isPresent()
                && rows.stream()
                        .anyMatch(row -> ObjectAccess.may(request, Permission.UPDATE, row)
                                || ObjectAccess.may(request, Permission.DELETE, row));
    }

    CellActions of(Row row) {
        String url = row.path();
        boolean editable = Layouts.of(row.type()).items().anyMatch(item -> item.isInForm(false));
        return new CellActions(
                Texts.name(row, request.snapshot()),
                editable && ObjectAccess.may(request, Permission.UPDATE, row) ? url + "/edit" : "",
                ObjectAccess.may(request, Permission.DELETE, row) ? url + "/delete" : "",
                List.of());
    }

    /** A facility's owner says whether a carrier is there. */
    CellActions consent(Row link, String carrier) {
        String url = link.path();
        List<PostButton> posts = new ArrayList<>();
        if (link.status() == Status.PENDING) {
            posts.add(new PostButton(Texts.text("object.action.approve"), url + "/approve", "", ""));
        }
        posts.add(new PostButton(Texts.text("object.action.reject"), url + "/reject", "", ""));
        return new CellActions(carrier, "", "", posts);
    }

    CellActions member(Row campus, Row facility) {
        return ObjectAccess.may(request, Permission.UPDATE, facility)
                ? new CellActions(
                        facility.get(Fac.NAME),
                        "",
                        "",
                        List.of(new PostButton(
                                Texts.text("object.action.remove"),
                                campus.path() + "/remove-facility",
                                "fac_id",
                                Long.toString(facility.id()))))
                : CellActions.NONE;
    }
}
