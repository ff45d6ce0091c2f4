package org.peerage.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.peerage.store.Database;
import org.peerage.store.Dialect;
import org.peerage.store.PortableCopy;
import org.peerage.store.SqliteCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}: copies the whole database while it is in use. */
@Command(
        name = "backup",
        description = "Copy the whole database, accounts too, while the server runs.",
        mixinStandardHelpOptions = true)
public final class Backup implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The copy to write; it must not exist.")
    private Path file = Path.of("");

    @Option(
            names = "--portable",
            description = "Write a file that either kind of database can be restored from; PostgreSQL has no other.")
    private boolean portable;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        database.requireExisting();
        try (Database open = database.open()) {
            if (portable || open.dialect() != Dialect.SQLITE) {
                PortableCopy.write(open, file);
            } else {
                SqliteCopy.create(open, file);
            }
            System.out.println("the database is copied to " + file);
        }
        return 0;
    }
}
