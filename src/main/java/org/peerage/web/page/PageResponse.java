package org.peerage.web.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a page's code answers. */
public sealed interface PageResponse {

    /** A page from a template. */
    record TemplateResponse(int status, String template, Map<String, Object> model) implements PageResponse {
        public static TemplateResponse of(String template, Map<String, Object> model) {
            return new TemplateResponse(200, template, model);
        }
    }

    /**
     * Go on there.
     *
     * @param status 303 where something was sent, which is not to be sent there again
     */
    record Redirect(int status, String url) implements PageResponse {
        public Redirect(String url) {
            this(303, url);
        }
    }

    /** JSON for scripts and programs. */
    record JsonResponse(int status, String json) implements PageResponse {}

    /**
     * A file to keep.
     *
     * @param name what the browser calls it
     */
    record Download(String type, String name, ContentWriter content) implements PageResponse {
        /** A text as a file. */
        public static Download of(String name, String type, String text) {
            return new Download(type, name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Writes a file out while it is sent. */
    @FunctionalInterface
    interface ContentWriter {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Bytes with a type, such as a picture.
     *
     * @param headers more of them, by name; they win over those that every reply has
     */
    @SuppressWarnings("ArrayRecordComponent") // written out, never compared
    record BytesResponse(int status, String type, byte[] content, Map<String, String> headers) implements PageResponse {
        public BytesResponse(String type, byte[] content, Map<String, String> headers) {
            this(200, type, content, headers);
        }

        /** A text of that type. */
        public static BytesResponse of(int status, String type, String text) {
            return new BytesResponse(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    /** The person may not do this. */
    record ForbiddenResponse(String text) implements PageResponse {}

    /** There is nothing here, or nothing that may be told. */
    record NotFoundResponse() implements PageResponse {}

    /** The form is none of ours, or too old. */
    record InvalidCsrfToken() implements PageResponse {}
}
