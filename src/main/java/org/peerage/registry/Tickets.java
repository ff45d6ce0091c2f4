package org.peerage.registry;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.peerage.registry.rules.Work;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Effect;
import org.peerage.store.RegistryStore;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What those who look after the registry are told of, and that there is nothing left to do about it. */
final class Tickets {
    private Tickets() {}

    static Effect about(String subject, Row row, String actor) {
        return ticket(JsonNodeFactory.instance
                .objectNode()
                .put("subject", subject)
                .put("type", row.type().tag())
                .put("id", row.id())
                .put("actor", actor));
    }

    private static Effect ticket(ObjectNode payload) {
        return new Effect("ticket", payload.toString());
    }

    /**
     * Closes the tickets of what waits in the verification queue no longer (docs/spec/objects.md §1.4): those that were not sent
     * yet are not sent any more; of others, the one who got them is told if the object is gone.
     */
    static List<Effect> close(List<Work.Touch> touches, String actor, RegistryStore.Transaction transaction)
            throws SQLException {
        List<Effect> told = new ArrayList<>();
        for (Work.Touch touch : touches) {
            if (leavesTheQueue(touch)) {
                Row row = touch.after();
                for (String sent : transaction.takeTickets(row.type(), row.id())) {
                    if (row.status() == Status.DELETED) {
                        told.add(closing(sent, row, actor));
                    }
                }
            }
        }
        return told;
    }

    private static boolean leavesTheQueue(Work.Touch touch) {
        Row before = touch.before();
        return before != null
                && before.status() == Status.PENDING
                && touch.after().status() != Status.PENDING
                && VerificationQueue.TYPES.contains(before.type());
    }

    private static Effect closing(String sent, Row row, String actor) {
        String subject = JsonMapper.shared().readTree(sent).path("subject").asString("");
        return ticket(JsonNodeFactory.instance
                .objectNode()
                .put("subject", "[CLOSED] " + subject)
                .put("type", row.type().tag())
                .put("id", row.id())
                .put("state", "denied or deleted")
                .put("actor", actor));
    }
}
