package org.peerage.store.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;

/** Some thousand neighbouring rows of one type, field by field, which are written and read on their own. */
final class Chunk {
    static final int ROWS = 8192;

    private Chunk() {}

    static byte[] write(ObjectType type, List<Row> rows) {
        ByteSink out = new ByteSink();
        for (Field<?> field : type.fields()) {
            byte[] column = new ColumnWriter<>(field).write(rows);
            out.unsigned(column.length);
            out.all(column);
        }
        return out.toByteArray();
    }

    static List<Row> read(ObjectType type, int rows, ByteSource in) throws IOException {
        List<ColumnReader<?>> columns = new ArrayList<>();
        for (Field<?> field : type.fields()) {
            columns.add(new ColumnReader<>(field, in.part(in.count())));
        }
        List<Row> read = new ArrayList<>(rows);
        Row.Builder row = type.row(); // each row sets all its fields, so that one builder serves for all
        for (int i = 0; i < rows; i++) {
            for (ColumnReader<?> column : columns) {
                column.next(row);
            }
            read.add(row.build());
        }
        return read;
    }

    static long checksum(byte[] bytes, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, length);
        return checksum.getValue();
    }
}
