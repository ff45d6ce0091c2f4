package org.peerage.copies;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes the bytes of a file on their way, as the list of files tells them. */
final class FileHash {
    private final MessageDigest digest;
    private long count;

    FileHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void add(byte[] bytes, int start, int length) {
        digest.update(bytes, start, length);
        count += length;
    }

    /** How many bytes there were. */
    long count() {
        return count;
    }

    /** The SHA-256 of all of them, once. */
    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
