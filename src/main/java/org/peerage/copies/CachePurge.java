package org.peerage.copies;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a CDN of files that it may not keep any more: by a program of the operator's ({@code PEERAGE_COPIES_PURGE}), which gets their
 * addresses as arguments.
 *
 * @param program empty: there is none
 */
public record CachePurge(String program) {
    /** There is no CDN, or it asks again by itself. */
    public static final CachePurge NONE = new CachePurge("");

    private static final Logger LOG = LoggerFactory.getLogger(CachePurge.class);
    private static final int MAX_SECONDS = 30;

    /** The program that the environment names. */
    public static CachePurge of(Map<String, String> environment) {
        return new CachePurge(environment.getOrDefault("PEERAGE_COPIES_PURGE", ""));
    }

    boolean isNone() {
        return program.isEmpty();
    }

    /** Whether it did what it was asked; otherwise it has to be asked again. */
    boolean run(List<String> addresses) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(addresses);
        try {
            Process purge = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!purge.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                purge.destroyForcibly();
                LOG.warn("{} did not end within {} s", program, MAX_SECONDS);
            } else if (purge.exitValue() != 0) {
                LOG.warn("{} ended with {}", program, purge.exitValue());
            } else {
                return true;
            }
        } catch (IOException missing) {
            LOG.warn("{} could not be started: {}", program, missing.getMessage());
        }
        return false;
    }
}
