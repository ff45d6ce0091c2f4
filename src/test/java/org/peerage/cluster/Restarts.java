package org.peerage.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.peerage.testing.ServerProcess;

/** Starts nodes beside each other, kills some that run, and starts each again while others run on or fall. */
final class Restarts {
    private final List<ServerProcess> nodes;
    private final Map<ServerProcess, Thread> starting = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Restarts(List<ServerProcess> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Kills one of those that run; false if none does. */
    boolean killOne(Random random) throws InterruptedException {
        List<ServerProcess> running =
                nodes.stream().filter(node -> !isStarting(node)).toList();
        if (running.isEmpty()) {
            return false;
        }
        ServerProcess victim = running.get(random.nextInt(running.size()));
        victim.kill();
        begin(victim);
        return true;
    }

    /** Starts a node that does not run, while others do what they do. */
    void begin(ServerProcess node) {
        starting.put(node, Thread.ofPlatform().start(() -> start(node)));
    }

    private boolean isStarting(ServerProcess node) {
        Thread start = starting.get(node);
        return start != null && start.isAlive();
    }

    private void start(ServerProcess node) {
        try {
            node.start();
        } catch (IOException | InterruptedException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Waits until all run again. */
    void await() throws Exception {
        for (Thread start : starting.values()) {
            start.join();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
