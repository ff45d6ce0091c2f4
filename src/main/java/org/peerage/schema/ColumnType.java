package org.peerage.schema;

/** How a value lies in a database column, the same in both databases. Times are epoch seconds in {@link #INTEGER}. */
public enum ColumnType {
    INTEGER,
    DECIMAL,
    BOOLEAN,
    TEXT
}
