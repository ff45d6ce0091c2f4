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
import org.peerage.access.Transactions;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.TrustedAuthor;
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
                        SampleRows.prefix(1, 1, "198.18.0.0/24"),
                        SampleRows.prefix(2, 1, "2001:db8:2::/64")));
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
                new DocumentBudget(),
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

    /** What of it was accepted was wanted; of the rest nobody has said anything new. */
    @Test
    void restOfADismissedSuggestionStaysDismissed() throws Exception {
        Proposals proposals = new Proposals(
                registry::current,
                SampleImports.editor(registry, lane, clock),
                new ProposalStore(database.source(), clock),
                store);
        Author network = new TrustedAuthor("user:7", false);
        store.settings().save(1, WITH_DOWN, CHANGE);
        daily();
        assertThat(proposals.accept(List.of(Proposals.Choice.all(only(proposals))), network, "request-1", ""))
                .isEmpty();
        stand.answer(
                "/feed",
                200,
                LIST.replace("disabled", "active")
                        .replace("10\"}", "10\"}, \"ipv6\": {\"address\": \"2001:db8:2::10\"}"));
        daily();
        assertThat(only(proposals).fields()).containsExactly("ipaddr6", "operational");
        proposals.store().dismiss(only(proposals), "user:7", "");

        assertThat(proposals.accept(
                        List.of(new Proposals.Choice(only(proposals), Set.of("operational"))),
                        network,
                        "request-2",
                        ""))
                .isEmpty();

        assertThat(only(proposals).fields()).containsExactly("ipaddr6");
        assertThat(only(proposals).isDismissed()).isTrue();
        daily();
        assertThat(only(proposals).isDismissed()).as("after the next import").isTrue();
    }

    /** Neither before, when it was kept and read already, nor after: what a server says that was taken over moves nobody's address. */
    @Test
    void listThatIsNotSignedMovesNoAddress() throws Exception {
        daily();
        CachedFeedClaims claims = new CachedFeedClaims(store, new DocumentBudget());
        IpAddress listed = IpAddress.parse("198.18.0.10").orElseThrow();
        assertThat(claims.of(1, listed)).containsExactly(new Asn(100_000));

        store.settings().pinKey(1, SigningKey.of("ES256").key(), CHANGE);

        assertThat(claims.of(1, listed)).isEmpty();
        store.settings().removeKey(1, CHANGE);
        assertThat(claims.of(1, listed)).as("without a key").containsExactly(new Asn(100_000));
    }

    private static Proposal only(Proposals proposals) {
        List<Proposal> all = proposals.ofLan(1);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Row feed() {
        return Objects.requireNonNull(registry.current().find(IxLan.TYPE, 1));
    }

    /** The error of an import that fails; empty: it did not. */
    private String imported(Run.Cause cause) {
        assertThat(importer.run(1, cause)).isTrue();
        clock.forward(Duration.ofDays(1));
        return store.runs(1, 1).getFirst().error();
    }

    private ImportStatuses.SignatureStatus signatureStatus() {
        return Objects.requireNonNull(Objects.requireNonNull(new ImportStatuses(database.source())
                        .of(List.of(feed()))
                        .get(1L))
                .signature());
    }

    /** From the day on that the exchange pins its key; a list that does not count changes nothing, and the exchange is told. */
    @Test
    void listsCountWithTheSignatureOfThePinnedKey() throws Exception {
        SigningKey key = SigningKey.of("EdDSA");
        String fingerprint = key.key().fingerprint();
        store.settings().save(1, WITH_DOWN, CHANGE);
        daily();
        store.settings().pinKey(1, key.key(), CHANGE);
        List<Proposal> before = store.proposals(1);
        assertThat(before).hasSize(1);

        assertThat(imported(Run.Cause.DAILY))
                .isEqualTo("The signature of the list could not be fetched: Got HTTP status 404");
        assertThat(stand.header("/feed", "If-None-Match"))
                .as("what we have was not signed")
                .isEmpty();
        stand.answer("/feed.jws", 200, SigningKey.of("EdDSA").sign(LIST));
        assertThat(imported(Run.Cause.DAILY))
                .isEqualTo("The signature does not fit the list and the exchange's key " + fingerprint);
        assertThat(importer.preview(feed()).errors())
                .containsExactly("The signature does not fit the list and the exchange's key " + fingerprint);
        assertThat(store.proposals(1)).isEqualTo(before);
        assertThat(store.feed(1).orElseThrow().failures()).isEqualTo(2);
        assertThat(signatureStatus()).isEqualTo(new ImportStatuses.SignatureStatus(fingerprint, Instant.EPOCH));
        assertThat(notices()).as("each once").hasSize(2);

        stand.answer("/feed.jws", 200, key.sign(LIST));
        Instant verified = clock.instant();
        assertThat(imported(Run.Cause.DAILY)).isEmpty();

        assertThat(signatureStatus()).isEqualTo(new ImportStatuses.SignatureStatus(fingerprint, verified));
        assertThat(importer.cached(feed(), new Asn(100_000)).errors()).isEmpty();
    }

    private List<String> notices() {
        return new Transactions(database.source())
                .withConnection(sql -> sql.query(
                        "select content from ixf_notice where kind = 'feed' and audience = 'exchange'",
                        row -> row.getString(1)));
    }

    /** What has been verified need not be again, until the key is another. */
    @Test
    void unchangedListsAreVerifiedOnceForEachKey() throws Exception {
        SigningKey first = SigningKey.of("EdDSA");
        SigningKey second = SigningKey.of("ES256");
        stand.answer("/feed.jws", 200, first.sign(LIST));
        store.settings().pinKey(1, first.key(), CHANGE);
        daily();
        Instant verified = signatureStatus().verified();
        int requests = stand.requests();

        daily();
        assertThat(stand.header("/feed", "If-None-Match")).contains("\"1\"");
        assertThat(stand.requests()).as("the list, which is not sent again").isEqualTo(requests + 1);
        assertThat(imported(Run.Cause.REQUEST)).as("read, without being sent").isEmpty();
        assertThat(signatureStatus().verified()).isEqualTo(verified);

        store.settings().pinKey(1, second.key(), CHANGE);
        assertThat(importer.cached(feed(), new Asn(100_000)).errors())
                .as("does not count until it is verified")
                .containsExactly("IX-F data not locally cached for this resource yet.");
        assertThat(imported(Run.Cause.DAILY)).startsWith("The signature of the list has the algorithm EdDSA");
        stand.answer("/feed", 200, LIST, "ETag", "\"1\"", FeedSignature.HEADER, second.sign(LIST));
        assertThat(imported(Run.Cause.DAILY)).as("beside the list").isEmpty();
        assertThat(signatureStatus().key()).isEqualTo(second.key().fingerprint());

        assertThat(store.settings().removeKey(1, CHANGE)).isTrue();
        stand.answer("/feed", 200, LIST);
        assertThat(imported(Run.Cause.DAILY)).isEmpty();
    }

    @Test
    void signaturesAreAskedForAsTheListIs() throws Exception {
        SigningKey key = SigningKey.of("EdDSA");
        store.settings().pinKey(1, key.key(), CHANGE);
        store.settings().setHeader(1, new FeedHeader("X-Api-Key", "secret", stand.url("/feed")), CHANGE);
        stand.answer("/feed.jws", 302, "", "Location", stand.url("/signature"));
        stand.answer("/signature", 200, key.sign(LIST));
        daily();
        assertThat(stand.header("/signature", "X-Api-Key")).contains("secret");

        store.settings().pinKey(1, SigningKey.of("EdDSA").key(), CHANGE);
        stand.answer("/feed.jws", 302, "", "Location", "http://10.0.0.1/signature");
        assertThat(imported(Run.Cause.DAILY)).contains("10.0.0.1 has no public address");
        stand.answer("/feed.jws", 200, new byte[FeedSignature.MAX_BYTES + 1]);
        assertThat(imported(Run.Cause.DAILY)).endsWith("The signature is larger than 16 KiB");
        store.settings().setHeader(1, new FeedHeader("X-Api-Key", "secret", stand.url("/elsewhere")), CHANGE);
        stand.answer("/feed.jws", 200, "no signature");
        assertThat(imported(Run.Cause.DAILY)).isEqualTo("The signature of the list is no detached JWS");
        assertThat(stand.header("/feed.jws", "X-Api-Key"))
                .as("entered for another list")
                .isEmpty();
    }
}
