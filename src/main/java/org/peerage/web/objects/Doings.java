package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.Permission;
import org.peerage.registry.types.Fac;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.objects.TableView.Cell;
import org.peerage.web.objects.TableView.Post;
import org.peerage.web.page.Visit;

/** What a visitor may do to the rows of a table. */
final class Doings {
    private final Visit visit;

    Doings(Visit visit) {
        this.visit = visit;
    }

    /** Whether they may do anything to any of them. */
    boolean any(List<Row> rows) {
        return visit.user().isPresent()
                && rows.stream()
                        .anyMatch(row ->
                                Places.may(visit, Permission.UPDATE, row) || Places.may(visit, Permission.DELETE, row));
    }

    Cell of(Row row) {
        String place = "/" + row.type().tag() + "/" + row.id();
        boolean editable = Layouts.of(row.type()).items().anyMatch(item -> item.isInForm(false));
        return Cell.doing(
                Places.name(row, visit.snapshot()),
                editable && Places.may(visit, Permission.UPDATE, row) ? place + "/edit" : "",
                Places.may(visit, Permission.DELETE, row) ? place + "/delete" : "",
                List.of());
    }

    /** A facility's owner says whether a carrier is there. */
    Cell consent(Row link, String carrier) {
        String place = "/carrierfac/" + link.id();
        List<Post> posts = new ArrayList<>();
        if (link.status() == Status.PENDING) {
            posts.add(new Post("Approve", place + "/approve", "", ""));
        }
        posts.add(new Post("Reject", place + "/reject", "", ""));
        return Cell.doing(carrier, "", "", posts);
    }

    Cell member(Row campus, Row facility) {
        return Places.may(visit, Permission.UPDATE, facility)
                ? Cell.doing(
                        facility.get(Fac.NAME),
                        "",
                        "",
                        List.of(new Post(
                                "Take out",
                                "/campus/" + campus.id() + "/remove-facility",
                                "fac_id",
                                Long.toString(facility.id()))))
                : Cell.of("");
    }
}
