package org.peerage.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountStoreException;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.SqlErrors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** All commands (design: commands), and what the program ends with. */
@Command(
        name = "peerage",
        description = "A registry of network interconnection data.",
        mixinStandardHelpOptions = true,
        version = "Peerage " + ServerInfo.VERSION)
public final class Commands implements Runnable {
    private static final List<Class<?>> SUBCOMMANDS =
            List.of(CommandTree.class.getAnnotation(Command.class).subcommands());
    private static final int USAGE = 64;
    private static final int BUG = 70;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a command line; returns the exit code, as of {@code sysexits.h}. */
    public static int run(String... arguments) {
        CommandLine line = new CommandLine(new Commands());
        // Looking at the options of each command takes longer than most commands: of a known one that is not done.
        List<Class<?>> named = SUBCOMMANDS.stream()
                .filter(command -> arguments.length > 0 && nameOf(command).equals(arguments[0]))
                .toList();
        (named.isEmpty() ? SUBCOMMANDS : named).forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        line.setParameterExceptionHandler((wrong, given) -> {
            System.err.println("peerage: " + wrong.getMessage());
            tellUsage(wrong);
            return USAGE;
        });
        return line.execute(arguments);
    }

    /** The subcommands where one is missing; else no pages of options, under which what is wrong would be lost. */
    private static void tellUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (!command.getSubcommands().isEmpty()) {
            command.usage(System.err);
            return;
        }
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        System.err.println(command.getCommandSpec().qualifiedName() + " --help lists the options.");
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static int failed(Exception failure) {
        return switch (failure) {
            case CommandException expected -> fail(expected.getMessage(), expected.exitCode());
            case DatabaseUnusableException unusable -> fail(unusable.getMessage(), unusable.exitCode());
            case AccountStoreException broken -> fail(ErrorMessages.of(broken), DatabaseUnusableException.IO_ERROR);
            case SQLException broken
            when SqlErrors.isCorruption(broken) ->
                fail("the database is damaged: " + ErrorMessages.of(broken), DatabaseUnusableException.BAD_DATA);
            case SQLException broken ->
                fail("the database says: " + ErrorMessages.of(broken), DatabaseUnusableException.IO_ERROR);
            case UncheckedIOException failed -> fail(ErrorMessages.of(failed), DatabaseUnusableException.IO_ERROR);
            case IOException failed -> fail(ErrorMessages.of(failed), DatabaseUnusableException.IO_ERROR);
            default -> {
                LoggerFactory.getLogger(Commands.class).error("a bug", failure);
                yield fail("an internal error: " + failure, BUG);
            }
        };
    }

    private static int fail(@Nullable String message, int exitCode) {
        System.err.println("peerage: " + message);
        return exitCode;
    }
}
