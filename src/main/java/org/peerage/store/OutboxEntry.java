package org.peerage.store;

import tools.jackson.databind.node.ObjectNode;

/**
 * What is to happen outside because of a write: kept with it in the outbox, and delivered later.
 *
 * @param kind such as {@code ticket}
 * @param payload JSON
 */
public record OutboxEntry(String kind, String payload) {
    /** Something for those who look after the registry. */
    public static OutboxEntry ticket(ObjectNode payload) {
        return new OutboxEntry("ticket", payload.toString());
    }
}
