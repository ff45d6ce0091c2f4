package org.peerage.web.staff;

/**
 * Something in the verification queue.
 *
 * @param typeName tag, or {@code user}
 * @param maker who made it; empty: nobody knows
 */
public record QueueItem(
        String typeName,
        String kind,
        long id,
        String name,
        String owner,
        String ownerLink,
        String since,
        String maker,
        String makerLink) {

    public String link() {
        return "/staff/queue/" + typeName + "/" + id;
    }
}
