package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to leave, in the database. */
public final class OutboxTable {
    private OutboxTable() {}

    /** Puts effects into the outbox: they are delivered once the connection's transaction is committed. */
    public static void add(Connection connection, List<OutboxEntry> effects, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO outbox (kind, payload, created_at, next_attempt_at) VALUES (?, ?, ?, ?)")) {
            for (OutboxEntry effect : effects) {
                Optional<String> payload = effect.isTicket()
                        ? TicketTable.open(connection, effect.payload(), at)
                        : Optional.of(effect.payload());
                if (payload.isEmpty()) {
                    continue;
                }
                statement.setString(1, effect.kind());
                statement.setString(2, payload.get());
                statement.setLong(3, at.getEpochSecond());
                statement.setLong(4, at.getEpochSecond());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
