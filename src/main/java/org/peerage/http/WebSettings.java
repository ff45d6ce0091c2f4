package org.peerage.http;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the web server listens, and how.
 *
 * @param host the address to listen on
 * @param port 0: any that is free
 * @param managementPort for health and metrics, on the loopback address; 0: none
 * @param behindProxy whether {@code X-Forwarded-…} tells who asks, and by which address
 * @param encryption for HTTPS; empty: plain HTTP
 */
public record WebSettings(
        String host, int port, int managementPort, boolean behindProxy, Optional<SSLContext> encryption) {}
