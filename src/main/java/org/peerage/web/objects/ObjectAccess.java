package org.peerage.web.objects;

import java.util.Optional;
import org.peerage.access.rights.Permission;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;

/** Which objects a visitor may see or change, and where one comes back to. */
public final class ObjectAccess {
    private ObjectAccess() {}

    /** The URL of an object's page with a message for the person who comes back to it. */
    static String urlWithNotice(Row row, String notice) {
        String page = row.pageUrl();
        return page + "?done=" + notice + row.url().substring(page.length());
    }

    /** An object that the visitor may see and that is not deleted, by the text of its id. */
    static Optional<Row> find(PageRequest request, String typeName, String id) {
        return ObjectTypes.byName(typeName)
                .map(type -> IdParser.find(request.snapshot(), type, id))
                .filter(found -> found.status() != Status.DELETED)
                .filter(found -> isVisible(request, found));
    }

    /** Contacts are for some, and so are links of a deleted object; the rest is for everybody. */
    static boolean isVisible(PageRequest request, Row row) {
        return request.visibility().canSee(row, request.snapshot());
    }

    static boolean may(PageRequest request, Permission permission, Row row) {
        return request.user().isPresent()
                && !request.isPast()
                && request.caller().may(permission, row.type().namespace(row, request.snapshot()));
    }

    /** Whether the visitor may make an object of that type under a parent. */
    static boolean mayAdd(PageRequest request, Field<Long> reference, Row parent) {
        if (request.user().isEmpty() || request.isPast()) {
            return false;
        }
        ObjectType type = reference.owner();
        Row row = type.row().set(type.id(), 0L).set(reference, parent.id()).build();
        return request.caller().may(Permission.CREATE, type.namespace(row, request.snapshot()));
    }

    /** The object on whose page a link stands; the organization of an object; the object itself where it has none. */
    static Row parentPage(PageRequest request, Row row) {
        return row.type()
                .ownerPage()
                .map(page -> request.snapshot()
                        .find(page.type().get(), row.get(page.reference().get())))
                .or(() -> Org.of(row, request.snapshot()))
                .orElse(row);
    }
}
