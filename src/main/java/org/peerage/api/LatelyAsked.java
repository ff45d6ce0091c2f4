package org.peerage.api;

/**
 * What was asked of late, by hash: what is asked for the first time may well be never asked again, and then keeping the answer
 * costs more than making it. It may mistake one question for another, and forgets those whose place another one takes.
 */
final class LatelyAsked {
    private static final int PLACES = 8192;

    /** Threads that write at once may undo each other's word, which costs an answer that is made once more. */
    private final int[] hashes = new int[PLACES];

    /** Remembers a question, and tells whether it was remembered already. */
    boolean again(Object question) {
        int hash = question.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        boolean known = hashes[place] == hash;
        hashes[place] = hash;
        return known;
    }
}
