package org.peerage.store;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import org.sqlite.SQLiteErrorCode;

/** What a failure of the database means for a write. */
public final class SqlErrors {
    private static final int PRIMARY_CODE = 0xff;

    private SqlErrors() {}

    /** Whether a unique index, foreign key or check of the database forbids what was written. */
    public static boolean isConflict(SQLException failure) {
        // An SQLException iterates over its causes and over the failures chained to it.
        for (Throwable cause : failure) {
            if (cause instanceof SQLIntegrityConstraintViolationException
                    || (cause instanceof SQLException sql && isConstraint(sql))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the server itself said that it did not commit; where it said nothing, or was going down, it may have. */
    public static boolean isRolledBack(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("23")
                        || (state.startsWith("40") && !state.equals("40003"))
                        || state.equals("55P03")
                        || state.equals("57014"));
    }

    /** Whether the connection is gone, which the server may have ended because nothing was heard. */
    public static boolean isConnectionLost(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P") || state.equals("25P03"));
    }

    /** Whether somebody else held a lock for longer than we wait; the database is well. */
    public static boolean isBusy(SQLException failure) {
        return "55P03".equals(failure.getSQLState())
                || (failure instanceof org.sqlite.SQLiteException
                        && (failure.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_BUSY.code);
    }

    /**
     * Whether SQLite may have ended the transaction by itself, of which its driver does not learn: the next one on that
     * connection would be no transaction, but each of its statements one.
     */
    static boolean isEndOfTransaction(SQLException failure) {
        return failure instanceof org.sqlite.SQLiteException
                && switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY_CODE)) {
                    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CONSTRAINT, SQLITE_CORRUPT, SQLITE_NOTADB -> false;
                    default -> true;
                };
    }

    /** Whether the database's file is not what it should be. */
    public static boolean isCorruption(SQLException failure) {
        int code = failure.getErrorCode() & PRIMARY_CODE;
        return failure instanceof org.sqlite.SQLiteException
                && (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code);
    }

    private static boolean isConstraint(SQLException failure) {
        String state = failure.getSQLState();
        return (state != null && state.startsWith("23"))
                || (failure instanceof org.sqlite.SQLiteException
                        && (failure.getErrorCode() & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_CONSTRAINT.code);
    }
}
