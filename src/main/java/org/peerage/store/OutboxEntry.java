package org.peerage.store;

import tools.jackson.databind.node.ObjectNode;

/**
 * What is to happen outside because of a write: kept with it in the outbox, and delivered later.
 *
 * @param kind such as {@code ticket}
 * @param payload JSON
 */
public record OutboxEntry(String kind, String payload) {
    private static final String TICKET = "ticket";

    /**
     * Something for those who look after the registry: a ticket, and a mail about it.
     *
     * @param payload subject, type, id and actor, in this order, and what else the mail says
     */
    public static OutboxEntry ticket(Ticket.Kind kind, ObjectNode payload) {
        return new OutboxEntry(TICKET, payload.put("kind", kind.word()).toString());
    }

    /** A further mail about a ticket, which its payload names. */
    public static OutboxEntry ofTicket(long ticket, ObjectNode payload) {
        return new OutboxEntry(TICKET, payload.put(TICKET, ticket).toString());
    }

    boolean isTicket() {
        return kind.equals(TICKET);
    }
}
