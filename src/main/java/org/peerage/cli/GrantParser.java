package org.peerage.cli;

import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;

/** Reads what a command grants, and writes what was granted. */
final class GrantParser {
    private GrantParser() {}

    static Namespace namespace(String text) throws CommandException {
        try {
            return new Namespace(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ErrorMessages.of(wrong), 64);
        }
    }

    /** Letters of {@code crud}, or {@code -} for none. */
    static int bits(String letters) throws CommandException {
        try {
            return letters.equals("-") ? 0 : Permission.bitsOf(letters);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ErrorMessages.of(wrong), 64);
        }
    }

    /** As {@code --grant} takes them, with commas between. */
    static String text(Map<Namespace, Integer> grants) {
        return grants.entrySet().stream()
                .map(grant -> grant.getKey() + "=" + Permission.lettersOf(grant.getValue()))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
