package org.peerage.ixf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Set;

/** A key of an exchange, and lists that are signed with it as other programs do that. */
public final class SigningKey {
    private final String algorithm;
    private final KeyPair keys;

    private SigningKey(String algorithm, KeyPair keys) {
        this.algorithm = algorithm;
        this.keys = keys;
    }

    /** One for an algorithm of JWS. */
    public static SigningKey of(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(
                switch (algorithm) {
                    case "ES256" -> "EC";
                    case "EdDSA", "Ed25519" -> "Ed25519";
                    default -> "RSA";
                });
        switch (algorithm) {
            case "ES256" -> generator.initialize(Curve.P_256.toECParameterSpec());
            case "RS256", "PS256" -> generator.initialize(2048);
            default -> {}
        }
        return new SigningKey(algorithm, generator.generateKeyPair());
    }

    /** The same key with another algorithm. */
    SigningKey with(String other) {
        return new SigningKey(other, keys);
    }

    /** Its public part. */
    public String pem() {
        return pem("PUBLIC KEY", keys.getPublic().getEncoded());
    }

    static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    FeedKey key() {
        return FeedKey.of(pem()).orElseThrow();
    }

    /** The detached signature of a list, whose payload is signed as it is. */
    public String sign(String list) throws Exception {
        return sign(list, false);
    }

    /** @param isEncoded whether it is the payload's base64url that is signed */
    String sign(String list, boolean isEncoded) throws Exception {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm));
        if (!isEncoded) {
            header.base64URLEncodePayload(false).criticalParams(Set.of("b64"));
        }
        if (keys.getPrivate().getAlgorithm().equals("EdDSA")) {
            byte[] payload = isEncoded ? encoded(list.getBytes(UTF_8)).getBytes(UTF_8) : list.getBytes(UTF_8);
            return signed(header.build().toBase64URL().toString(), payload);
        }
        JWSObject signed = new JWSObject(header.build(), new Payload(list.getBytes(UTF_8)));
        signed.sign(signer(keys.getPrivate()));
        return signed.serialize(true);
    }

    private static JWSSigner signer(PrivateKey key) throws Exception {
        return key.getAlgorithm().equals("EC") ? new ECDSASigner(key, Curve.P_256) : new RSASSASigner(key);
    }

    /** With a header that need not be right, as it is signed by the algorithm that is the key's. */
    String signAs(String header, String list) throws Exception {
        return signed(encoded(header.getBytes(UTF_8)), list.getBytes(UTF_8));
    }

    private String signed(String header, byte[] payload) throws Exception {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes((header + ".").getBytes(UTF_8));
        input.writeBytes(payload);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(input.toByteArray());
        return header + ".." + encoded(signature.sign());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
