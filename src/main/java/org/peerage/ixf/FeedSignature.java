package org.peerage.ixf;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.store.Sql;
import org.peerage.text.Excerpt;

/**
 * The detached signature of a list: a JWS in compact form without its payload (RFC 7515 appendix F), which is signed in base64url or, by
 * {@code "b64": false}, as it is (RFC 7797). The payload is the document, byte for byte (docs/decisions/0068).
 */
final class FeedSignature {
    /** In bytes: one with an RSA key of 8192 bits has some 1,500. */
    static final int MAX_BYTES = 16 * 1024;

    static final String TOO_LARGE = "The signature is larger than 16 KiB";

    /** Where it stands beside the list, and what is appended to the list's path where it stands by itself. */
    static final String HEADER = "X-JWS-Signature";

    private static final String SUFFIX = ".jws";

    private static final int PSS_SALT = 32;
    private static final int LONGEST_NAME = 20;
    private static final Pattern DETACHED = Pattern.compile("([A-Za-z0-9_-]+)\\.\\.([A-Za-z0-9_-]+)");

    private FeedSignature() {}

    /** Where the signature of a list is, if not beside it; at the same server. */
    static String url(String list) throws URISyntaxException {
        URI place = FeedUrl.parse(list);
        String path = place.getRawPath() == null || place.getRawPath().isEmpty() ? "/" : place.getRawPath();
        String query = place.getRawQuery() == null ? "" : "?" + place.getRawQuery();
        return place.getScheme() + "://" + place.getRawAuthority() + path + SUFFIX + query;
    }

    /** Why a document does not count as signed by a key, in a sentence for the exchange; empty: it does. */
    static Optional<String> problem(String jws, byte[] document, FeedKey key) {
        Matcher parts = DETACHED.matcher(jws.strip());
        Optional<JWSHeader> header = parts.matches() ? header(parts.group(1)) : Optional.empty();
        if (header.isEmpty()) {
            return Optional.of("The signature of the list is no detached JWS");
        }
        Set<String> critical = header.get().getCriticalParams();
        boolean isPlain = !header.get().isBase64URLEncodePayload();
        if (critical == null ? isPlain : !critical.equals(Set.of("b64"))) {
            return Optional.of("The signature of the list has crit other than b64, or b64 without crit");
        }
        String algorithm = header.get().getAlgorithm().getName();
        if (!key.kind().algorithms().contains(algorithm)) {
            return Optional.of(
                    "The signature of the list has the algorithm " + Excerpt.of(Sql.storable(algorithm), LONGEST_NAME)
                            + "; with the exchange's key it is "
                            + String.join(" or ", key.kind().algorithms()));
        }
        try {
            Signature check = check(algorithm, key);
            check.update((parts.group(1) + ".").getBytes(StandardCharsets.US_ASCII));
            payload(document, isPlain, check);
            byte[] signature = Base64.getUrlDecoder().decode(parts.group(2));
            if (check.verify(signature)) {
                return Optional.empty();
            }
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            // It has not the form of a signature by such a key.
        }
        return Optional.of("The signature does not fit the list and the exchange's key " + key.fingerprint());
    }

    private static Optional<JWSHeader> header(String encoded) {
        try {
            return Optional.of(JWSHeader.parse(new Base64URL(encoded)));
        } catch (ParseException
                | RuntimeException unreadable) { // of strangers: the library says of no value what it does
            return Optional.empty();
        }
    }

    private static Signature check(String algorithm, FeedKey key) throws GeneralSecurityException {
        Signature check =
                switch (algorithm) {
                    case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                    case "RS256" -> Signature.getInstance("SHA256withRSA");
                    case "PS256" -> {
                        Signature pss = Signature.getInstance("RSASSA-PSS");
                        pss.setParameter(
                                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSS_SALT, 1));
                        yield pss;
                    }
                    default -> Signature.getInstance("Ed25519");
                };
        check.initVerify(key.key());
        return check;
    }

    /** In parts: the base64 of a large document need not be in memory, but for Ed25519, which sees the whole twice. */
    private static void payload(byte[] document, boolean isPlain, Signature check) throws SignatureException {
        if (isPlain) {
            check.update(document);
            return;
        }
        try (OutputStream encoded = Base64.getUrlEncoder().withoutPadding().wrap(new Signed(check))) {
            encoded.write(document);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What is written to it is signed. */
    private static final class Signed extends OutputStream {
        private final Signature signature;

        Signed(Signature signature) {
            this.signature = signature;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                signature.update(bytes, offset, length);
            } catch (SignatureException unready) {
                throw new IOException(unready);
            }
        }
    }
}
