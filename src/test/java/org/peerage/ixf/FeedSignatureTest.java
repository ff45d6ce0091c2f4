package org.peerage.ixf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed lists (docs/spec/ixf.md §11.6, docs/decisions/0068): which keys are taken, and which signatures. */
class FeedSignatureTest {
    private static final String LIST = "{\"version\": \"1.0\", \"member_list\": [{\"name\": \"M\u00fcller.net\"}]}\n";
    private static final String NO_JWS = "The signature of the list is no detached JWS";

    private static SigningKey rsa;
    private static SigningKey otherRsa;
    private static SigningKey ed25519;
    private static SigningKey ec;

    @BeforeAll
    static void makeKeys() throws Exception {
        rsa = SigningKey.of("RS256");
        otherRsa = SigningKey.of("RS256");
        ed25519 = SigningKey.of("EdDSA");
        ec = SigningKey.of("ES256");
    }

    private static SigningKey key(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> ec;
            case "EdDSA", "Ed25519" -> ed25519.with(algorithm);
            default -> rsa.with(algorithm);
        };
    }

    private static String problem(String jws, String list, SigningKey key) {
        return FeedSignature.problem(jws, list.getBytes(UTF_8), key.key()).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA", "Ed25519", "RS256", "PS256"})
    void listsThatAreSignedAreVerifiedByteForByte(String algorithm) throws Exception {
        SigningKey key = key(algorithm);
        for (boolean isEncoded : new boolean[] {true, false}) {
            String jws = key.sign(LIST, isEncoded);

            assertThat(problem(jws + "\n", LIST, key)).isEmpty();
            assertThat(problem(jws, LIST.strip(), key))
                    .isEqualTo("The signature does not fit the list and the exchange's key "
                            + key.key().fingerprint());
            assertThat(problem(jws, LIST.replace("1.0", "1.1"), key)).startsWith("The signature does not fit");
        }
        assertThat(problem(
                        key.sign(LIST),
                        LIST,
                        key.key().kind() == FeedKey.Kind.RSA ? otherRsa : SigningKey.of(algorithm)))
                .startsWith("The signature does not fit");
    }

    /** Made by the commands of docs/ixf.md with OpenSSL 3.0. */
    @Test
    void listsThatAreSignedAsTheDocsSayAreVerified() {
        String list = "{\"version\": \"1.0\", \"member_list\": []}\n";
        FeedKey key = FeedKey.of("""
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAvrVZFCcutviOAIIXISYCZMdWc+hakqsZlh8h3URpIOs=
                -----END PUBLIC KEY-----
                """).orElseThrow();
        FeedKey rsaKey = FeedKey.of("""
                -----BEGIN PUBLIC KEY-----
                MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5Ls1/uxWdHcT09pqDbxm
                zQXOf/nlNsHzqPnuiUSQVnL9tnr5/Chtbfjwge4XKlNyJCYwgqrRSdbOGgC0LRtM
                koThEqaJJYR+ViHrN5AHrx3Z5Ucmx5l/fVC3Y/7I4X0saqDJw84/FaDSusrMOtI+
                YrsgEtwozYnRwmqcQ4pHQ2ixHeUotub0iXo6yIwTI4zi01gnqDaTrxjdBiqedIDt
                vD/6mNMC00GJwrNW8kh8xOa0ShL+Uvj/mk/j8lrwG6KCrd5IiZdv3SLJ1CxMEqkJ
                S9SjrSkk08QIkzKpzz8Nh3/1ueaqWLvnmnozG4jmgoBaW6oq2P3eRZbcPCtNls6C
                SwIDAQAB
                -----END PUBLIC KEY-----
                """).orElseThrow();

        assertThat(FeedSignature.problem(
                        "eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..7QTLKsGYL05IjGi6RLNSdQIh17DCyLAWe9WtU2"
                                + "XoNnMgogbaIT-86KfpGer0rnefPX0YcEvmTRFm-8qjYqxfCg",
                        list.getBytes(UTF_8),
                        key))
                .isEmpty();
        assertThat(FeedSignature.problem(
                        "eyJhbGciOiJSUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..eIIf-RBcFSSIGJpD3rQgzFQ3Ney_fBpON0_ECJH"
                                + "SC6btxorDEKnIpHTOOUIUQhvkynClRc_pJvhLJ7IE0pKMFRaFWKUyN2nVDwAMSX0q4AbDBQKxgkRvnv8kPpP6pLK51d4"
                                + "QC-_cbbX4S_pXkP8E9JVJm1nUV_FQoJadcf-cks_Cxh7wb7KLMpEpf8REJA_GLkg0FD6m7MkKD-iiJI43A-KubsWIhjM"
                                + "LRYjDGoz0xf6cIebxTVg6UgniUdKrZrTthm2E7jSacFf_IOCy-NNbJ-IjqKCbanTKR74EVpynpX2CoQwzycU4MICEaWm"
                                + "_ItVCK4DDtj3tm5g_aZKAZgDoGw",
                        list.getBytes(UTF_8),
                        rsaKey))
                .isEmpty();
        assertThat(key.fingerprint())
                .as("as openssl tells it")
                .isEqualTo("SHA256:y3m/mv/lrqO00ESRKYkyTJeW1mNmEkqV/6giFCXtIkw=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RS256 | RS384 | The signature of the list has the algorithm RS384; with the exchange's key it is RS256 or PS256",
                "RS256 | PS512 | The signature of the list has the algorithm PS512; with the exchange's key it is RS256 or PS256",
            })
    void otherAlgorithmsAreRefused(String own, String other, String told) throws Exception {
        assertThat(problem(key(own).with(other).sign(LIST), LIST, key(own))).isEqualTo(told);
    }

    /** A header says what a signature would be verified as, and whoever writes it need not be the exchange. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alg\":\"HS256\"} | The signature of the list has the algorithm HS256; with the exchange's key it is EdDSA or Ed25519",
                "{\"alg\":\"ES256\"} | The signature of the list has the algorithm ES256; with the exchange's key it is EdDSA or Ed25519",
                "{\"alg\":\"A\u0000B\"} | The signature of the list has the algorithm A\ufffdB; with the exchange's key it is EdDSA or Ed25519",
                "{\"alg\":\"none\"} | The signature of the list is no detached JWS",
                "{} | The signature of the list is no detached JWS",
                "[] | The signature of the list is no detached JWS",
                "{\"alg\":\"EdDSA\",\"b64\":false} | The signature of the list has crit other than b64, or b64 without crit",
                "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\",\"exp\"],\"exp\":1} | The signature of the list has crit other than b64, or b64 without crit",
                "{\"alg\":\"EdDSA\",\"crit\":[\"exp\"],\"exp\":1} | The signature of the list has crit other than b64, or b64 without crit",
                "{\"alg\":\"EdDSA\",\"crit\":[]} | The signature of the list has crit other than b64, or b64 without crit",
                "{\"alg\":\"EdDSA\",\"crit\":[null]} | The signature of the list has crit other than b64, or b64 without crit",
                "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\",null]} | The signature of the list has crit other than b64, or b64 without crit",
                "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\"],\"kid\":\"x\"} | ''",
            })
    void headersThatAreNotMeantAreRefused(String header, String told) throws Exception {
        String written = header.replace("\u0000", "\\u0000");

        assertThat(problem(ed25519.signAs(written, LIST), LIST, ed25519)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "..", "e30..", "..e30", "e30.e30.e30", "a b..cd", "{\"signature\": \"x\"}"})
    void textsThatAreNoDetachedSignatureAreRefused(String text) {
        assertThat(problem(text, LIST, ec)).isEqualTo(NO_JWS);
    }

    @Test
    void signaturesOfAnotherLengthAreRefused() throws Exception {
        String jws = ec.sign(LIST);

        assertThat(problem(jws.substring(0, jws.length() - 4), LIST, ec)).startsWith("The signature does not fit");
        assertThat(problem(jws + "AAAA", LIST, ec)).startsWith("The signature does not fit");
        assertThat(problem(jws.replaceAll("\\.\\..*", "..A"), LIST, ec)).startsWith("The signature does not fit");
        assertThat(problem(jws.replaceAll("\\.\\..*", ".." + "A".repeat(86)), LIST, ec))
                .as("zeros")
                .startsWith("The signature does not fit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://ix.example.net/members.json | https://ix.example.net/members.json.jws",
                "https://ix.example.net/api/v4/member-export/ixf/1.0?a=b&c=%20d#top | https://ix.example.net/api/v4/member-export/ixf/1.0.jws?a=b&c=%20d",
                "https://ix.example.net | https://ix.example.net/.jws",
                "https://ix.example.net/ | https://ix.example.net/.jws",
                "https://ix.example.net?a | https://ix.example.net/.jws?a",
                "http://user@ix.example.net:8080/a b | http://user@ix.example.net:8080/a%20b.jws",
            })
    void signaturesAreAtTheServerOfTheList(String list, String signature) throws Exception {
        assertThat(FeedSignature.url(list)).isEqualTo(signature);
    }

    @Test
    void keysAreTakenAsProgramsWriteThem() {
        String pem = ec.pem();

        assertThat(FeedKey.of("\r\n" + pem.replace("\n", "\r\n") + "  \n")).contains(ec.key());
        assertThat(ec.key().pem()).isEqualTo(pem);
        assertThat(rsa.key().kind()).isEqualTo(FeedKey.Kind.RSA);
        assertThat(FeedKey.problem(ed25519.pem())).isEmpty();
    }

    @Test
    void otherKeysAreNot() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        RSAPublicKey modulus = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(
                        new RSAPublicKeySpec(BigInteger.ONE.shiftLeft(2047).setBit(0), BigInteger.valueOf(3)));

        assertThat(FeedKey.problem(pem(small))).as("1024 bits").isEqualTo("otherKey");
        assertThat(FeedKey.problem(SigningKey.pem("PUBLIC KEY", modulus.getEncoded())))
                .as("exponent 3")
                .isEqualTo("otherKey");
        assertThat(FeedKey.problem(pem(generator("EC", Curve.P_384.toECParameterSpec()))))
                .isEqualTo("otherKey");
        assertThat(FeedKey.problem(pem(KeyPairGenerator.getInstance("Ed448")))).isEqualTo("otherKey");
        assertThat(FeedKey.problem(pem(KeyPairGenerator.getInstance("X25519")))).isEqualTo("otherKey");
        assertThat(FeedKey.problem(ec.pem().replace("PUBLIC", "PRIVATE"))).isEqualTo("privateKey");
        assertThat(FeedKey.problem("-----BEGIN RSA PRIVATE KEY-----")).isEqualTo("privateKey");
        assertThat(FeedKey.problem(ec.pem().replace("PUBLIC KEY", "CERTIFICATE")))
                .isEqualTo("noKey");
        assertThat(FeedKey.problem("")).isEqualTo("noKey");
        assertThat(FeedKey.problem(ec.pem() + ec.pem())).isEqualTo("noKey");
        assertThat(FeedKey.problem(ec.pem() + " ".repeat(FeedKey.MAX_PEM))).isEqualTo("noKey");
        assertThat(FeedKey.problem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"))
                .isEqualTo("otherKey");
    }

    private static KeyPairGenerator generator(String algorithm, AlgorithmParameterSpec parameters) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters);
        return generator;
    }

    private static String pem(KeyPairGenerator generator) {
        return SigningKey.pem(
                "PUBLIC KEY", generator.generateKeyPair().getPublic().getEncoded());
    }
}
