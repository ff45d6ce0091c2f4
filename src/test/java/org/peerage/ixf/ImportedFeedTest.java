package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.AdjustableClock;

/** The list of one exchange, imported day after day as the jobs do it, without a server around. */
class ImportedFeedTest {
    private static final String LIST = """
            {"version": "1.0", "member_list": [{"asnum": 100000, "connection_list": [{"ixp_id": 1, "state": "disabled",
              "if_list": [{"if_speed": 10000}], "vlan_list": [{"vlan_id": 0, "ipv4": {"address": "198.18.0.10"}}]}]}]}""";

    private static final FeedSettingsStore.Change CHANGE = new FeedSettingsStore.Change(1, "user:7", "192.0.2.7");
    private static final FeedSettings WITH_DOWN = new FeedSettings(true, Set.of(), Set.of(), Set.of(), 0);

    @TempDir
    private Path folder;

    private final AdjustableClock clock = AdjustableClock.standingAt(Instant.parse("2026-11-30T00:00:00Z"));
    private final AtomicReference<Runnable> whilePlanning = new AtomicReference<>(() -> {});
    private FeedStand stand;
    private Database database;
    private Registry registry;
    private WriteLane lane;
    private ImportStore store;
    private Importer importer;

    @BeforeEach
    void start() throws Exception {
        stand = FeedStand.start();
        stand.answer("/feed", 200, LIST, "ETag", "\"1\"");
        database = Database.openFolder(folder);
        SampleRows.store(
                database,
                List.of(
                        SampleRows.organization("Org"),
                        SampleRows.network(1, 100_000, "Net").build(),
                        SampleRows.contact(1, "NOC"),
                        SampleRows.exchange(1, "IX"),
                        SampleRows.lan(1)
                                .set(IxLan.IXF_IXP_MEMBER_LIST_URL, stand.url("/feed"))
                                .set(IxLan.IXF_IXP_IMPORT_ENABLED, true)
                                .build(),
                        SampleRows.prefix(1, 1, "198.18.0.0/24")));
        RegistryStore rows = new RegistryStore(database);
        registry = Registry.open(rows);
        registry.awaitLoaded();
        lane = new WriteLane(rows, registry, clock);
        store = new ImportStore(database.source(), clock);
        importer = new Importer(
                registry::current,
                SampleImports.editor(registry, lane, clock),
                store,
                new FeedClient(FeedAddresses.parse("127.0.0.0/8")),
                clock,
                () -> {
                    whilePlanning.getAndSet(() -> {}).run();
                    return false;
                },
                () -> true,
                run -> {});
    }

    @AfterEach
    void stop() {
        lane.close();
        database.close();
        stand.close();
    }

    private void daily() {
        assertThat(importer.run(1, Run.Cause.DAILY)).isTrue();
        assertThat(store.runs(1, 1).getFirst().state()).isEqualTo(Run.State.DONE);
        clock.forward(Duration.ofDays(1));
    }

    /** The first time, when it is asked whether the list has changed, and for those who look at it. */
    @Test
    void headersAreSentWhateverTheFeedIsAskedForFor() {
        store.settings().setHeader(1, new FeedHeader("X-Api-Key", "secret", stand.url("/feed")), CHANGE);

        daily();
        assertThat(stand.header("/feed", "X-Api-Key")).as("first").contains("secret");
        stand.answer("/feed", 200, LIST, "ETag", "\"1\"");
        daily();

        assertThat(stand.header("/feed", "If-None-Match")).contains("\"1\"");
        assertThat(stand.header("/feed", "X-Api-Key")).as("again").contains("secret");
        assertThat(importer.run(1, Run.Cause.REQUEST)).isTrue();
        assertThat(stand.header("/feed", "X-Api-Key")).as("requested").contains("secret");
        store.settings().setHeader(1, new FeedHeader("X-Api-Key", "another", stand.url("/feed")), CHANGE);
        Row feed = Objects.requireNonNull(registry.current().find(IxLan.TYPE, 1));
        assertThat(importer.preview(feed).plan().error()).isEmpty();
        assertThat(stand.header("/feed", "X-Api-Key")).as("preview").contains("another");
    }

    @Test
    void settingsThatAreSavedDuringAnImportAreTheNextOnes() {
        whilePlanning.set(() -> store.settings().save(1, WITH_DOWN, CHANGE));
        daily();
        assertThat(store.proposals(1)).as("planned with those before").isEmpty();

        daily();

        assertThat(store.proposals(1)).hasSize(1);
    }
}
