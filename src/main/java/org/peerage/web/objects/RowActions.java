package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.Permission;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.TableView.PostButton;
import org.peerage.web.objects.TableView.TableCell;
import org.peerage.web.page.PageRequest;

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
                        .anyMatch(row -> ObjectLinks.may(request, Permission.UPDATE, row)
                                || ObjectLinks.may(request, Permission.DELETE, row));
    }

    TableCell of(Row row) {
        String url = row.path();
        boolean editable = Layouts.of(row.type()).items().anyMatch(item -> item.isInForm(false));
        return TableCell.withActions(
                row.name(request.snapshot()),
                editable && ObjectLinks.may(request, Permission.UPDATE, row) ? url + "/edit" : "",
                ObjectLinks.may(request, Permission.DELETE, row) ? url + "/delete" : "",
                List.of());
    }

    /** A facility's owner says whether a carrier is there. */
    TableCell consent(Row link, String carrier) {
        String url = "/carrierfac/" + link.id();
        List<PostButton> posts = new ArrayList<>();
        if (link.status() == Status.PENDING) {
            posts.add(new PostButton("Approve", url + "/approve", "", ""));
        }
        posts.add(new PostButton("Reject", url + "/reject", "", ""));
        return TableCell.withActions(carrier, "", "", posts);
    }

    TableCell member(Row campus, Row facility) {
        return ObjectLinks.may(request, Permission.UPDATE, facility)
                ? TableCell.withActions(
                        facility.get(Fac.NAME),
                        "",
                        "",
                        List.of(new PostButton(
                                "Take out",
                                "/campus/" + campus.id() + "/remove-facility",
                                "fac_id",
                                Long.toString(facility.id()))))
                : TableCell.of("");
    }
}
