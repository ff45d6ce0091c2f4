package org.peerage.cli;

import picocli.CommandLine.Command;

/** All commands in one, from which picocli makes manual pages and completions for shells; {@link Commands} runs them. */
@Command(
        name = "peerage",
        description = "A registry of network interconnection data.",
        mixinStandardHelpOptions = true,
        version = "Peerage " + ServerInfo.VERSION,
        subcommands = {
            Serve.class,
            Load.class,
            Export.class,
            Backup.class,
            Restore.class,
            Doctor.class,
            Redact.class,
            HistoryCommand.class,
            Sync.class,
            Copies.class,
            AotTraining.class,
            RunJob.class,
            Tool.class,
            Stats.class,
            TicketCommand.class,
            User.class,
            Key.class,
            OrgCommand.class,
            Queue.class
        })
final class CommandTree {}
