package org.peerage.trace;

import org.jspecify.annotations.Nullable;

/** Something that is done, from its beginning until it is closed. Safe for use by many threads, but for {@link #enter}. */
public interface Span extends AutoCloseable {
    /** What there is while tracing is off. */
    Span NONE = new Span() {
        @Override
        public void set(String name, String value) {}

        @Override
        public void set(String name, long value) {}

        @Override
        public void rename(String name) {}

        @Override
        public void failed(String reason) {}

        @Override
        public void linkTo(Span other) {}

        @Override
        public Entered enter() {
            return Entered.NOTHING;
        }

        @Override
        public @Nullable String traceId() {
            return null;
        }

        @Override
        public void close() {}
    };

    /** While it is open, what this thread begins is a part of the span. */
    interface Entered extends AutoCloseable {
        Entered NOTHING = () -> {};

        @Override
        void close();
    }

    void set(String name, String value);

    void set(String name, long value);

    /** What it is called once more is known. */
    void rename(String name);

    /** It did not go well. */
    void failed(String reason);

    /** Another one has to do with it, without being a part of it or the other way round. */
    void linkTo(Span other);

    /** Until that is closed, on the same thread, spans that begin there are parts of this one. */
    Entered enter();

    /** The trace that it is of; null while tracing is off. */
    @Nullable
    String traceId();

    @Override
    void close();
}
