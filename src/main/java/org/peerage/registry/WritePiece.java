package org.peerage.registry;

import java.util.List;
import org.peerage.schema.Row;

/**
 * Operations that stand or fall together within a write of several such pieces; see {@link Editor#submitEach}.
 *
 * @param expected rows as they have to be still
 */
public record WritePiece(List<Row> expected, List<Operation> operations) {
    public WritePiece {
        expected = List.copyOf(expected);
        operations = List.copyOf(operations);
    }
}
