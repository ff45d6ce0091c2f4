package org.peerage.store;

/**
 * What is to happen outside because of a write: kept with it in the outbox, and delivered later.
 *
 * @param kind such as {@code ticket}
 * @param payload JSON
 */
public record OutboxEntry(String kind, String payload) {}
