package org.peerage.web.changes;

import java.util.Optional;
import org.peerage.api.handlers.SubjectParser;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.web.page.PageRequest;

/** Pages to which one comes back. */
final class ChangePlaces {
    private ChangePlaces() {}

    /** The page on which an object is shown, without the part of it. */
    static String page(Row row) {
        String url = row.url();
        int part = url.indexOf('#');
        return part < 0 ? url : url.substring(0, part);
    }

    /** The page of what changes are about; empty where that is none. */
    static Optional<String> owner(PageRequest request, String about) {
        return SubjectParser.parse(about)
                .flatMap(subject -> ObjectTypes.byName(subject.kind())
                        .map(type -> request.snapshot().find(type, subject.id())))
                .filter(row -> row.status() != Status.DELETED)
                .map(ChangePlaces::page);
    }
}
