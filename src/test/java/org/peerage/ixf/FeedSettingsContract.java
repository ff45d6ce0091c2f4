package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.access.Transactions;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Database;
import org.peerage.store.DatabaseUnusableException;

/** Settings of feeds in a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FeedSettingsContract {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final long LAN = SampleExchange.LAN;
    static final FeedSettingsStore.Change CHANGE = new FeedSettingsStore.Change(1, "user:7", "192.0.2.7");
    private static final String URL = "https://ix.example.net/members.json";

    private Database database;
    Transactions transactions;
    FeedSettingsStore store;

    abstract Database newDatabase() throws DatabaseUnusableException;

    @BeforeAll
    void open() throws DatabaseUnusableException {
        database = newDatabase();
        transactions = new Transactions(database.source());
        store = new ImportStore(database.source(), CLOCK).settings();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        for (String table : List.of("ixf_settings", "ixf_header", "ixf_key", "ixf_grace", "ixf_proposal", "audit")) {
            transactions.withConnection(sql -> sql.update("delete from " + table));
        }
    }

    @Test
    void settingsAreKept() {
        assertThat(store.of(LAN)).isEqualTo(FeedSettings.STANDARD);
        FeedSettings all =
                new FeedSettings(true, Set.of(4_294_967_295L, 0L, 12L), Set.of(3L), Set.of("speed", "operational"), 30);

        store.save(LAN, all, CHANGE);

        assertThat(store.of(LAN)).isEqualTo(all);
        assertThat(store.of(2)).isEqualTo(FeedSettings.STANDARD);
        assertThat(store.all()).isEqualTo(Map.of(LAN, all));
        assertThat(audit())
                .containsExactly("user:7 change feed settings ix:1 down states: counted; vlan_id: 0 12 4294967295;"
                        + " ixp_id: 3; not set: speed operational; days of grace: 30 192.0.2.7");
        store.save(LAN, FeedSettings.STANDARD, CHANGE);
        assertThat(store.of(LAN)).isEqualTo(FeedSettings.STANDARD);
    }

    /** Two programs change different settings of a LAN that has none yet. */
    @Test
    void changesAtTheSameTimeAreAllKept() throws Exception {
        try (ExecutorService programs = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> changes = List.of(
                    programs.submit(() -> store.change(
                            LAN,
                            known -> new FeedSettings(true, known.vlans(), Set.of(), Set.of(), known.graceDays()),
                            CHANGE)),
                    programs.submit(() -> store.change(
                            LAN,
                            known -> new FeedSettings(known.countsDown(), known.vlans(), Set.of(), Set.of(), 9),
                            CHANGE)),
                    programs.submit(() -> store.change(
                            LAN,
                            known -> new FeedSettings(
                                    known.countsDown(), Set.of(5L), Set.of(), Set.of(), known.graceDays()),
                            CHANGE)));
            for (Future<?> change : changes) {
                change.get();
            }
        }

        assertThat(store.of(LAN)).isEqualTo(new FeedSettings(true, Set.of(5L), Set.of(), Set.of(), 9));
        store.change(LAN, known -> known, CHANGE);
        assertThat(audit()).as("what stays the same is no change").hasSize(3);
    }

    @Test
    void headersAreKnownWithoutWhatTheySay() {
        store.setHeader(LAN, new FeedHeader("X-Key", "first-secret", URL), CHANGE);
        store.setHeader(LAN, new FeedHeader("Authorization", "Bearer second-secret", URL), CHANGE);

        assertThat(store.knownHeader(LAN)).contains(new FeedSettingsStore.KnownHeader("Authorization", URL, NOW));
        assertThat(store.header(LAN)).contains(new FeedHeader("Authorization", "Bearer second-secret", URL));
        assertThat(store.header(2)).isEmpty();
        assertThat(store.removeHeader(LAN, CHANGE)).isTrue();
        assertThat(store.removeHeader(LAN, CHANGE)).isFalse();
        assertThat(store.header(LAN)).isEmpty();
        assertThat(audit())
                .containsExactly(
                        "user:7 set feed header ix:1 X-Key 192.0.2.7",
                        "user:7 set feed header ix:1 Authorization 192.0.2.7",
                        "user:7 remove feed header ix:1  192.0.2.7");
    }

    @Test
    void keysArePinnedOneAtATime() throws Exception {
        FeedKey first = SigningKey.of("EdDSA").key();
        FeedKey second = SigningKey.of("ES256").key();
        store.pinKey(LAN, first, CHANGE);
        store.pinKey(LAN, second, CHANGE);

        assertThat(store.pinnedKey(LAN)).contains(new FeedSettingsStore.PinnedKey(second, NOW));
        assertThat(store.pinnedKeys()).containsOnlyKeys(LAN);
        assertThat(store.key(2)).isEmpty();
        assertThat(store.removeKey(LAN, CHANGE)).isTrue();
        assertThat(store.removeKey(LAN, CHANGE)).isFalse();
        assertThat(store.key(LAN)).isEmpty();
        assertThat(audit())
                .containsExactly(
                        "user:7 pin feed key ix:1 Ed25519 " + first.fingerprint() + " 192.0.2.7",
                        "user:7 pin feed key ix:1 P-256 " + second.fingerprint() + " 192.0.2.7",
                        "user:7 remove feed key ix:1 P-256 " + second.fingerprint() + " 192.0.2.7");
    }

    private List<String> audit() {
        return new AuditLog(database.source(), CLOCK)
                .about("ix:1", 10).reversed().stream()
                        .map(entry -> entry.actor() + " " + entry.action() + " " + entry.subject() + " "
                                + entry.detail() + " " + entry.ipAddress())
                        .toList();
    }

    @Test
    void whatIsProposedOfFieldsThatTheFeedDoesNotSetIsWithdrawn() {
        propose("N(p4,p6) down; N2(q4,–) down", "N{p4,p6}; N2{q4,q6}");
        assertThat(proposals()).containsExactly("N [operational]", "N2 [ipaddr6, operational]");

        store.save(LAN, SampleExchange.feedSettings("keeps=operational"), CHANGE);

        assertThat(proposals()).containsExactly("N2 [ipaddr6]");
    }

    /** Dismissed is what is left of what was dismissed, and the next import says the same as the settings made of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "speed | '' | N{p4,p6} speed=\"10G\"",
                "operational | N2(q4,–) down | N2{q4,q6}",
                "is_rs_peer | '' | N{p4,p6} 20G rs",
                "operational | '' | N{p4,p6} inactive",
                "speed | '' | N{p4,p6} 20G",
            })
    void whatIsLeftIsAsTheNextImportProposesIt(String field, String given, String feed) {
        for (boolean isDismissed : List.of(false, true)) {
            empty();
            propose(given, feed, FeedSettings.STANDARD);
            ProposalStore proposals = new ProposalStore(database.source(), CLOCK);
            if (isDismissed) {
                proposals.dismiss(proposals.ofLan(LAN).getFirst(), "user:1", "");
            }
            FeedSettings settings = SampleExchange.feedSettings("keeps=" + field);

            store.save(LAN, settings, CHANGE);
            List<Proposal> left = proposals.ofLan(LAN);
            propose(given, feed, settings);

            assertThat(left).hasSize(1).allMatch(proposal -> proposal.isDismissed() == isDismissed);
            assertThat(proposals.ofLan(LAN))
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                            isNew(left) ? new String[0] : new String[] {"wanted"})
                    .isEqualTo(left);
        }
    }

    /** Of a change, values that are not proposed say nothing. */
    private static boolean isNew(List<Proposal> proposals) {
        return proposals.getFirst().kind() == Step.Kind.ADD;
    }

    void propose(String given, String feed) {
        propose(given, feed, FeedSettings.STANDARD);
    }

    private void propose(String given, String feed, FeedSettings settings) {
        Snapshot snapshot = new SampleExchange().given(given).snapshot();
        MemberList list = ((Reading.Document) MemberListReader.read(SampleExchange.feed(feed))).list();
        Lan lan = Lan.of(snapshot, Objects.requireNonNull(snapshot.find(IxLan.TYPE, LAN)));
        Plan plan = Comparison.of(snapshot, lan.row(), list, Comparison.Settings.STANDARD.of(settings, Grace.NONE));
        transactions.inTransaction(sql -> {
            // As imports keep the list before they write what they make of it.
            sql.update(
                    "insert into ixf_feed (ixlan_id, url, etag, last_modified, hash, size, fetched_at, tried_at, error,"
                            + " failures, released) values (?, '', '', '', '', 0, 0, 0, '', 0, '') on conflict do nothing",
                    LAN);
            new AfterImport(lan, snapshot, NOW, false).completed(sql, plan, plan.steps(), List.of(), Map.of(), "");
            return true;
        });
    }

    List<String> proposals() {
        return transactions.withConnection(sql -> ProposalStore.ofLan(sql, LAN)).stream()
                .map(proposal -> SampleExchange.nameOf(proposal.asn().value()) + " " + proposal.fields())
                .toList();
    }

    @Test
    void secretsOfExchangesThatAreGoneAreForgotten() {
        Snapshot snapshot = new SampleExchange()
                .given("")
                .in(LAN, Status.PENDING)
                .in(2, Status.DELETED)
                .snapshot();
        for (long lan : List.of(LAN, 2L, 99L)) {
            store.setHeader(lan, new FeedHeader("X-Key", "secret", URL), CHANGE);
        }

        new Tidying(() -> snapshot, database.source(), CLOCK).tidy();

        assertThat(store.header(LAN)).as("waits for approval").isPresent();
        assertThat(store.header(2)).isEmpty();
        assertThat(store.header(99)).isEmpty();
    }
}
