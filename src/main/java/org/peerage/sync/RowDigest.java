package org.peerage.sync;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** A hash of rows: of what the API shows of them, in order of id. */
final class RowDigest {
    private RowDigest() {}

    static SyncResult.VerifiedType of(Collection<Row> rows) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            rows.stream().sorted(Comparator.comparingLong(Row::id)).forEach(row -> add(hash, row));
            return new SyncResult.VerifiedType(rows.size(), HexFormat.of().formatHex(hash.digest()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void add(MessageDigest hash, Row row) {
        StringBuilder text = new StringBuilder();
        for (Field<?> field : row.type().fields()) {
            if (!field.isHidden()) {
                String value = field.text(row);
                text.append(value == null ? "-" : value.length() + ":" + value).append('|');
            }
        }
        hash.update(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
}
