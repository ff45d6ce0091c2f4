package org.peerage.access;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what follows {@code Basic}, as forgiving as Python's base64 is, and with its complaints (cases {@code auth}). */
sealed interface BasicCredentials {

    record ParsedCredentials(String username, String password) implements BasicCredentials {
        @Override
        public String toString() {
            return username + ":…";
        }
    }

    record UnreadableCredentials(AuthenticationResult.AuthenticationFailed failure) implements BasicCredentials {}

    static BasicCredentials parse(String credentials) {
        if (credentials.isEmpty()) {
            return new UnreadableCredentials(AuthenticationResult.AuthenticationFailed.challenge(
                    "Invalid basic header. No credentials provided."));
        }
        if (credentials.indexOf(' ') >= 0) {
            return new UnreadableCredentials(AuthenticationResult.AuthenticationFailed.challenge(
                    "Invalid basic header. Credentials string should not contain spaces."));
        }
        Optional<byte[]> decoded = decode(credentials);
        if (decoded.isEmpty()) {
            return new UnreadableCredentials(
                    AuthenticationResult.AuthenticationFailed.plain(400, "Corrupt base64 input."));
        }
        return split(decoded.get());
    }

    private static BasicCredentials split(byte[] decoded) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
            int colon = text.indexOf(':');
            return colon < 0
                    ? new UnreadableCredentials(AuthenticationResult.AuthenticationFailed.plain(400, "Invalid Input."))
                    : new ParsedCredentials(text.substring(0, colon), text.substring(colon + 1));
        } catch (CharacterCodingException e) {
            return new UnreadableCredentials(AuthenticationResult.AuthenticationFailed.plain(400, "Invalid Input."));
        }
    }

    /** Passes over what isn't base64, and ends at padding; empty when letters are missing. */
    private static Optional<byte[]> decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int letters = 0;
        int padding = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = value(c);
            if (c == '=' && letters >= 2 && letters + ++padding >= 4) {
                return Optional.of(bytes.toByteArray());
            }
            if (value >= 0) {
                padding = 0;
                bits = bits << 6 | value;
                letters = (letters + 1) % 4;
                if (letters != 1) {
                    bytes.write(bits >>> (6 - 2 * ((letters + 3) % 4)));
                }
            }
        }
        return letters == 0 ? Optional.of(bytes.toByteArray()) : Optional.empty();
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
