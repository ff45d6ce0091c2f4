package org.peerage.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
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
    private static final int BAD_DATA = 65;

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
            description = "Take a mail (RFC 5322) from the standard input, as a mail server gives it to a program.",
            mixinStandardHelpOptions = true)
    int receive(@Mixin DatabaseOptions options) throws DatabaseUnusableException, CommandException, IOException {
        try (OpenAccounts open = OpenAccounts.of(options)) {
            return switch (ReceivedMail.take(System.in, tickets(open))) {
                case NOTED, AUTOMATIC -> 0;
                case NO_TICKET -> throw new CommandException("the mail answers none of ours", BAD_DATA);
                case TOO_MANY -> throw new CommandException("the ticket takes no more mails", BAD_DATA);
                case UNREADABLE -> throw new CommandException("the mail is not readable", BAD_DATA);
            };
        }
    }

    private static Tickets tickets(OpenAccounts open) {
        return new Tickets(open.database().source(), new Accounts(open.store()), Clock.systemUTC(), () -> {});
    }
}
