package org.peerage.trace;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where spans begin. While it is off, which it is unless {@link #install} was called, nothing is made and no library loaded: the cost is the
 * reading of one field (docs/decisions/0049).
 */
public final class Tracing {
    private static volatile @Nullable Tracer tracer;

    private Tracing() {}

    /** Who a span is for. */
    public enum Kind {
        /** Answers somebody. */
        SERVER,
        /** Asks somebody, and waits. */
        CLIENT,
        INTERNAL
    }

    /** Makes spans. */
    public interface Tracer {
        /** A part of the span that the thread has entered; a trace of its own where there is none. */
        Span begin(Kind kind, String name);

        /** A part of that span. */
        Span beginUnder(Span parent, Kind kind, String name);

        /**
         * A trace of its own, or the continuation of another program's.
         *
         * @param parent W3C's {@code traceparent}; null where none was sent
         * @param trusted whether the sender may decide what is traced; else the span only links to theirs
         */
        Span beginRemote(String name, @Nullable String parent, boolean trusted);

        /** What the thread has entered last. */
        Span current();
    }

    /** From now on spans are made there; null: nowhere. */
    public static void install(@Nullable Tracer some) {
        tracer = some;
    }

    public static boolean isOn() {
        return tracer != null;
    }

    /** Begins a part of the current span, or something of its own. */
    public static Span begin(Kind kind, String name) {
        Tracer known = tracer;
        return known == null ? Span.NONE : known.begin(kind, name);
    }

    /** Begins a part of a span that another thread may have begun. */
    public static Span beginUnder(Span parent, Kind kind, String name) {
        Tracer known = tracer;
        return known == null ? Span.NONE : known.beginUnder(parent, kind, name);
    }

    /** Begins the answer to another program. */
    public static Span beginRemote(String name, @Nullable String parent, boolean trusted) {
        Tracer known = tracer;
        return known == null ? Span.NONE : known.beginRemote(name, parent, trusted);
    }

    /** What this thread is about; {@link Span#NONE} where that is not known. */
    public static Span current() {
        Tracer known = tracer;
        return known == null ? Span.NONE : known.current();
    }

    /** Begins to fetch something of another server; what the address has behind a question mark is not told. */
    public static Span fetch(URI address) {
        Tracer known = tracer;
        if (known == null) {
            return Span.NONE;
        }
        String host = String.valueOf(address.getHost());
        Span span = known.begin(Kind.CLIENT, "GET " + host);
        span.set("http.request.method", "GET");
        span.set("server.address", host);
        span.set("url.full", address.getScheme() + "://" + host + address.getPath());
        return span;
    }

    /** What is fetched of another server. */
    @FunctionalInterface
    public interface Fetching<T, E extends Exception> {
        T fetch() throws IOException, E;
    }

    /** Fetches something as such a span, which tells the status of what came. */
    public static <T, E extends Exception> T fetch(
            URI address, Fetching<T, E> fetching, ToIntFunction<? super T> status) throws IOException, E {
        try (Span span = fetch(address)) {
            try {
                T fetched = fetching.fetch();
                span.set("http.response.status_code", status.applyAsInt(fetched));
                return fetched;
            } catch (IOException failure) {
                span.failed(failure.toString());
                throw failure;
            }
        }
    }

    /** Does something as a span. */
    public static <T> T call(Kind kind, String name, Callable<T> task) throws Exception {
        Tracer known = tracer;
        if (known == null) {
            return task.call();
        }
        try (Span span = known.begin(kind, name)) {
            try (Span.Entered _ = span.enter()) {
                return task.call();
            } catch (Exception failure) {
                span.failed(failure.toString());
                throw failure;
            }
        }
    }
}
