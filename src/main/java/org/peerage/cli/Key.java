package org.peerage.cli;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.store.DatabaseUnusableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code key}: makes and revokes API keys of users and organizations. */
@Command(name = "key", description = "Make and revoke API keys.", mixinStandardHelpOptions = true)
public final class Key implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "add, list or revoke?");
    }

    @Command(
            name = "add",
            description = "Make a key; it is printed once and never again.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "NAME", description = "What the key is for.") String name,
            @Option(names = "--user", description = "Whose key it is.") @Nullable String user,
            @Option(names = "--org", description = "Id of the organization whose key it is.") @Nullable
                    Long organization,
            @Option(names = "--readonly", description = "A user's key that only reads.") boolean readOnly,
            @Option(names = "--email", defaultValue = "", description = "Whom to ask about an organization's key.")
                    String email,
            @Option(names = "--grant", description = "What an organization's key may do: NAMESPACE=crud.") @Nullable
                    Map<String, String> granted)
            throws DatabaseUnusableException, CommandException, SQLException {
        if ((user == null) == (organization == null)) {
            throw new CommandException("either --user or --org", 64);
        }
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            ApiKey made;
            if (user != null) {
                made = accounts.store().addKey(NewKey.ofUser(accounts.user(user).id(), name, readOnly));
            } else {
                long id = accounts.organization(organization == null ? 0 : organization);
                NewKey key = NewKey.ofOrganization(id, name, email, grants(granted == null ? Map.of() : granted));
                made = accounts.store()
                        .addKey(key, new StoredKey.Owner.OrganizationOwner(id))
                        .orElseThrow(() -> new CommandException("organization " + id + " is deleted", 1));
            }
            System.out.println(made.reveal());
        }
        return 0;
    }

    @Command(name = "list", description = "List keys, by the part that is no secret.", mixinStandardHelpOptions = true)
    int list(@Mixin DatabaseOptions database) throws DatabaseUnusableException, CommandException {
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            accounts.directory().keys().forEach(key -> System.out.println(line(key)));
        }
        return 0;
    }

    @Command(name = "revoke", description = "End a key for ever.", mixinStandardHelpOptions = true)
    int revoke(
            @Mixin DatabaseOptions database,
            @Parameters(paramLabel = "PREFIX", description = "The part before the dot.") String prefix)
            throws DatabaseUnusableException, CommandException {
        try (OpenAccounts accounts = OpenAccounts.of(database)) {
            if (!accounts.store().revokeKey(prefix)) {
                throw new CommandException("there is no key " + prefix + " to revoke", 1);
            }
            System.out.println(prefix + " is revoked");
        }
        return 0;
    }

    private static Map<Namespace, Integer> grants(Map<String, String> granted) throws CommandException {
        Map<Namespace, Integer> grants = new HashMap<>();
        for (Map.Entry<String, String> grant : granted.entrySet()) {
            grants.put(GrantParser.namespace(grant.getKey()), GrantParser.bits(grant.getValue()));
        }
        return grants;
    }

    private static String line(StoredKey key) {
        String owner =
                switch (key.owner()) {
                    case StoredKey.Owner.UserOwner(long id) -> "user " + id;
                    case StoredKey.Owner.OrganizationOwner(long id) -> "org " + id;
                };
        return key.prefix() + "\t" + key.status().name().toLowerCase(Locale.ROOT) + "\t" + owner + "\t" + key.name()
                + "\t" + (key.readOnly() ? "read-only" : "read-write") + "\t" + GrantParser.text(key.grants());
    }
}
