package org.peerage.web.imports;

import java.util.List;

/**
 * What exchanges propose to a network, as its page tells it.
 *
 * @param automatic whether exchanges change its connections themselves
 * @param hidden how many of them it has dismissed
 * @param allMuted whether it gets no mails at all
 * @param owners who sets what, at each exchange that imports its list
 */
public record SuggestionsView(
        long network,
        String name,
        boolean automatic,
        List<Group> groups,
        int hidden,
        boolean allMuted,
        List<Owners> owners) {
    public SuggestionsView {
        groups = List.copyOf(groups);
        owners = List.copyOf(owners);
    }

    /** Who sets the fields of the network's connections at an exchange, in the order of {@code FeedSettings.FIELDS}. */
    public record Owners(long exchange, String name, List<String> owners) {
        public Owners {
            owners = List.copyOf(owners);
        }
    }

    /**
     * Proposals of one exchange.
     *
     * @param muted whether there are no mails about it
     */
    public record Group(long exchange, String name, boolean muted, List<Suggestion> suggestions) {
        public Group {
            suggestions = List.copyOf(suggestions);
        }
    }

    /**
     * A proposal.
     *
     * @param what add, modify or delete
     * @param connection its addresses
     * @param fields that can be taken over, each for itself
     * @param merged connections that would be deleted with it
     * @param problems why it cannot be done as it is, or could not just now
     * @param entry what the exchange's list has, JSON; empty: nothing
     */
    public record Suggestion(
            long id,
            String what,
            String connection,
            List<Change> fields,
            List<String> merged,
            String reason,
            List<String> problems,
            String pointer,
            String entry,
            String since) {
        public Suggestion {
            fields = List.copyOf(fields);
            merged = List.copyOf(merged);
            problems = List.copyOf(problems);
        }
    }

    /** A field, as it is and as it would be; empty: nothing. */
    public record Change(String field, String label, String before, String after) {}
}
