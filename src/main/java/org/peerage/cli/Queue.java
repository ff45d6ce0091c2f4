package org.peerage.cli;

import java.sql.SQLException;
import java.time.Clock;
import org.peerage.accounts.Audit;
import org.peerage.registry.Operation;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.DatabaseUnusable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code queue}: what waits for approval. Mail goes out only from the page of the same name. */
@Command(
        name = "queue",
        description = "Approve or deny what waits in the verification queue (sends no mail).",
        mixinStandardHelpOptions = true)
public final class Queue implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, approve or deny?");
    }

    @Command(name = "list", description = "List what waits.", mixinStandardHelpOptions = true)
    int list(@Mixin DatabaseOptions database) throws DatabaseUnusable, SQLException, CommandFailed {
        try (OpenRegistry open = OpenRegistry.of(database)) {
            for (Row row : VerificationQueue.of(open.current())) {
                String name = row.type()
                        .field("name")
                        .map(field -> String.valueOf(row.find(field)))
                        .orElse("");
                System.out.println(row.type().tag() + "\t" + row.id() + "\t" + name);
            }
        }
        return 0;
    }

    @Command(name = "approve", description = "Let an object in.", mixinStandardHelpOptions = true)
    int approve(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "TYPE") String tag,
            @Parameters(paramLabel = "ID") long id)
            throws DatabaseUnusable, SQLException, CommandFailed {
        ObjectType type = type(tag);
        try (OpenRegistry open = OpenRegistry.of(database)) {
            open.submit(new Operation.Approve(type, id));
            note(open, "approve", type, id, "");
        }
        System.out.println("approved");
        return 0;
    }

    @Command(name = "deny", description = "Turn an object away, for good.", mixinStandardHelpOptions = true)
    int deny(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "TYPE") String tag,
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--reason", required = true, description = "For the audit.") String reason)
            throws DatabaseUnusable, SQLException, CommandFailed {
        ObjectType type = type(tag);
        try (OpenRegistry open = OpenRegistry.of(database)) {
            open.submit(new Operation.Deny(type, id));
            note(open, "deny", type, id, reason);
        }
        System.out.println("denied");
        return 0;
    }

    private static ObjectType type(String tag) throws CommandFailed {
        return Types.byTag(tag)
                .filter(VerificationQueue.TYPES::contains)
                .orElseThrow(
                        () -> new CommandFailed("there is no queue of " + tag + ": org, ix, fac, carrier, net", 64));
    }

    private static void note(OpenRegistry open, String action, ObjectType type, long id, String detail) {
        new Audit(open.database().source(), Clock.systemUTC())
                .note(OpenRegistry.OPERATOR.actor(), action, type.tag() + ":" + id, detail, "");
    }
}
