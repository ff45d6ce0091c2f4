package org.peerage.ixf;

import java.time.Clock;
import java.util.function.Supplier;
import org.peerage.accounts.SiteSettings;
import org.peerage.registry.Editor;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;

/** What imports of made-up exchanges are made with, without a server around: numbers for documentation are taken, lists come from this machine. */
final class SampleImports {
    private SampleImports() {}

    static Editor editor(Registry registry, WriteLane lane, Clock clock) {
        return new Editor(
                registry,
                lane,
                new OperationHandler(RegistrySettings.STANDARD.takingDocumentationNumbers(true)),
                asn -> new ExternalFacts.AsnRecord.Unchecked(),
                clock);
    }

    static Importer importer(Database database, Supplier<Snapshot> snapshots, Editor editor, Clock clock) {
        return new Importer(
                snapshots,
                editor,
                new ImportStore(database.source(), clock),
                new FeedClient(FeedAddresses.parse("127.0.0.0/8")),
                clock,
                () -> false,
                () -> true,
                run -> {});
    }

    static Notices notices(Database database, Registry registry, SiteSettings settings, Clock clock) {
        return new Notices(
                registry::current, database.source(), clock, settings, "https://peerage.example.net", () -> {});
    }
}
