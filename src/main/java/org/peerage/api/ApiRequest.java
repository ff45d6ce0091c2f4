package org.peerage.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as the API reads it, whichever web server brought it. */
public interface ApiRequest {

    /** In capitals as a rule, as it was sent. */
    String method();

    /** Decoded; slashes that were doubled are single in it. */
    String path();

    /** As it was sent, without the query. */
    String rawPath();

    /** As it was sent; null where there is none. */
    @Nullable
    String query();

    /** The first value of a header, its name in any case; null where there is none. */
    @Nullable
    String header(String name);

    /** Names of headers that begin so, in any case. */
    Iterable<String> headerNames(String beginning);

    /** The client's address, as text. */
    String remoteAddress();

    /** {@code http} or {@code https}. */
    String scheme();

    /** Scheme, address and port where the request came in. */
    String localOrigin();

    /** Bytes of the body as announced; -1 where nothing is. */
    long contentLength();

    InputStream body() throws IOException;

    /** The fields and files of a {@code multipart/form-data} body of so many bytes at most. */
    Form form(int maxBytes) throws IOException;

    /** A body of form fields, or why it has none. */
    sealed interface Form {
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
    record FormField(String name, String value) {}

    /** A file of a form. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record FormFile(String name, String fileName, byte[] content) {}
}
