package org.peerage.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.api.ApiRequest;
import org.peerage.http.RequestObserver;

/**
 * Requests by kind of address, status and kind of caller, and how long they took. There are as many series as kinds of addresses, times
 * the few of the others: nothing that clients send is a label. Nothing is allocated for a request of a known kind.
 */
final class RequestMetrics implements RequestObserver {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    /** What is answered. Others are counted as the first of their hundred. */
    private static final int[] STATUSES = {
        100, 200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406, 409, 410, 412,
        413, 415, 416, 422, 428, 429, 431, 499, 500, 501, 503, 504
    };

    private static final byte[] PLACES = places();

    /** What callers are called, by {@link #kind}. */
    private static final List<String> KINDS = List.of("anonymous", "user", "user_key", "organization_key", "unknown");

    private final MeterRegistry metrics;
    private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    private static byte[] places() {
        byte[] places = new byte[600];
        for (int status = 100; status < places.length; status++) {
            int found = Arrays.binarySearch(STATUSES, status);
            places[status] = (byte) (found >= 0 ? found : Arrays.binarySearch(STATUSES, status / 100 * 100));
        }
        return places;
    }

    @Override
    public void ended(ApiRequest request, int status, long bytes, long nanos) {
        String route = request.routeName();
        RouteMeters meters = routes.get(route);
        if (meters == null) {
            meters = routes.computeIfAbsent(route, RouteMeters::new);
        }
        meters.count(status, request.caller());
        meters.bytes.increment((double) bytes);
        meters.duration.record(nanos, TimeUnit.NANOSECONDS);
    }

    private static int kind(@Nullable Caller caller) {
        if (caller == null) {
            return 4;
        }
        return switch (caller.kind()) {
            case ANONYMOUS -> 0;
            case USER -> 1;
            case USER_KEY -> 2;
            case ORGANIZATION_KEY -> 3;
        };
    }

    /** What is counted of one kind of address. */
    private final class RouteMeters {
        private final String route;
        private final Timer duration;
        private final Counter bytes;
        private final AtomicReferenceArray<@Nullable Counter> counters =
                new AtomicReferenceArray<>(STATUSES.length * KINDS.size());

        RouteMeters(String route) {
            this.route = route;
            this.duration = Timer.builder("peerage.http.request.duration")
                    .description("From the head of a request to the end of its response")
                    .tag("route", route)
                    .serviceLevelObjectives(BUCKETS)
                    .register(metrics);
            this.bytes = Counter.builder("peerage.http.response.bytes")
                    .description("Bytes of bodies that were sent")
                    .tag("route", route)
                    .register(metrics);
        }

        void count(int status, @Nullable Caller caller) {
            int place = status < 100 || status >= PLACES.length ? 0 : PLACES[status];
            int kind = kind(caller);
            int index = place * KINDS.size() + kind;
            Counter counter = counters.get(index);
            if (counter == null) {
                counter = Counter.builder("peerage.http.requests")
                        .description("Requests that were answered; 499: the client went away before")
                        .tag("route", route)
                        .tag("status", Integer.toString(STATUSES[place]))
                        .tag("caller", KINDS.get(kind))
                        .register(metrics);
                counters.set(index, counter); // registering twice gives the same one
            }
            counter.increment();
        }
    }
}
