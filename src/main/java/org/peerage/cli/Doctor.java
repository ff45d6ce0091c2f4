package org.peerage.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.peerage.registry.LoadReport;
import org.peerage.registry.SelfCheck;
import org.peerage.registry.types.Types;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: checks the database file, and the registry in it against its rules. */
@Command(name = "doctor", description = "Check the database, and the registry in it.", mixinStandardHelpOptions = true)
public final class Doctor implements Callable<Integer> {
    private static final int SHOWN = 100;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        database.requireExisting();
        try (Database open = database.open()) {
            List<String> damage = open.damage();
            damage.forEach(problem -> System.out.println("damaged: " + problem));
            if (!damage.isEmpty()) {
                throw new CommandFailed("the database is damaged: restore a backup", 65);
            }
            RegistryStore.Contents contents = new RegistryStore(open).readAll(Types.ALL);
            int rows = contents.rows().values().stream().mapToInt(List::size).sum();
            List<LoadReport.Refused> problems = SelfCheck.of(contents.rows());
            problems.stream().limit(SHOWN).forEach(System.out::println);
            if (!problems.isEmpty()) {
                throw new CommandFailed(problems.size() + " of " + rows + " rows break a rule", 65);
            }
            System.out.println("all is well: " + rows + " rows at version "
                    + contents.head().version());
        }
        return 0;
    }
}
