package org.peerage.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.ArchivedVersion;
import org.peerage.registry.DumpWriter;
import org.peerage.registry.Moment;
import org.peerage.registry.Past;
import org.peerage.registry.PastArchive;
import org.peerage.registry.Registry;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: writes the whole registry in the form that {@code load} reads. */
@Command(
        name = "export",
        description = "Write the whole registry, contacts that are not public too, as a dump that load reads.",
        mixinStandardHelpOptions = true)
public final class Export implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The dump to write; compressed if it ends in .gz.")
    private Path file = Path.of("");

    @Option(
            names = "--at",
            paramLabel = "DAY|TIME|VERSION",
            description = "As the registry was then, and what of it is told now.")
    private @Nullable String at;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        database.requireExisting(); // opening makes one
        try (Database open = database.open()) {
            RegistryStore store = new RegistryStore(open);
            long rows = at == null ? DumpWriter.write(store, file) : DumpWriter.write(past(store, at), file);
            System.out.println(rows + " rows written to " + file);
        }
        return 0;
    }

    private Snapshot past(RegistryStore store, String text) throws Exception {
        Moment moment =
                Moment.parse(text).orElseThrow(() -> new CommandException("--at needs to be " + Moment.FORMS, 64));
        Registry registry = Registry.open(store);
        registry.awaitLoaded();
        try (PastArchive archive = new PastArchive(store, Clock.systemUTC())) {
            Past past = new Past(store, registry, Clock.systemUTC(), Optional.empty(), Optional.of(archive));
            return switch (past.resolve(moment)) {
                case Past.Resolution.Found(long version, boolean _) ->
                    past.at(version).snapshot();
                case Past.Resolution.InFuture _ -> throw new CommandException(text + " is in the future", 65);
                case Past.Resolution.AboveHead(long head) ->
                    throw new CommandException("the last version is " + ArchivedVersion.text(head), 65);
                case Past.Resolution.BeforeBeginning(long first, var time) ->
                    throw new CommandException(
                            "history begins at version " + ArchivedVersion.text(first) + " (" + time + ")", 65);
            };
        }
    }
}
