package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Answers to requests with an Idempotency-Key. */
final class IdempotencyTable {
    private IdempotencyTable() {}

    static Optional<IdempotencyRecord> find(Connection connection, String actor, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT request, status, headers, body FROM idempotency WHERE actor = ? AND idempotency_key = ?")) {
            statement.setString(1, actor);
            statement.setString(2, key);
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? Optional.of(new IdempotencyRecord(
                                result.getString(1), result.getInt(2), result.getString(3), result.getString(4)))
                        : Optional.empty();
            }
        }
    }

    static void put(Connection connection, String actor, String key, IdempotencyRecord answer, Instant at)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO idempotency"
                        + " (actor, idempotency_key, request, status, headers, body, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, actor);
            statement.setString(2, key);
            statement.setString(3, answer.request());
            statement.setInt(4, answer.status());
            statement.setString(5, answer.headers());
            statement.setString(6, answer.body());
            statement.setLong(7, at.getEpochSecond());
            statement.executeUpdate();
        }
    }
}
