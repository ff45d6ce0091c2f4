package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of the outbox that are tickets: about an object, for those who look after the registry. */
final class TicketTable {
    private TicketTable() {}

    /** Takes an object's tickets out; the payloads of those that were sent before. */
    static List<String> take(Connection connection, String type, long id) throws SQLException {
        List<String> sent = new ArrayList<>();
        for (TicketRow ticket : find(connection, type, id)) {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM outbox WHERE id = ?")) {
                statement.setLong(1, ticket.id);
                statement.executeUpdate();
            }
            if (ticket.tried) {
                sent.add(ticket.payload);
            }
        }
        return sent;
    }

    private record TicketRow(long id, String payload, boolean tried) {}

    /** As the registry writes them, without spaces; in what people wrote, quotes have a stroke before them. */
    private static List<TicketRow> find(Connection connection, String type, long id) throws SQLException {
        List<TicketRow> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, payload, attempts FROM outbox WHERE kind = 'ticket' AND payload LIKE ? ORDER BY id")) {
            statement.setString(1, "%,\"type\":\"" + type + "\",\"id\":" + id + ",\"actor\":%");
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(new TicketRow(result.getLong(1), result.getString(2), result.getLong(3) > 0));
                }
            }
        }
        return found;
    }
}
