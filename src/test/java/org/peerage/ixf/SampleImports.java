package org.peerage.ixf;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.peerage.accounts.SiteSettings;
import org.peerage.jobs.Job;
import org.peerage.jobs.MemberListImports;
import org.peerage.registry.Editor;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;

/** What imports of made-up exchanges are made with, without a server around: numbers for documentation are taken, lists come from this machine. */
public final class SampleImports {
    private SampleImports() {}

    public static Editor editor(Registry registry, WriteLane lane, Clock clock) {
        return editor(registry, lane, clock, () -> false);
    }

    /** @param paused whether it takes no changes at the moment */
    static Editor editor(Registry registry, WriteLane lane, Clock clock, BooleanSupplier paused) {
        return new Editor(
                registry,
                lane,
                new OperationHandler(RegistrySettings.STANDARD.takingDocumentationNumbers(true)),
                asn -> new ExternalFacts.AsnRecord.Unchecked(),
                clock,
                paused);
    }

    static Importer importer(Database database, Supplier<Snapshot> snapshots, Editor editor, Clock clock) {
        return new Importer(
                snapshots,
                editor,
                new ImportStore(database.source(), clock),
                new FeedClient(FeedAddresses.parse("127.0.0.0/8")),
                new DocumentBudget(),
                clock,
                () -> false,
                () -> true,
                run -> {});
    }

    static Notices notices(Database database, Registry registry, SiteSettings settings, Clock clock) {
        return new Notices(
                registry::current, database.source(), clock, settings, "https://peerage.example.net", () -> {});
    }

    /** The jobs of imports. */
    public static List<Job> jobs(
            Database database, Registry registry, Editor editor, SiteSettings settings, Clock clock) {
        return new MemberListImports(
                        registry::current,
                        importer(database, registry::current, editor, clock),
                        new Proposals(
                                registry::current,
                                editor,
                                new ProposalStore(database.source(), clock),
                                new ImportStore(database.source(), clock)),
                        notices(database, registry, settings, clock),
                        database.source(),
                        clock)
                .jobs();
    }
}
