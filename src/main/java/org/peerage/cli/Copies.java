package org.peerage.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.peerage.copies.CachePurge;
import org.peerage.copies.CopyFolder;
import org.peerage.copies.CopyKeys;
import org.peerage.copies.CopyPublisher;
import org.peerage.registry.Registry;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code copies}: makes the files that others keep copies from, for a server of files, and plans another key that signs them. */
@Command(
        name = "copies",
        description = "Make the files that others keep copies from in a folder, or plan the next key that signs them.",
        mixinStandardHelpOptions = true)
public final class Copies implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "FOLDER", description = "Bring the files in this folder up to date.")
    private @Nullable Path to;

    @Option(
            names = "--new-key",
            description = "Make another key that signs from a week on; until then copies are told of it.")
    private boolean newKey;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        if (to == null && !newKey) {
            throw new CommandException("say --to FOLDER, --new-key, or both", 64);
        }
        database.requireExisting();
        try (Database open = database.open()) {
            RegistryStore store = new RegistryStore(open);
            if (newKey) {
                System.out.println(
                        "another key signs from " + new CopyKeys(store, Clock.systemUTC()).planNext() + " on");
            }
            if (to != null) {
                Registry registry = Registry.open(store);
                registry.awaitLoaded();
                new CopyPublisher(
                                new CopyFolder(to),
                                store,
                                registry::current,
                                Clock.systemUTC(),
                                CachePurge.of(System.getenv()))
                        .run();
                System.out.println("the files in " + to + " are of version "
                        + registry.current().version());
            }
        }
        return 0;
    }
}
