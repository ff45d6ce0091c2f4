package org.peerage.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that those who look after the registry are to see to (docs/spec/operations.md §2).
 *
 * @param objectType of what it is about; empty: no object; {@code affiliation}: a request to join an organization
 * @param actor whose doing caused it, as the log of changes names them
 * @param thread of the mails about it; whoever knows it got one
 * @param changed when somebody did something about it last
 */
public record Ticket(
        long id,
        Kind kind,
        String subject,
        State state,
        String objectType,
        long objectId,
        String actor,
        String thread,
        Instant created,
        Instant changed) {

    /** What it came from. */
    public enum Kind {
        QUEUE,
        AFFILIATION,
        PROTECTED,
        RDAP,
        RIR,
        IXF;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElse(QUEUE);
        }
    }

    /** Whose turn it is. */
    public enum State {
        OPEN,
        /** For the person's answer. */
        WAITING,
        DONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<State> parse(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst();
        }
    }

    /** Something said or done about a ticket. */
    public record Message(Instant at, String author, MessageKind kind, String text) {}

    /** How something is said. */
    public enum MessageKind {
        /** By what opened the ticket. */
        ASKED,
        /** To the person, by mail. */
        ANSWER,
        /** By the person, by mail. */
        RECEIVED,
        /** Among those who look after the registry. */
        NOTE,
        /** The state became another one. */
        STATE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
