package org.peerage.ixf;

import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public key that an exchange signs its list with (docs/spec/ixf.md §11.6, docs/decisions/0068): EC on P-256, Ed25519, or RSA of
 * 2048 to 8192 bits.
 *
 * @param encoded its SubjectPublicKeyInfo (RFC 5280 §4.1) in base64
 */
public record FeedKey(String encoded, Kind kind, PublicKey key) {
    /** In characters: a key of the largest kind that is taken has fewer than half of these. */
    public static final int MAX_PEM = 4_000;

    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 8_192;
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    /** What is taken, with the algorithms of JWS (RFC 7518 §3, RFC 8037, RFC 9864) that go with it. */
    public enum Kind {
        EC("P-256", "ES256"),
        ED25519("Ed25519", "EdDSA Ed25519"),
        RSA("RSA", "RS256 PS256");

        private final String word;
        private final String algorithms;

        Kind(String word, String algorithms) {
            this.word = word;
            this.algorithms = algorithms;
        }

        /** As people call it. */
        public String word() {
            return word;
        }

        List<String> algorithms() {
            return List.of(algorithms.split(" "));
        }
    }

    /** What is wrong with a text that should be a key, as the last part of a message's key; empty: nothing. */
    public static String problem(String pem) {
        if (pem.contains("PRIVATE")) {
            return "privateKey";
        }
        Matcher matcher = PEM.matcher(pem.strip());
        if (pem.length() > MAX_PEM || !matcher.matches()) {
            return "noKey";
        }
        return of(pem).isPresent() ? "" : "otherKey";
    }

    /** A key in PEM (RFC 7468 §13), if it is one that is taken. */
    public static Optional<FeedKey> of(String pem) {
        Matcher matcher = PEM.matcher(pem.strip());
        return pem.length() <= MAX_PEM && matcher.matches()
                ? ofEncoded(matcher.group(1).replaceAll("\\s", ""))
                : Optional.empty();
    }

    static Optional<FeedKey> ofEncoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            for (Kind kind : Kind.values()) {
                Optional<PublicKey> key = read(kind, bytes);
                if (key.isPresent()) {
                    return key.filter(FeedKey::isTaken)
                            .map(found ->
                                    new FeedKey(Base64.getEncoder().encodeToString(found.getEncoded()), kind, found));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> read(Kind kind, byte[] bytes) {
        try {
            return Optional.of(KeyFactory.getInstance(kind.name()).generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static boolean isTaken(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec -> Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()));
            case EdECPublicKey ed -> ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= MIN_RSA_BITS
                        && rsa.getModulus().bitLength() <= MAX_RSA_BITS
                        && rsa.getPublicExponent().testBit(0)
                        && rsa.getPublicExponent().compareTo(MIN_EXPONENT) >= 0;
            default -> false;
        };
    }

    /** What people compare it by: {@code SHA256:} and the SHA-256 of its SubjectPublicKeyInfo in base64 (as RFC 7469 §2.4 has it). */
    public String fingerprint() {
        byte[] hash = Importer.sha256().digest(Base64.getDecoder().decode(encoded));
        return "SHA256:" + Base64.getEncoder().encodeToString(hash);
    }

    /** As somebody has entered it, but for its line breaks. */
    public String pem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + encoded.replaceAll("(.{64})", "$1\n").stripTrailing() + "\n-----END PUBLIC KEY-----\n";
    }
}
