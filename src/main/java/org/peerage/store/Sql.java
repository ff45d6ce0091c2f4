package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Statements with parameters on one connection, in the SQL that SQLite and PostgreSQL share. */
public record Sql(Connection connection) {
    private static final int UNKNOWN = 0xFFFD;

    /** Reads one row. */
    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** Something done with rows. */
    public interface SqlWork<T> {
        T run(Sql sql) throws SQLException;
    }

    public static <T> T withConnection(DataSource database, SqlWork<T> work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return work.run(new Sql(connection));
        }
    }

    /** Something done as a whole, or not at all. */
    public static <T> T inTransaction(DataSource database, SqlWork<T> work) throws SQLException {
        return withConnection(database, sql -> {
            Connection connection = sql.connection;
            connection.setAutoCommit(false);
            try {
                T result = work.run(sql);
                DurableCommit.of(connection);
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    /** What would become of something: it is done, and taken back. */
    public static <T> T inTrial(DataSource database, SqlWork<T> work) throws SQLException {
        return withConnection(database, sql -> {
            sql.connection.setAutoCommit(false);
            try {
                return work.run(sql);
            } finally {
                sql.connection.rollback();
                sql.connection.setAutoCommit(true);
            }
        });
    }

    public <T> List<T> query(String sql, RowMapper<T> reader, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet found = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(reader.map(found));
            }
            return rows;
        }
    }

    /** How many rows it changed. */
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** The id that {@code returning id} gives. */
    public long insert(String sql, @Nullable Object... parameters) throws SQLException {
        return query(sql, row -> row.getLong(1), parameters).getFirst();
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i] instanceof String text ? storable(text) : parameters[i]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /**
     * A text that strangers may have sent, as both databases take it: PostgreSQL has none with NUL, and would refuse the whole
     * write, and halves of surrogate pairs, which JSON can name (RFC 8259 §8.2), have no UTF-8.
     */
    public static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? UNKNOWN : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    public static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
