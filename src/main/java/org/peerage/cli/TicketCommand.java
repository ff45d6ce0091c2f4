package org.peerage.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.peerage.access.AccountStoreException;
import org.peerage.access.Accounts;
import org.peerage.accounts.tickets.ReceivedMail;
import org.peerage.accounts.tickets.Tickets;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.Ticket;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ticket}: lists tickets, and takes mails in which people answer. */
@Command(
        name = "ticket",
        description = "List tickets, or take a mail that answers one.",
        mixinStandardHelpOptions = true)
public final class TicketCommand implements Runnable {
    private static final int MAX_LISTED = 10_000;

    /** A mail server keeps the mail and hands it over again (sysexits.h, EX_TEMPFAIL); for all else it would tell its sender. */
    private static final int TRY_LATER = 75;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list or receive?");
    }

    @Command(name = "list", description = "List tickets, the last changed first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin DatabaseOptions options,
            @Parameters(
                            paramLabel = "STATE",
                            arity = "0..1",
                            defaultValue = "open",
                            description = "open, waiting, done or all (${DEFAULT-VALUE}).")
                    String state)
            throws DatabaseUnusableException, CommandException {
        Optional<Ticket.State> wanted = Ticket.State.parse(state);
        if (wanted.isEmpty() && !state.equals("all")) {
            throw new CommandException("tickets are open, waiting or done, not " + state, 64);
        }
        try (OpenAccounts open = OpenAccounts.of(options)) {
            for (Ticket ticket : tickets(open).list(wanted, "", MAX_LISTED, 0)) {
                System.out.println(
                        ticket.id() + "\t" + ticket.state().word() + "\t" + ticket.changed() + "\t" + ticket.subject());
            }
        }
        return 0;
    }

    @Command(
            name = "receive",
            description = {
                "Take a mail (RFC 5322) from the standard input, as a mail server gives it to a program.",
                "What is none of an answer is left to the mailbox beside it, without an error; where the database does not"
                        + " answer, the mail server is asked to try again (75)."
            },
            mixinStandardHelpOptions = true)
    int receive(@Mixin DatabaseOptions options) throws CommandException {
        try (OpenAccounts open = OpenAccounts.of(options)) {
            System.err.println(
                    switch (ReceivedMail.take(System.in, tickets(open))) {
                        case NOTED -> "noted";
                        case AUTOMATIC -> "not noted: a machine wrote it";
                        case NO_TICKET -> "not noted: it answers none of ours";
                        case TOO_MANY -> "not noted: the ticket takes no more mails";
                        case UNREADABLE -> "not noted: it cannot be read";
                    });
            return 0;
        } catch (CommandException | DatabaseUnusableException | AccountStoreException | IOException unusable) {
            throw new CommandException(String.valueOf(unusable.getMessage()), TRY_LATER);
        }
    }

    private static Tickets tickets(OpenAccounts open) {
        return new Tickets(open.database().source(), new Accounts(open.store()), Clock.systemUTC(), () -> {});
    }
}
