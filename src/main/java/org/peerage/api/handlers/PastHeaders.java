package org.peerage.api.handlers;

import org.peerage.api.ApiRequest;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.HttpDate;
import org.peerage.api.responses.ResponseWriter;
import org.peerage.registry.ArchivedVersion;
import org.peerage.snapshot.Snapshot;

/** What answers of the past say of themselves (docs/spec/record.md §1.1; RFC 7089). */
public final class PastHeaders {
    /** Never for good: what is erased is to vanish from caches. */
    private static final String FOR_EVERYBODY = "public, max-age=300";

    private static final String NOT_KEPT = "no-store";
    private static final String FOR_ONE = "private, no-cache";

    private PastHeaders() {}

    /** Adds them, and tells by what such an answer is known again. */
    public static ResponseWriter.ResponseVersion add(
            ApiRequest request,
            WireResponse out,
            PastReads.PastChoice.Chosen chosen,
            ResponseWriter.ResponseVersion present,
            boolean isForEverybody) {
        Snapshot snapshot = chosen.state().snapshot();
        out.add("X-Peerage-At", ArchivedVersion.text(snapshot.version()));
        out.add("Memento-Datetime", HttpDate.format(snapshot.time().getEpochSecond()));
        out.add("Content-Location", PastReads.location(request, snapshot.version()));
        return present.ofPast(
                tag(snapshot.version()) + "." + tag(chosen.state().touched()),
                cacheControl(chosen.isSettled(), isForEverybody));
    }

    /** Who may keep an answer. */
    public static String cacheControl(boolean isSettled, boolean isForEverybody) {
        if (!isSettled) {
            return NOT_KEPT;
        }
        return isForEverybody ? FOR_EVERYBODY : FOR_ONE;
    }

    /** A number in a tag. */
    public static String tag(long number) {
        return Long.toString(number, 36);
    }
}
