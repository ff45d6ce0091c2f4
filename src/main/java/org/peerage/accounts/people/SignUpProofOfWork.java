package org.peerage.accounts.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import org.peerage.accounts.SignedTokens;
import org.peerage.i18n.Messages;

/**
 * Keeps programs from signing up in masses, without asking anybody else and without riddles: a form's word is good
 * once, and comes with a proof of work, which browsers find in a moment, or, without scripts, after some seconds that
 * people need for filling the form in anyway.
 */
public final class SignUpProofOfWork {
    /** Leading zero bits of the hash; a browser tries some 65,000 times, a tenth of a second. */
    public static final int BITS = 16;

    private static final Duration MIN_AGE = Duration.ofSeconds(5);
    private static final Duration MAX_AGE = Duration.ofHours(6);
    private static final int MAX_PROOF_LENGTH = 40;

    private final SignedTokens tokens;

    SignUpProofOfWork(SignedTokens tokens) {
        this.tokens = tokens;
    }

    /** The word for a form of a browser. */
    public String token(String bound) {
        return tokens.issue("form", bound);
    }

    /** Why a form is not to be taken yet; a quick one may be sent again as it is. */
    public enum FormProblem {
        EXPIRED("signUp.expired"),
        TOO_QUICK("signUp.tooQuick");

        private final String message;

        FormProblem(String message) {
            this.message = message;
        }

        /** What to tell the person. */
        public String text() {
            return Messages.current().text(message);
        }
    }

    /** What is wrong, if the form is not to be taken yet. */
    public Optional<FormProblem> problem(String bound, String token, String proof) {
        Optional<Duration> age = tokens.ageOf("form", bound, token);
        if (age.isEmpty() || age.get().compareTo(MAX_AGE) > 0) {
            return Optional.of(FormProblem.EXPIRED);
        }
        if (!proves(token, proof) && age.get().compareTo(MIN_AGE) < 0) {
            return Optional.of(FormProblem.TOO_QUICK);
        }
        return Optional.empty();
    }

    /** Whether the word was good still; it is not any more. */
    public boolean consume(String token) {
        return tokens.consume(token);
    }

    /** Whether the hash of word and proof begins with enough zeros. */
    static boolean proves(String token, String proof) {
        if (proof.isEmpty() || proof.length() > MAX_PROOF_LENGTH) {
            return false;
        }
        byte[] hash = sha256(token + ":" + proof);
        int zeros = 0;
        for (byte b : hash) {
            int leading = Integer.numberOfLeadingZeros(b & 0xFF) - 24;
            zeros += leading;
            if (leading < 8) {
                break;
            }
        }
        return zeros >= BITS;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
