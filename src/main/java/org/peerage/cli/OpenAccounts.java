package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.peerage.access.AccountDirectory;
import org.peerage.access.AccountStore;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.Passwords;
import org.peerage.registry.types.Org;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import org.peerage.store.RegistryStore;

/** The accounts of a database for the time of one command. Running servers notice changes at once. */
record OpenAccounts(Database database, Passwords passwords, AccountStore store) implements AutoCloseable {

    /** Those of a database that is there: a folder that was mistyped is told, not filled. */
    static OpenAccounts of(DatabaseOptions options) throws DatabaseUnusableException, CommandException {
        options.requireExisting();
        return making(options);
    }

    /** The same for what may be the first thing that is done to a database. */
    static OpenAccounts making(DatabaseOptions options) throws DatabaseUnusableException {
        Database database = options.open();
        Passwords passwords = new Passwords(Ticker.systemTicker());
        return new OpenAccounts(database, passwords, new AccountStore(database.source(), passwords, Clock.systemUTC()));
    }

    AccountDirectory directory() {
        return store.load();
    }

    UserAccount user(String name) throws CommandException {
        return directory().user(name).orElseThrow(() -> new CommandException("there is no user " + name, 1));
    }

    /** An organization of the registry, which may be deleted. */
    long organization(long id) throws SQLException, CommandException {
        boolean known = new RegistryStore(database)
                .readAll(List.of(Org.TYPE)).rows().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(row -> row.id() == id);
        if (!known) {
            throw new CommandException("there is no organization " + id, 1);
        }
        return id;
    }

    @Override
    public void close() {
        database.close();
    }
}
