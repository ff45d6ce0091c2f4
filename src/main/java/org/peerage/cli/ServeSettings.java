package org.peerage.cli;

/**
 * How the server runs.
 *
 * @param host the address to listen on
 * @param port 0: any that is free
 * @param managementPort for health and metrics, on the loopback address; 0: none
 * @param throttled whether requests are limited (spec/rest.md §5)
 */
public record ServeSettings(String host, int port, int managementPort, boolean throttled) {}
