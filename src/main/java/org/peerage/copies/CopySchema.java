package org.peerage.copies;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;

/** Which keys rows have: programs that know the same ones write a row alike. */
public final class CopySchema {
    /** A hash of the names of types and keys, in their order. */
    public static final String HASH = hash();

    private CopySchema() {}

    private static String hash() {
        StringBuilder names = new StringBuilder();
        for (ObjectType type : ObjectTypes.ALL) {
            names.append(type.typeName());
            for (JsonKey key : type.keys()) {
                names.append(' ').append(key.name());
            }
            names.append('\n');
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(names.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
