package org.peerage.api.handlers;

import java.nio.charset.StandardCharsets;
import org.peerage.api.ApiRequest;
import org.peerage.store.ChangeNote;

/** What authors say of why they change something: a header of the request, in UTF-8. */
public final class ChangeComments {
    public static final String HEADER = "X-Peerage-Comment";

    private ChangeComments() {}

    public static boolean isAcceptable(ApiRequest request) {
        return of(request).length() <= ChangeNote.MAX_COMMENT;
    }

    /** The comment; empty where there is none. */
    static String of(ApiRequest request) {
        String header = request.header(HEADER);
        // Headers come as the bytes they are, one character each.
        return header == null
                ? ""
                : new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
    }
}
