package org.peerage.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.NewUser;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.store.DatabaseUnusableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user}: makes and changes people's accounts. */
@Command(name = "user", description = "Make and change accounts.", mixinStandardHelpOptions = true)
public final class User implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add, list, grant, deactivate or password?");
    }

    @Command(
            name = "add",
            description = "Make an account; the password is asked for, or the first line of the input.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--email", description = "Address of the person.") @Nullable String email,
            @Option(names = "--unverified", description = "The address is not confirmed yet.") boolean unverified,
            @Option(names = "--staff", description = "Looks after the registry.") boolean staff,
            @Option(names = "--superuser", description = "May do everything.") boolean superuser)
            throws DatabaseUnusableException, CommandException, IOException {
        try (OpenAccounts accounts = OpenAccounts.making(database)) {
            String hash = accounts.passwords().hash(PasswordPrompt.newPassword(name));
            NewUser made = new NewUser(name, email, hash, "", "", !unverified, superuser, staff);
            switch (accounts.store().addUser(made)) {
                case AccountChangeResult.UserAdded(long id) -> System.out.println("user " + id + " " + name);
                case AccountChangeResult.NamesTaken(List<String> names) ->
                    throw new CommandException("taken already by " + String.join(", ", names), 65);
                case AccountChangeResult.Imported imported ->
                    throw new IllegalStateException("a file instead of one user");
            }
        }
        return 0;
    }

    @Command(name = "list", description = "List accounts.", mixinStandardHelpOptions = true)
    int list(@Mixin DatabaseOptions database) throws DatabaseUnusableException, CommandException {
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            accounts.directory().users().forEach(user -> System.out.println(line(user)));
        }
        return 0;
    }

    @Command(
            name = "grant",
            description = "Make a user a member of an organization, or grant them a namespace.",
            mixinStandardHelpOptions = true)
    int grant(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--org", description = "Id of the organization.") @Nullable Long organization,
            @Option(names = "--role", defaultValue = "member", description = "member or admin (${DEFAULT-VALUE}).")
                    Role role,
            @Option(names = "--namespace", description = "Such as peeringdb.organization.41.network.62.") @Nullable
                    String namespace,
            @Option(
                            names = "--bits",
                            defaultValue = "crud",
                            description = "Letters of crud; none: - (${DEFAULT-VALUE}).")
                    String bits)
            throws DatabaseUnusableException, CommandException, SQLException {
        if ((organization == null) == (namespace == null)) {
            throw new CommandException("either --org or --namespace", 64);
        }
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            UserAccount user = accounts.user(name);
            if (organization != null) {
                if (!accounts.store().join(user.id(), accounts.organization(organization), role)) {
                    throw new CommandException("organization " + organization + " is deleted", 1);
                }
            } else if (namespace != null) {
                accounts.store().grant(user.id(), GrantParser.namespace(namespace), GrantParser.bits(bits));
            }
            System.out.println(line(accounts.user(name)));
        }
        return 0;
    }

    @Command(name = "deactivate", description = "Shut an account.", mixinStandardHelpOptions = true)
    int deactivate(@Mixin DatabaseOptions database, @Parameters(paramLabel = "NAME") String name)
            throws DatabaseUnusableException, CommandException {
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            accounts.store().setActive(accounts.user(name).id(), false);
            System.out.println(line(accounts.user(name)));
        }
        return 0;
    }

    @Command(name = "password", description = "Set a new password.", mixinStandardHelpOptions = true)
    int password(@Mixin DatabaseOptions database, @Parameters(paramLabel = "NAME") String name)
            throws DatabaseUnusableException, CommandException, IOException {
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            UserAccount user = accounts.user(name);
            accounts.store().setPasswordHash(user.id(), accounts.passwords().hash(PasswordPrompt.newPassword(name)));
            accounts.store().write(sql -> sql.update("delete from session where user_id = ?", user.id()));
            System.out.println("the password of " + name + " is changed");
        }
        return 0;
    }

    private static String line(UserAccount user) {
        return user.id() + "\t" + user.username() + "\t" + (user.email() == null ? "" : user.email()) + "\t"
                + (user.active() ? "active" : "inactive") + (user.verified() ? "" : " unverified")
                + (user.superuser() ? " superuser" : "") + (user.staff() ? " staff" : "") + "\t"
                + organizations(user) + "\t" + GrantParser.text(user.grants());
    }

    private static String organizations(UserAccount user) {
        return user.organizations().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(member -> "org " + member.getKey() + " "
                        + member.getValue().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
