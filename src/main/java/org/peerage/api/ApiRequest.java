package org.peerage.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;

/** A request as the API reads it, whichever web server brought it. What its URL means is read once. */
public abstract class ApiRequest {
    private @Nullable Route route;
    private @Nullable QueryParameters parameters;
    private @Nullable String id;
    private @Nullable String routeName;
    private @Nullable Caller caller;

    /** What the path means. */
    public final Route route() {
        Route known = route;
        if (known == null) {
            known = Route.of(path());
            route = known;
        }
        return known;
    }

    /** The parameters of the query. */
    public final QueryParameters parameters() {
        QueryParameters known = parameters;
        if (known == null) {
            known = QueryParameters.parse(query());
            parameters = known;
        }
        return known;
    }

    /** A name for it, which its answer and the log have. */
    public final String id() {
        String known = id;
        if (known == null) {
            known = RequestIds.of(this);
            id = known;
        }
        return known;
    }

    /**
     * The kind of address, for statistics: of few, whatever clients ask for. What the API has under {@code /api} is known by itself, other
     * things are what {@link #named} said.
     */
    public final String routeName() {
        String known = routeName;
        if (known == null) {
            known = Route.isOfApi(path()) ? RouteNames.of(route()) : RouteNames.OTHER;
            routeName = known;
        }
        return known;
    }

    /** Says what kind of address this is; a constant, and no part of what was sent. */
    public final void named(String name) {
        routeName = name;
    }

    /** Says who asks, once that is known. */
    public final void cameFrom(Caller who) {
        caller = who;
    }

    /** Who asks; null where nobody found out. */
    public final @Nullable Caller caller() {
        return caller;
    }

    /** In capitals as a rule, as it was sent. */
    public abstract String method();

    /** Decoded; slashes that were doubled are single in it. */
    public abstract String path();

    /** As it was sent, without the query. */
    public abstract String rawPath();

    /** As it was sent; null where there is none. */
    public abstract @Nullable String query();

    /** The first value of a header, its name in any case; null where there is none. */
    public abstract @Nullable String header(String name);

    /** Names of headers that begin so, in any case. */
    public abstract Iterable<String> headerNames(String beginning);

    /** The client's address, as text. */
    public abstract String remoteAddress();

    /** {@code http} or {@code https}. */
    public abstract String scheme();

    /** Scheme, address and port where the request came in. */
    public abstract String localOrigin();

    /** Bytes of the body as announced; -1 where nothing is. */
    public abstract long contentLength();

    public abstract InputStream body() throws IOException;

    /** The fields and files of a {@code multipart/form-data} body of so many bytes at most. */
    public abstract Form form(int maxBytes) throws IOException;

    /** A body of form fields, or why it has none. */
    public sealed interface Form {
        record Fields(List<FormField> fields, List<FormFile> files) implements Form {
            public Fields {
                fields = List.copyOf(fields);
                files = List.copyOf(files);
            }
        }

        record TooLarge() implements Form {}

        record Malformed() implements Form {}
    }

    /** One value of a form. */
    public record FormField(String name, String value) {}

    /** A file of a form. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record FormFile(String name, String fileName, byte[] content) {}
}
