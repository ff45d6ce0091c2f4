package org.peerage.cli;

import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** How the server meets the network, as the environment says it by the names that Spring Boot has for it. */
final class Encryption {
    private static final String CERTIFICATE = "SERVER_SSL_CERTIFICATE";
    private static final String PRIVATE_KEY = "SERVER_SSL_CERTIFICATE_PRIVATE_KEY";
    private static final String KEY_STORE = "SERVER_SSL_KEY_STORE";
    private static final String KEY_STORE_PASSWORD = "SERVER_SSL_KEY_STORE_PASSWORD";
    private static final String FORWARD = "SERVER_FORWARD_HEADERS_STRATEGY";

    private Encryption() {}

    /** Whether a proxy stands before the server, whose {@code X-Forwarded-} headers are to be believed. */
    static boolean isBehindProxy(Map<String, String> environment) {
        String strategy = environment.getOrDefault(FORWARD, "none");
        return strategy.equalsIgnoreCase("native") || strategy.equalsIgnoreCase("framework");
    }

    /**
     * The certificate and its key; empty where none is named.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    static Optional<SSLContext> of(Map<String, String> environment) {
        String certificate = environment.getOrDefault(CERTIFICATE, "");
        String keyStore = environment.getOrDefault(KEY_STORE, "");
        if (certificate.isEmpty() && keyStore.isEmpty()) {
            return Optional.empty();
        }
        try {
            SslStoreBundle stores = certificate.isEmpty()
                    ? new JksSslStoreBundle(
                            JksSslStoreDetails.forLocation(file(keyStore))
                                    .withPassword(environment.getOrDefault(KEY_STORE_PASSWORD, "")),
                            null)
                    : new PemSslStoreBundle(
                            PemSslStoreDetails.forCertificate(file(certificate))
                                    .withPrivateKey(file(environment.getOrDefault(PRIVATE_KEY, ""))),
                            null);
            return Optional.of(SslBundle.of(stores).createSslContext());
        } catch (RuntimeException unreadable) {
            Throwable reason = unreadable.getCause() == null ? unreadable : unreadable.getCause();
            throw new IllegalArgumentException(
                    (certificate.isEmpty() ? KEY_STORE : CERTIFICATE) + ": " + Messages.of(reason), unreadable);
        }
    }

    /** Names of files are names of files: not of resources. */
    private static String file(String name) {
        return name.contains(":") || name.isEmpty() ? name : "file:" + name;
    }
}
