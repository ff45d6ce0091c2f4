package org.peerage.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.peerage.registry.DumpWriter;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code export}: writes the whole registry in the form that {@code load} reads. */
@Command(
        name = "export",
        description = "Write the whole registry, contacts that are not public too, as a dump that load reads.",
        mixinStandardHelpOptions = true)
public final class Export implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The dump to write; compressed if it ends in .gz.")
    private Path file = Path.of("");

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        try (Database open = database.open()) {
            System.out.println(DumpWriter.write(new RegistryStore(open), file) + " rows written to " + file);
        }
        return 0;
    }
}
