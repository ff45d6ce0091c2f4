package org.peerage.http;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the web server listens, and how.
 *
 * @param host the IP address or name to listen on
 * @param port 0: any that is free
 * @param managementPort for health and metrics, on the loopback address; 0: none
 * @param proxies what is believed of proxies in front
 * @param certificates for HTTPS; empty: plain HTTP
 * @param inherited the descriptor of a socket that listens already, in place of host and port: who started this process keeps it
 *     while one process follows another, so that no connection is refused meanwhile; empty: none
 */
public record WebSettings(
        String host,
        int port,
        int managementPort,
        ProxyTrust proxies,
        Optional<CertificateSource> certificates,
        OptionalInt inherited) {

    public WebSettings(
            String host, int port, int managementPort, ProxyTrust proxies, Optional<CertificateSource> certificates) {
        this(host, port, managementPort, proxies, certificates, OptionalInt.empty());
    }

    /** The same, listening on a socket that is there. */
    public WebSettings inheriting(OptionalInt descriptor) {
        return new WebSettings(host, port, managementPort, proxies, certificates, descriptor);
    }

    /** On the loopback address and any free port, without TLS. */
    public static WebSettings onLoopback() {
        return new WebSettings("127.0.0.1", 0, 0, ProxyTrust.NONE, Optional.empty());
    }

    /**
     * What a proxy nearby may tell of its clients.
     *
     * @param forwardedHeaders whether {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} count
     * @param proxyProtocol whether each connection begins with a PROXY protocol header (version 1 or 2); without it, it is closed
     */
    public record ProxyTrust(boolean forwardedHeaders, boolean proxyProtocol) {
        public static final ProxyTrust NONE = new ProxyTrust(false, false);
    }
}
