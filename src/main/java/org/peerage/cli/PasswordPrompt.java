package org.peerage.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Asks for a password: on the terminal without showing it, else the first line of the standard input. */
final class PasswordPrompt {
    private static final int MIN_LENGTH = 8;

    private PasswordPrompt() {}

    /** Never from the command line, which every user of the machine can see. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    static String newPassword(String user) throws CommandException, IOException {
        Console console = System.console();
        String password = console == null ? firstLine() : typed(console, user);
        if (password == null || password.length() < MIN_LENGTH) {
            throw new CommandException("a password has at least " + MIN_LENGTH + " characters", 65);
        }
        return password;
    }

    private static @Nullable String firstLine() throws IOException {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private static @Nullable String typed(Console console, String user) throws CommandException {
        char[] once = console.readPassword("Password for %s: ", user);
        char[] twice = console.readPassword("Once more: ");
        if (once == null || twice == null) {
            return null;
        }
        if (!Arrays.equals(once, twice)) {
            throw new CommandException("these were two different passwords", 65);
        }
        return new String(once);
    }
}
