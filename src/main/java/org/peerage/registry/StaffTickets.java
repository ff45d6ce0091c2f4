package org.peerage.registry;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.OutboxEntry;
import org.peerage.store.RegistryStore;
import org.peerage.store.Ticket;
import org.peerage.store.TicketTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What those who look after the registry are told of, and that there is nothing left to do about it. */
final class StaffTickets {
    private StaffTickets() {}

    static OutboxEntry open(Ticket.Kind kind, String subject, Row row, String actor) {
        return OutboxEntry.ticket(
                kind,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("subject", subject)
                        .put("type", row.type().typeName())
                        .put("id", row.id())
                        .put("actor", actor));
    }

    /**
     * Closes the tickets of what waits in the verification queue no longer (docs/spec/objects.md §1.4), and of what is gone. Mails about
     * what waited that were not sent yet are not sent any more; of others, the one who got them is told if the object is gone.
     */
    static List<OutboxEntry> close(
            List<WorkingCopy.RowChange> changes, String actor, Instant now, RegistryStore.Transaction transaction)
            throws SQLException {
        List<OutboxEntry> told = new ArrayList<>();
        for (WorkingCopy.RowChange change : changes) {
            if (leavesTheQueue(change)) {
                Row row = change.after();
                for (String sent : transaction.takeTickets(row.type(), row.id())) {
                    if (row.status() == Status.DELETED) {
                        told.add(closing(sent, row, actor));
                    }
                }
            }
            if (change.after().type().hasPage()) {
                closeTickets(change, actor, now, transaction);
            }
        }
        return told;
    }

    private static void closeTickets(
            WorkingCopy.RowChange change, String actor, Instant now, RegistryStore.Transaction transaction)
            throws SQLException {
        Row row = change.after();
        boolean gone = row.status() == Status.DELETED || change.isErasure();
        boolean wasThere = change.before() != null && change.before().status() != Status.DELETED;
        if (wasThere && (gone || leavesTheQueue(change))) {
            TicketTable.close(
                    transaction.connection(),
                    row.type().typeName(),
                    row.id(),
                    !gone,
                    gone ? "denied or deleted" : "approved",
                    actor,
                    now);
        }
    }

    private static boolean leavesTheQueue(WorkingCopy.RowChange change) {
        Row before = change.before();
        return before != null
                && before.status() == Status.PENDING
                && change.after().status() != Status.PENDING
                && VerificationQueue.TYPES.contains(before.type());
    }

    private static OutboxEntry closing(String sent, Row row, String actor) {
        JsonNode ticket = JsonMapper.shared().readTree(sent);
        return OutboxEntry.ofTicket(
                ticket.path("ticket").asLong(0),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("subject", "[CLOSED] " + ticket.path("subject").asString(""))
                        .put("type", row.type().typeName())
                        .put("id", row.id())
                        .put("state", "denied or deleted")
                        .put("actor", actor));
    }
}
