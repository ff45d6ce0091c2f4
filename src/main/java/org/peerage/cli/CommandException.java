package org.peerage.cli;

/** A command could not do what it was told; the message is one line for the person who typed it. */
final class CommandException extends Exception {
    private final int exitCode;

    CommandException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
