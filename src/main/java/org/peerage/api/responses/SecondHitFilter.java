package org.peerage.api.responses;

/**
 * What was asked of late, by hash: what is asked for the first time may well be never asked again, and then keeping the answer
 * costs more than making it. It may mistake one question for another, and forgets those whose place another one takes.
 */
final class SecondHitFilter {
    private static final int SLOTS = 8192;

    /** Threads that write at once may undo each other's word, which costs an answer that is made once more. */
    private final int[] hashes = new int[SLOTS];

    /** Remembers a question, and tells whether it was remembered already. */
    boolean seenBefore(Object question) {
        int hash = question.hashCode();
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        boolean known = hashes[slot] == hash;
        hashes[slot] = hash;
        return known;
    }
}
