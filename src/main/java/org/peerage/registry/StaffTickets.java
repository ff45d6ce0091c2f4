package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.OutboxEntry;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What those who look after the registry are told of, and that there is nothing left to do about it. */
final class StaffTickets {
    private StaffTickets() {}

    static OutboxEntry open(String subject, Row row, String actor) {
        return OutboxEntry.ticket(JsonNodeFactory.instance
                .objectNode()
                .put("subject", subject)
                .put("type", row.type().typeName())
                .put("id", row.id())
                .put("actor", actor));
    }

    /**
     * Closes the tickets of what waits in the verification queue no longer (docs/spec/objects.md §1.4): those that were not sent
     * yet are not sent any more; of others, the one who got them is told if the object is gone.
     */
    static List<OutboxEntry> close(
            List<WorkingCopy.RowChange> changes, String actor, RegistryStore.Transaction transaction)
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
        }
        return told;
    }

    private static boolean leavesTheQueue(WorkingCopy.RowChange change) {
        Row before = change.before();
        return before != null
                && before.status() == Status.PENDING
                && change.after().status() != Status.PENDING
                && VerificationQueue.TYPES.contains(before.type());
    }

    private static OutboxEntry closing(String sent, Row row, String actor) {
        String subject = JsonMapper.shared().readTree(sent).path("subject").asString("");
        return OutboxEntry.ticket(JsonNodeFactory.instance
                .objectNode()
                .put("subject", "[CLOSED] " + subject)
                .put("type", row.type().typeName())
                .put("id", row.id())
                .put("state", "denied or deleted")
                .put("actor", actor));
    }
}
