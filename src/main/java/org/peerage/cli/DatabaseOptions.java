package org.peerage.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;
import picocli.CommandLine.Option;

/** Which database a command works on. */
final class DatabaseOptions {
    @Option(
            names = "--data",
            defaultValue = "./data",
            description = "Folder of the embedded database (${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(names = "--db", description = "JDBC URL of a PostgreSQL database to use instead.")
    private @Nullable String db;

    /** Some commands make no sense on a database that is not there yet. */
    void requireExisting() throws CommandException {
        if (db == null && !Files.exists(data.resolve(Database.FILE))) {
            throw new CommandException("there is no database in " + data, 66);
        }
    }

    Database open() throws DatabaseUnusableException {
        return db == null ? Database.openFolder(data) : Database.openUrl(db);
    }

    /** Where this process keeps its files, whatever the database is. */
    Path folder() {
        return data;
    }
}
