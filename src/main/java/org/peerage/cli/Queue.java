package org.peerage.cli;

import java.sql.SQLException;
import java.time.Clock;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.Operation;
import org.peerage.registry.VerificationQueue;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.DatabaseUnusableException;
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
    int list(@Mixin DatabaseOptions database) throws DatabaseUnusableException, SQLException, CommandException {
        try (OpenRegistry open = OpenRegistry.of(database)) {
            for (Row row : VerificationQueue.of(open.current())) {
                String name = row.type()
                        .field("name")
                        .map(field -> String.valueOf(row.find(field)))
                        .orElse("");
                System.out.println(row.type().typeName() + "\t" + row.id() + "\t" + name);
            }
        }
        return 0;
    }

    @Command(name = "approve", description = "Let an object in.", mixinStandardHelpOptions = true)
    int approve(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "TYPE") String typeName,
            @Parameters(paramLabel = "ID") long id)
            throws DatabaseUnusableException, SQLException, CommandException {
        ObjectType type = type(typeName);
        try (OpenRegistry open = OpenRegistry.of(database)) {
            open.submit(new Operation.Approve(type, id));
            audit(open, "approve", type, id, "");
        }
        System.out.println("approved");
        return 0;
    }

    @Command(name = "deny", description = "Turn an object away, for good.", mixinStandardHelpOptions = true)
    int deny(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "TYPE") String typeName,
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--reason", required = true, description = "For the audit.") String reason)
            throws DatabaseUnusableException, SQLException, CommandException {
        ObjectType type = type(typeName);
        try (OpenRegistry open = OpenRegistry.of(database)) {
            open.submit(new Operation.Deny(type, id));
            audit(open, "deny", type, id, reason);
        }
        System.out.println("denied");
        return 0;
    }

    private static ObjectType type(String typeName) throws CommandException {
        return ObjectTypes.byName(typeName)
                .filter(VerificationQueue.TYPES::contains)
                .orElseThrow(() ->
                        new CommandException("there is no queue of " + typeName + ": org, ix, fac, carrier, net", 64));
    }

    private static void audit(OpenRegistry open, String action, ObjectType type, long id, String detail) {
        new AuditLog(open.database().source(), Clock.systemUTC())
                .record(OpenRegistry.OPERATOR.actor(), action, type.reference(id), detail, "");
    }
}
