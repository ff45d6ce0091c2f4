package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.organizations.OrganizationMerger;
import org.peerage.registry.WriteLane;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code org}: looks at organizations, and merges them. */
@Command(name = "org", description = "Look at organizations, or merge them.", mixinStandardHelpOptions = true)
public final class OrgCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show or merge?");
    }

    @Command(name = "list", description = "List organizations.", mixinStandardHelpOptions = true)
    int list(
            @Mixin DatabaseOptions database,
            @Option(names = "--name", defaultValue = "", description = "Part of the name.") String part)
            throws DatabaseUnusableException, SQLException, CommandException {
        String wanted = part.toLowerCase(Locale.ROOT);
        for (Row row : all(database)) {
            String name = row.get(org.peerage.registry.types.Org.NAME);
            if (name.toLowerCase(Locale.ROOT).contains(wanted)) {
                System.out.println(row.id() + "\t" + row.status().text() + "\t" + name);
            }
        }
        return 0;
    }

    @Command(name = "show", description = "Show an organization.", mixinStandardHelpOptions = true)
    int show(@Mixin DatabaseOptions database, @Parameters(paramLabel = "ID") long id)
            throws DatabaseUnusableException, SQLException, CommandException {
        Row found = all(database).stream()
                .filter(row -> row.id() == id)
                .findFirst()
                .orElseThrow(() -> new CommandException("there is no organization " + id, 1));
        for (Field<?> field : found.type().fields()) {
            System.out.println(field.name() + "\t" + json(found, field));
        }
        return 0;
    }

    @Command(
            name = "merge",
            description = "Make organizations one: what they own, their members and keys go to the first.",
            mixinStandardHelpOptions = true)
    int merge(
            @Mixin DatabaseOptions database,
            @Option(names = "--into", required = true, paramLabel = "ID", description = "The one that stays.")
                    long target,
            @Parameters(arity = "1..*", paramLabel = "ID", description = "Those that go into it.") List<Long> sources,
            @Option(names = "--keep-admins", description = "Admins stay admins, else they become members.")
                    boolean keepAdmins,
            @Option(names = "--move-keys", description = "Keys go along, else they are revoked.") boolean moveKeys)
            throws DatabaseUnusableException, SQLException, CommandException {
        try (OpenRegistry open = OpenRegistry.of(database)) {
            Clock clock = Clock.systemUTC();
            Passwords passwords = new Passwords(Ticker.systemTicker());
            OrganizationMerger merging = new OrganizationMerger(
                    open.editor(), new Accounts(new AccountStore(open.database().source(), passwords, clock)), clock);
            var outcome = merging.merge(
                    new OrganizationMerger.MergeRequest(sources, target, keepAdmins, moveKeys),
                    OpenRegistry.OPERATOR,
                    "",
                    "");
            if (outcome instanceof OrganizationMerger.MergeResult.MergeRefused(String reason)) {
                throw new CommandException(reason, 1);
            }
        } catch (WriteLane.WriteUnavailableException unavailable) {
            throw new CommandException(String.valueOf(unavailable.getMessage()), DatabaseUnusableException.IO_ERROR);
        }
        System.out.println("merged");
        return 0;
    }

    private static <T> String json(Row row, Field<T> field) {
        JsonBuffer value = new JsonBuffer(64);
        field.type().write(value, row.find(field));
        return value.toString();
    }

    private static List<Row> all(DatabaseOptions database)
            throws DatabaseUnusableException, SQLException, CommandException {
        database.requireExisting();
        try (Database open = database.open()) {
            var type = org.peerage.registry.types.Org.TYPE;
            return new RegistryStore(open).readAll(List.of(type)).rows().getOrDefault(type, List.of());
        }
    }
}
