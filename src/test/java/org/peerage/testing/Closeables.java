package org.peerage.testing;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What something is made of, closed from the last to the first: every one, though another fails to. */
final class Closeables implements Closeable {
    private final Deque<Closeable> parts = new ArrayDeque<>();

    /** How a part is closed. */
    interface Closing<T> {
        void close(T part) throws IOException;
    }

    <T> T add(T part, Closing<T> closing) {
        parts.push(() -> closing.close(part));
        return part;
    }

    @Override
    public void close() throws IOException {
        if (!parts.isEmpty()) {
            Closeable last = parts.pop();
            // What is before it is closed behind it, whatever it throws.
            try (this) {
                last.close();
            }
        }
    }
}
