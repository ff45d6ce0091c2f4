package org.peerage.http;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** The server's certificate and key. They are read again when a file changes, without a restart. */
public interface CertificateSource {
    /**
     * Reads them as they are now.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    KeyManagerFactory load();

    /** The files they are read from. */
    List<Path> files();
}
