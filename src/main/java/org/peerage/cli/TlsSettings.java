package org.peerage.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import org.peerage.http.CertificateSource;
import org.peerage.http.WebSettings.ProxyTrust;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** How the server meets the network, as the environment says it; the names of certificates and keys are Spring Boot's. */
final class TlsSettings {
    private static final String CERTIFICATE = "SERVER_SSL_CERTIFICATE";
    private static final String PRIVATE_KEY = "SERVER_SSL_CERTIFICATE_PRIVATE_KEY";
    private static final String KEY_STORE = "SERVER_SSL_KEY_STORE";
    private static final String KEY_STORE_PASSWORD = "SERVER_SSL_KEY_STORE_PASSWORD";
    private static final String FORWARD = "SERVER_FORWARD_HEADERS_STRATEGY";
    private static final String PROXY_PROTOCOL = "PEERAGE_PROXY_PROTOCOL";

    private TlsSettings() {}

    /** What is believed of proxies before the server: their {@code X-Forwarded-} headers, the PROXY protocol. */
    static ProxyTrust proxies(Map<String, String> environment) {
        String strategy = environment.getOrDefault(FORWARD, "none");
        return new ProxyTrust(
                strategy.equalsIgnoreCase("native") || strategy.equalsIgnoreCase("framework"),
                environment.getOrDefault(PROXY_PROTOCOL, "off").equalsIgnoreCase("on"));
    }

    /**
     * The certificate and its key; empty where none is named.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    static Optional<CertificateSource> certificates(Map<String, String> environment) {
        String certificate = environment.getOrDefault(CERTIFICATE, "");
        String keyStore = environment.getOrDefault(KEY_STORE, "");
        if (certificate.isEmpty() && keyStore.isEmpty()) {
            return Optional.empty();
        }
        CertificateSource source = certificate.isEmpty()
                ? new KeyStoreFile(keyStore, environment.getOrDefault(KEY_STORE_PASSWORD, ""))
                : new PemFiles(certificate, environment.getOrDefault(PRIVATE_KEY, ""));
        KeyManagerFactory _ = source.load();
        return Optional.of(source);
    }

    private static KeyManagerFactory load(String setting, SslStores stores) {
        try {
            return SslBundle.of(stores.open()).getManagers().getKeyManagerFactory();
        } catch (RuntimeException unreadable) {
            Throwable reason = unreadable.getCause() == null ? unreadable : unreadable.getCause();
            throw new IllegalArgumentException(setting + ": " + ErrorMessages.of(reason), unreadable);
        }
    }

    private interface SslStores {
        SslStoreBundle open();
    }

    private record PemFiles(String certificate, String privateKey) implements CertificateSource {
        @Override
        public KeyManagerFactory load() {
            return TlsSettings.load(
                    CERTIFICATE,
                    () -> new PemSslStoreBundle(
                            PemSslStoreDetails.forCertificate(location(certificate))
                                    .withPrivateKey(location(privateKey)),
                            null));
        }

        @Override
        public List<Path> files() {
            return TlsSettings.files(certificate, privateKey);
        }
    }

    private record KeyStoreFile(String file, String password) implements CertificateSource {
        @Override
        public KeyManagerFactory load() {
            return TlsSettings.load(
                    KEY_STORE,
                    () -> new JksSslStoreBundle(
                            JksSslStoreDetails.forLocation(location(file)).withPassword(password), null));
        }

        @Override
        public List<Path> files() {
            return TlsSettings.files(file);
        }
    }

    /** Names of files are names of files: not of resources. */
    private static String location(String name) {
        return name.contains(":") || name.isEmpty() ? name : "file:" + name;
    }

    private static List<Path> files(String... names) {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            String path = name.startsWith("file:") ? name.substring("file:".length()) : name;
            if (!path.isEmpty() && !path.contains(":")) {
                files.add(Path.of(path));
            }
        }
        return files;
    }
}
