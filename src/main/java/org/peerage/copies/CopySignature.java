package org.peerage.copies;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the list of files is signed: a JWS in compact form, ES256 (RFC 7515, RFC 7518). Public keys are base64 of their SubjectPublicKeyInfo. */
public final class CopySignature {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private CopySignature() {}

    /** A text that was signed, and the key that proves it. */
    public record VerifiedText(String text, String key) {}

    static String sign(String text, ECKey key) {
        JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload(text));
        try {
            signed.sign(new ECDSASigner(key));
        } catch (JOSEException unusable) {
            throw new IllegalStateException("the key of copies does not sign", unusable);
        }
        return signed.serialize();
    }

    /** What was signed by one of these keys; empty where none of them signed it. */
    public static Optional<VerifiedText> verify(String jws, List<String> keys) {
        try {
            JWSObject signed = JWSObject.parse(jws.strip());
            for (String key : keys) {
                Optional<ECPublicKey> known = publicKey(key);
                if (known.isPresent()
                        && JWSAlgorithm.ES256.equals(signed.getHeader().getAlgorithm())
                        && signed.verify(new ECDSAVerifier(known.get()))) {
                    return Optional.of(new VerifiedText(signed.getPayload().toString(), key));
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether a text has the form of something that is signed, by whomever. */
    public static boolean isSigned(String text) {
        try {
            return JWSObject.parse(text.strip()).getSignature() != null;
        } catch (ParseException other) {
            return false;
        }
    }

    /** The key in a PEM file, or as base64; empty where it is none. */
    public static Optional<String> readKey(String text) {
        Matcher pem = PEM.matcher(text.strip());
        String base64 = (pem.matches() ? pem.group(1) : text).replaceAll("\\s", "");
        return publicKey(base64).isPresent() ? Optional.of(base64) : Optional.empty();
    }

    static String pem(String key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + key.replaceAll("(.{64})", "$1\n").stripTrailing() + "\n-----END PUBLIC KEY-----\n";
    }

    static String publicPart(ECKey key) {
        try {
            return Base64.getEncoder().encodeToString(key.toECPublicKey().getEncoded());
        } catch (JOSEException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    private static Optional<ECPublicKey> publicKey(String base64) {
        try {
            X509EncodedKeySpec bytes =
                    new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("EC").generatePublic(bytes) instanceof ECPublicKey key
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
