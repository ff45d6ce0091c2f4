package org.peerage.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.peerage.store.SqliteCopy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: makes a backup the embedded database. */
@Command(
        name = "restore",
        description = "Make a backup the embedded database of a folder that has none.",
        mixinStandardHelpOptions = true)
public final class Restore implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What backup wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            defaultValue = "./data",
            description = "Folder of the embedded database (${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws Exception {
        SqliteCopy.restore(file, data);
        System.out.println(file + " is now the database in " + data);
        return 0;
    }
}
