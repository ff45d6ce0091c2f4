package org.peerage;

import org.peerage.cli.Commands;

/** The main class: commands to their handlers, nothing else. */
public final class Peerage {
    private Peerage() {}

    public static void main(String[] arguments) {
        System.exit(Commands.run(arguments));
    }
}
