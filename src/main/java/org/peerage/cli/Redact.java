package org.peerage.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.PastAnchors;
import org.peerage.registry.Redaction;
import org.peerage.registry.Redaction.RedactionResult;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redact}: takes old values out of the history of an object. */
@Command(
        name = "redact",
        description = "Take old values of a field out of the log of changes, and so out of the past.",
        mixinStandardHelpOptions = true)
public final class Redact implements Callable<Integer> {
    private static final Pattern OBJECT = Pattern.compile("([a-z]+)/([0-9]{1,18})");
    private static final String ACTOR = "operator";

    @Parameters(index = "0", paramLabel = "TAG/ID", description = "The object, such as net/62.")
    private String object = "";

    @Parameters(index = "1", paramLabel = "FIELD", description = "The field, such as notes.")
    private String fieldName = "";

    @Option(names = "--from", paramLabel = "VERSION", description = "The first version that gave such a value.")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "The last one; all but the value of the present if left out.")
    private @Nullable Long to;

    @Option(names = "--reason", required = true, description = "Why, for the audit.")
    private String reason = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        Matcher named = OBJECT.matcher(object);
        ObjectType type = named.matches() ? ObjectTypes.byName(named.group(1)).orElse(null) : null;
        Field<?> field = type == null ? null : type.field(fieldName).orElse(null);
        if (type == null || field == null) {
            throw new CommandException("an object and one of its fields are needed, such as net/62 notes", 64);
        }
        long id = Long.parseLong(named.group(2));
        database.requireExisting();
        try (Database open = database.open()) {
            Clock clock = Clock.systemUTC();
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            try (RegistryStore.Transaction transaction = new RegistryStore(open).beginTransaction()) {
                Redaction.RedactedRange range = new Redaction.RedactedRange(from, to == null ? Long.MAX_VALUE : to);
                Redaction.Target target = new Redaction.Target(type, id, field, range);
                switch (Redaction.redact(transaction, target, "", ACTOR, now)) {
                    case RedactionResult.Refused(var obstacle, String why) -> throw new CommandException(why, 1);
                    case RedactionResult.Redacted(long version, int values) -> {
                        int _ = AuditLog.record(
                                new Sql(transaction.connection()),
                                now.getEpochSecond(),
                                new AuditLog.AuditEvent(
                                        ACTOR, Redaction.OPERATION, type.reference(id), fieldName + ": " + reason, ""));
                        transaction.commit();
                        PastAnchors.deleteAll(database.folder().resolve(PastAnchors.FOLDER));
                        System.out.println(values + " old values of " + fieldName + " of " + object
                                + " were taken out of the log, in version " + version
                                + "; older backups still have them");
                    }
                }
            }
        }
        return 0;
    }
}
