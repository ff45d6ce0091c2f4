package org.peerage.store.checkpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;

/** What types look like to this program, as a hash: a checkpoint of another shape is of no use. */
final class SchemaHash {
    private SchemaHash() {}

    static String of(List<ObjectType> types) {
        StringBuilder shape = new StringBuilder("1");
        for (ObjectType type : types) {
            shape.append('\n').append(type.typeName());
            for (Field<?> field : type.fields()) {
                shape.append(' ')
                        .append(field.name())
                        .append(':')
                        .append(field.type().kind())
                        .append('/')
                        .append(field.type().storage());
            }
        }
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(hash.digest(shape.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
