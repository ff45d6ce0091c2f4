package org.peerage.cli;

import org.peerage.access.ThrottleSettings;

/**
 * How the server runs.
 *
 * @param host the address to listen on
 * @param port 0: any that is free
 * @param managementPort for health and metrics, on the loopback address; 0: none
 * @param limits of requests (spec/rest.md §5)
 */
public record ServeSettings(String host, int port, int managementPort, ThrottleSettings limits) {

    /** On the loopback address and any free port, without limits: for tests. */
    public static ServeSettings unlimited() {
        return new ServeSettings("127.0.0.1", 0, 0, ThrottleSettings.defaults().enabled(false));
    }
}
