package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The logos in the database. Which of them an object has stands in its row; others are left-overs of a broken upload. */
public final class LogoStore {
    private static final String COLUMNS = "hash, media_type, content, created_at, updated_at";

    private final DataSource source;

    public LogoStore(Database database) {
        this.source = database.source();
    }

    public Optional<StoredLogo> find(String typeName, long id, String hash) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT " + COLUMNS + " FROM logo WHERE type = ? AND object_id = ? AND hash = ?")) {
            statement.setString(1, typeName);
            statement.setLong(2, id);
            statement.setString(3, hash);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(new StoredLogo(
                                result.getString(1),
                                result.getString(2),
                                result.getBytes(3),
                                Instant.ofEpochMilli(result.getLong(4)),
                                Instant.ofEpochMilli(result.getLong(5))))
                        : Optional.empty();
            }
        }
    }

    public void put(String typeName, long id, StoredLogo logo) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO logo (type, object_id, " + COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (type, object_id, hash) DO UPDATE SET updated_at = excluded.updated_at")) {
            statement.setString(1, typeName);
            statement.setLong(2, id);
            statement.setString(3, logo.hash());
            statement.setString(4, logo.type());
            statement.setBytes(5, logo.bytes());
            statement.setLong(6, logo.created().toEpochMilli());
            statement.setLong(7, logo.updated().toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** Forgets one logo of an object. */
    public void delete(String typeName, long id, String hash) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("DELETE FROM logo WHERE type = ? AND object_id = ? AND hash = ?")) {
            statement.setString(1, typeName);
            statement.setLong(2, id);
            statement.setString(3, hash);
            statement.executeUpdate();
        }
    }
}
