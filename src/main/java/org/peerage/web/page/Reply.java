package org.peerage.web.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a page's code answers. */
public sealed interface Reply {

    /** A page from a template. */
    record Page(int status, String template, Map<String, Object> model) implements Reply {
        public static Page of(String template, Map<String, Object> model) {
            return new Page(200, template, model);
        }
    }

    /**
     * Go on there.
     *
     * @param status 303 where something was sent, which is not to be sent there again
     */
    record Redirect(int status, String place) implements Reply {
        public Redirect(String place) {
            this(303, place);
        }
    }

    /** JSON for scripts and programs. */
    record Json(int status, String json) implements Reply {}

    /**
     * A file to keep.
     *
     * @param name what the browser calls it
     */
    record Download(String type, String name, Content content) implements Reply {
        /** A text as a file. */
        public static Download of(String name, String type, String text) {
            return new Download(type, name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Writes a file out while it is sent. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Bytes with a type, such as a picture.
     *
     * @param headers more of them, by name; they win over those that every reply has
     */
    @SuppressWarnings("ArrayRecordComponent") // written out, never compared
    record Bytes(int status, String type, byte[] content, Map<String, String> headers) implements Reply {
        public Bytes(String type, byte[] content, Map<String, String> headers) {
            this(200, type, content, headers);
        }

        /** A text of that type. */
        public static Bytes of(int status, String type, String text) {
            return new Bytes(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    /** The person may not do this. */
    record Forbidden(String text) implements Reply {}

    /** There is nothing here, or nothing that may be told. */
    record NotFound() implements Reply {}

    /** The form is none of ours, or too old. */
    record Forged() implements Reply {}
}
