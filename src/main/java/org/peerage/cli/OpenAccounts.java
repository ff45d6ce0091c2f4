package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import org.peerage.access.AccountDirectory;
import org.peerage.access.AccountStore;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.Passwords;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

/** The accounts of a database for the time of one command. Running servers notice changes at once. */
record OpenAccounts(Database database, Passwords passwords, AccountStore store) implements AutoCloseable {

    static OpenAccounts of(DatabaseOptions options) throws DatabaseUnusableException {
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

    @Override
    public void close() {
        database.close();
    }
}
