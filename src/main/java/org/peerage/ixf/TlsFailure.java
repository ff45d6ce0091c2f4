package org.peerage.ixf;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a server was not spoken to by TLS, in words for the exchange rather than for who wrote the library. */
final class TlsFailure {
    private TlsFailure() {}

    static String told(SSLException failure, String host) {
        if (find(failure, CertificateExpiredException.class).isPresent()) {
            return "The certificate of " + host + " has expired";
        }
        if (find(failure, CertificateNotYetValidException.class).isPresent()) {
            return "The certificate of " + host + " is not valid yet";
        }
        if (find(failure, CertPathBuilderException.class).isPresent()) {
            return "The certificate of " + host
                    + " is by no authority that is known here; does the server send all of its chain?";
        }
        return find(failure, CertificateException.class)
                .map(refused -> "The certificate of " + host + " is not accepted: " + refused.getMessage())
                .orElseGet(() -> "TLS with " + host + " failed: " + failure.getMessage());
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return Optional.of(kind.cast(each));
            }
        }
        return Optional.empty();
    }
}
