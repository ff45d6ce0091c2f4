package org.peerage.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service manager (systemd) and a server tell each other, by the environment variables of sd_notify(3), sd_watchdog_enabled(3) and
 * sd_listen_fds(3). Without them nothing is done, and nothing loaded.
 */
final class ServiceManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final int FIRST_DESCRIPTOR = 3;

    private final NotifySocket socket;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watchdog").factory());

    private ServiceManager(NotifySocket socket) {
        this.socket = socket;
    }

    /** The manager that started this process and waits to be told; empty: none does. */
    static Optional<ServiceManager> of(Map<String, String> environment) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ServiceManager(NotifySocket.of(address)));
        } catch (IOException impossible) {
            LOG.warn("the service manager is not told of this server: {}", impossible.getMessage());
            return Optional.empty();
        }
    }

    /** The socket that listens already and was handed over; empty: none was, or to another process. */
    static OptionalInt inheritedSocket(Map<String, String> environment, long pid) {
        boolean isOurs = environment.getOrDefault("LISTEN_PID", "").equals(Long.toString(pid))
                && environment.getOrDefault("LISTEN_FDS", "").equals("1");
        return isOurs ? OptionalInt.of(FIRST_DESCRIPTOR) : OptionalInt.empty();
    }

    /** How often the manager wants to hear that all is well, or else starts the server anew; empty: it does not. */
    static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String whose = environment.getOrDefault("WATCHDOG_PID", "");
        boolean isOurs = whose.isEmpty() || whose.equals(Long.toString(pid));
        return isOurs && micros.matches("[1-9][0-9]{0,14}")
                ? Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros))))
                : Optional.empty();
    }

    /**
     * The server answers. From now on the manager hears of it three times in each period, for as long as it is so.
     *
     * @param isResponsive whether the server still answers, found out within a time
     */
    void ready(String status, Optional<Duration> watchdog, Predicate<Duration> isResponsive) {
        socket.send("READY=1\nSTATUS=" + status);
        watchdog.map(period -> period.dividedBy(3)).ifPresent(part -> {
            var _ = watch.scheduleAtFixedRate(
                    () -> tellIfWell(isResponsive, part), 0, part.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    private void tellIfWell(Predicate<Duration> isResponsive, Duration within) {
        if (isResponsive.test(within)) {
            socket.send("WATCHDOG=1");
        } else {
            LOG.error("requests are not answered; the service manager is not told that all is well");
        }
    }

    /** The server ends, which may take some seconds. */
    void stopping() {
        watch.shutdown();
        socket.send("STOPPING=1\nSTATUS=Finishing what is being answered");
    }

    @Override
    public void close() {
        watch.shutdownNow();
        socket.close();
    }
}
