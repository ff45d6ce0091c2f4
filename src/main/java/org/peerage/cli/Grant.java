package org.peerage.cli;

import org.peerage.access.Namespace;
import org.peerage.access.Permission;

/** Reads what a command grants. */
final class Grant {
    private Grant() {}

    static Namespace namespace(String text) throws CommandFailed {
        try {
            return new Namespace(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(Messages.of(wrong), 64);
        }
    }

    /** Letters of {@code crud}, or {@code -} for none. */
    static int bits(String letters) throws CommandFailed {
        try {
            return letters.equals("-") ? 0 : Permission.bitsOf(letters);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(Messages.of(wrong), 64);
        }
    }
}
