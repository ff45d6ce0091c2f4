package org.peerage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.peerage.testing.TestRow.aContact;
import static org.peerage.testing.TestRow.aFacility;
import static org.peerage.testing.TestRow.aNetwork;
import static org.peerage.testing.TestRow.anOrganization;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.Transactions;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.rights.Role;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.Statistics;
import org.peerage.accounts.mail.Outbox;
import org.peerage.accounts.organizations.AffiliationStore;
import org.peerage.accounts.organizations.OrganizationCleanup;
import org.peerage.accounts.people.AccountServices;
import org.peerage.net.Asn;
import org.peerage.registry.DailyCounts;
import org.peerage.registry.Decision;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.Registry;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.TrustedAuthor;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Change;
import org.peerage.store.ChangeNote;
import org.peerage.store.Database;
import org.peerage.store.DayStatistics;
import org.peerage.store.RegistryStore;
import org.peerage.store.Statistic;
import org.peerage.store.StatisticTable;
import org.peerage.testing.AdjustableClock;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;
import org.peerage.testing.TestRow;

/** What the registry does by the clock, on every database; each job twice, for the second run must change nothing. */
abstract class RegistryJobsContract {
    private static final Author STAFF = new TrustedAuthor("staff", true);

    private final AdjustableClock clock = AdjustableClock.standingAt(Instant.parse("2026-01-01T12:00:00Z"));
    private final Map<Asn, ExternalFacts.AsnRecord> rdap = new HashMap<>();

    @TempDir
    private Path folder;

    private Database database;
    private RegistryStore store;
    private Registry registry;
    private WriteLane lane;
    private Editor editor;
    private Accounts accounts;
    private AccountServices people;
    private AffiliationStore affiliations;
    private SiteSettings settings;
    private IrrServers irr = IrrServers.of("off");
    private Transactions rows;

    abstract Database newDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = newDatabase();
        store = new RegistryStore(database);
        registry = Registry.open(store);
        registry.awaitLoaded();
        Passwords passwords = new Passwords(Ticker.systemTicker());
        accounts = new Accounts(new AccountStore(database.source(), passwords, clock));
        lane = new WriteLane(store, registry, clock, new OrganizationCleanup(accounts::showChange));
        editor = new Editor(
                registry,
                lane,
                new OperationHandler(RegistrySettings.STANDARD),
                asn -> new ExternalFacts.AsnRecord.Unchecked(),
                clock);
        people = new AccountServices(
                accounts, passwords, database.source(), new Outbox(database.source(), clock), clock);
        affiliations = new AffiliationStore(database.source(), clock);
        settings = new SiteSettings(database.source(), clock);
        rows = new Transactions(database.source());
    }

    @AfterEach
    void close() {
        lane.close();
        database.close();
    }

    @Test
    void deletedContactIsErasedWithItsHistoryAfterAMonth() throws Exception {
        Row network = network(3320);
        Row contact = create(aContact().under(network).with("name", "Jane Doe").with("phone", "+49301234567"));
        submit(new Operation.Delete(Poc.TYPE, contact.id()));

        clock.forward(Duration.ofDays(29));
        assertThat(run("erase-contacts").summary()).isEmpty();
        clock.forward(Duration.ofDays(1));
        assertThat(preview("erase-contacts").summary()).isEqualTo("1 contacts erased");
        assertThat(registry.current().find(Poc.TYPE, contact.id())).isNotNull();
        assertThat(run("erase-contacts").summary()).isEqualTo("1 contacts erased");

        assertThat(registry.current().find(Poc.TYPE, contact.id())).isNull();
        assertThat(store.changesOf(Poc.TYPE, contact.id(), 100))
                .extracting(Change::operation)
                .containsExactly("erase", "delete", "create");
        assertThat(store.changesOf(Poc.TYPE, contact.id(), 100))
                .noneMatch(change -> text(change).contains("Jane")
                        || text(change).contains("noc@")
                        || text(change).contains("+49"));
        assertThat(run("erase-contacts").summary()).isEmpty();
    }

    @Test
    void whatWasSaidOfAnErasedContactIsGone() throws Exception {
        Row network = network(3320);
        Row contact = create(aContact().under(network).with("name", "Jane Doe"));
        Row other = create(aContact().under(network).with("name", "Another"));
        submit(new Operation.Delete(Poc.TYPE, contact.id()));
        List<Long> ofContact = versionsOf(contact);
        List<Long> ofOther = versionsOf(other);
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            for (long version :
                    Stream.concat(ofContact.stream(), ofOther.stream()).toList()) {
                transaction.note(version, new ChangeNote("batch", "Jane said so"));
            }
            transaction.commit();
        }

        clock.forward(Duration.ofDays(31));
        run("erase-contacts");

        assertThat(ofContact).hasSize(2);
        assertThat(store.notes(ofContact).values())
                .hasSize(2)
                .containsOnly(new ChangeNote("batch", "")); // why there was a change says nothing of a person
        assertThat(store.notes(ofOther).values()).containsExactly(new ChangeNote("batch", "Jane said so"));
    }

    private List<Long> versionsOf(Row row) throws Exception {
        return store.changesOf(row.type(), row.id(), 100).stream()
                .map(Change::version)
                .toList();
    }

    @Test
    void facilityThatWaitedTooLongIsDeniedAndItsMakerIsTold() throws Exception {
        long user = user("jane", true);
        Row organization = create(anOrganization());
        Row facility = create(aFacility().under(organization), new Maker("user:" + user));
        assertThat(facility.status()).isEqualTo(Status.PENDING);

        clock.forward(Duration.ofDays(89));
        assertThat(run("queue-timeout").summary()).isEmpty();
        clock.forward(Duration.ofDays(1));
        assertThat(run("queue-timeout").summary()).isEqualTo("1 denied");

        assertThat(registry.current().find(Fac.TYPE, facility.id())).isNull();
        assertThat(mails()).singleElement().asString().contains("jane@example.net", "Example Fac was not approved");
        assertThat(run("queue-timeout").summary()).isEmpty();
        assertThat(mails()).hasSize(1);
    }

    @Test
    void accountThatWasNeverConfirmedIsRemoved() throws Exception {
        long user = user("ghost", false);
        user("jane", true);

        clock.forward(Duration.ofDays(90));

        assertThat(run("queue-timeout").summary()).isEqualTo("1 unconfirmed accounts removed");
        assertThat(accounts.current().user(user)).isEmpty();
        assertThat(accounts.current().user("jane")).isPresent();
    }

    @Test
    void organizationWithoutObjectsIsWarnedAndDeletedInTheEnd() throws Exception {
        Row empty = create(anOrganization());
        Row owner = create(anOrganization().withName("Owner Org"));
        create(aNetwork().under(owner));
        long admin = user("admin", true);
        accounts.change(accountStore -> accountStore.join(admin, empty.id(), Role.ADMIN));
        assertThat(run("empty-organizations").summary()).as("too young").isEmpty();

        clock.forward(Duration.ofDays(2));
        assertThat(preview("empty-organizations").summary()).isEqualTo("1 flagged");
        assertThat(mails()).isEmpty();
        assertThat(run("empty-organizations").summary()).isEqualTo("1 flagged");
        assertThat(mails()).singleElement().asString().contains("admin@example.net", "flagged for deletion");
        assertThat(run("empty-organizations").summary()).isEmpty();
        daysWithRuns("empty-organizations", 90);
        assertThat(run("empty-organizations").summary()).isEqualTo("1 deleted");

        assertThat(find(Org.TYPE, empty.id()).status()).isEqualTo(Status.DELETED);
        assertThat(find(Org.TYPE, owner.id()).status()).isEqualTo(Status.OK);
        assertThat(run("empty-organizations").summary()).isEmpty();
    }

    @Test
    void organizationThatGotAnObjectIsNoLongerFlagged() throws Exception {
        Row organization = create(anOrganization());
        clock.forward(Duration.ofDays(2));
        run("empty-organizations");
        create(aNetwork().under(organization));

        clock.forward(Duration.ofDays(10));

        assertThat(run("empty-organizations").summary()).isEqualTo("1 no longer flagged");
        assertThat(find(Org.TYPE, organization.id()).status()).isEqualTo(Status.OK);
    }

    @Test
    void accountWithoutOrganizationIsClosedAMonthAfterTheMail() throws Exception {
        settings.set(Setting.ORPHANED_ACCOUNTS, "on", "test");
        Row organization = create(anOrganization());
        long lonely = user("lonely", true);
        long member = user("member", true);
        accounts.change(accountStore -> accountStore.join(member, organization.id(), Role.MEMBER));
        clock.forward(Duration.ofDays(15));

        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 without an organization from now on");
        daysWithRuns("orphaned-accounts", 60);
        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 warned");
        assertThat(run("orphaned-accounts").summary()).isEmpty();
        assertThat(mails()).singleElement().asString().contains("lonely@example.net", "Pending account removal");
        daysWithRuns("orphaned-accounts", 29);
        assertThat(run("orphaned-accounts").summary()).isEmpty();
        clock.forward(Duration.ofDays(1));
        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 closed");

        assertThat(accounts.current().user(lonely).orElseThrow().active()).isFalse();
        assertThat(accounts.current().user(member).orElseThrow().active()).isTrue();
        assertThat(run("orphaned-accounts").summary()).isEmpty();
    }

    @Test
    void warningsBeyondTheCapWaitAndCountFromTheirMail() throws Exception {
        settings.set(Setting.ORPHANED_ACCOUNTS, "on", "test");
        settings.set(Setting.MAX_JOB_MAILS, "1", "test");
        user("first", true);
        user("second", true);
        clock.forward(Duration.ofDays(15));
        run("orphaned-accounts");
        daysWithRuns("orphaned-accounts", 60);

        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 warned, 1 left for the next run");
        clock.forward(Duration.ofDays(10));
        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 warned");
        daysWithRuns("orphaned-accounts", 20);
        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 closed");
    }

    @Test
    void warningsFromBeforeALongPauseCountNoMore() throws Exception {
        Row empty = create(anOrganization());
        long admin = user("admin", true);
        accounts.change(accountStore -> accountStore.join(admin, empty.id(), Role.ADMIN));
        clock.forward(Duration.ofDays(2));
        run("empty-organizations");
        settings.set(Setting.EMPTY_ORGANIZATIONS, "off", "test");
        clock.forward(Duration.ofDays(300));
        settings.set(Setting.EMPTY_ORGANIZATIONS, "on", "test");

        assertThat(run("empty-organizations").summary())
                .as("a mail with a whole term")
                .isEqualTo("1 flagged");
        assertThat(run("empty-organizations").summary()).isEmpty();

        assertThat(mails()).hasSize(2);
        daysWithRuns("empty-organizations", 89);
        assertThat(find(Org.TYPE, empty.id()).status()).isEqualTo(Status.OK);
        clock.forward(Duration.ofDays(1));
        assertThat(run("empty-organizations").summary()).isEqualTo("1 deleted");
    }

    @Test
    void accountWarnedBeforeALongPauseIsNotClosedWhenTheJobIsBack() throws Exception {
        settings.set(Setting.ORPHANED_ACCOUNTS, "on", "test");
        user("lonely", true);
        clock.forward(Duration.ofDays(15));
        run("orphaned-accounts");
        daysWithRuns("orphaned-accounts", 60);
        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 warned");
        clock.forward(Duration.ofDays(300));

        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 without an organization from now on");

        daysWithRuns("orphaned-accounts", 60);
        assertThat(run("orphaned-accounts").summary()).isEqualTo("1 warned");
        assertThat(accounts.current().user("lonely").orElseThrow().active()).isTrue();
    }

    @Test
    void networkWarnedBeforeALongPauseIsWarnedAnew() throws Exception {
        Row network = network(3320);
        delegated("3320 allocated");
        run("rir-status");
        delegated("3320 available");
        assertThat(run("rir-status").summary()).isEqualTo("1 gone, 1 warned");
        rdap.put(new Asn(3320), new ExternalFacts.AsnRecord.Unassigned());
        clock.forward(Duration.ofDays(100));
        delegated("3320 available");

        assertThat(run("rir-status").summary()).isEqualTo("1 warned");

        assertThat(find(Net.TYPE, network.id()).status()).isEqualTo(Status.OK);
    }

    /** Time goes by while the job runs now and then, and what it does last is left to be looked at. */
    private void daysWithRuns(String job, int days) throws Exception {
        for (int day = 0; day < days - 1; day += 7) {
            clock.forward(Duration.ofDays(Math.min(7, days - 1 - day)));
            run(job);
        }
        clock.forward(Duration.ofDays(1));
    }

    @Test
    void requestThatNobodyAnsweredEndsAndBothSidesAreTold() throws Exception {
        Row organization = create(anOrganization());
        long admin = user("admin", true);
        accounts.change(accountStore -> accountStore.join(admin, organization.id(), Role.ADMIN));
        long asker = user("asker", true);
        rows.withConnection(sql -> sql.update(
                "insert into affiliation (user_id, org_id, created) values (?, ?, ?)",
                asker,
                organization.id(),
                clock.instant().getEpochSecond()));

        clock.forward(Duration.ofDays(90));

        assertThat(run("expire-affiliations").summary()).isEqualTo("1 requests ended");
        assertThat(mails())
                .hasSize(2)
                .anyMatch(mail -> mail.contains("asker@"))
                .anyMatch(mail -> mail.contains("admin@"));
        assertThat(run("expire-affiliations").summary()).isEmpty();
        assertThat(affiliations.olderThan(Duration.ZERO)).isEmpty();
    }

    @Test
    void facilityWithoutCoordinatesIsAskedAboutOnce() throws Exception {
        settings.set(Setting.ASK_COORDINATES, "on", "test");
        Row organization = create(anOrganization());
        long admin = user("admin", true);
        accounts.change(accountStore -> accountStore.join(admin, organization.id(), Role.ADMIN));
        Row facility = create(aFacility().under(organization));
        clock.forward(Duration.ofDays(8));

        assertThat(run("ask-coordinates").summary()).isEqualTo("1 facilities asked about");
        assertThat(run("ask-coordinates").summary()).isEmpty();

        assertThat(mails()).singleElement().asString().contains("admin@example.net", "/fac/" + facility.id());
    }

    @Test
    void networkWhoseNumberIsGoneIsWarnedRemindedAndDeleted() throws Exception {
        Row gone = network(3320);
        create(aContact().under(gone));
        Row kept = create(aNetwork().withName("Other Net").withAsn(3333).under(find(Org.TYPE, gone.get(Net.ORG_ID))));
        delegated("3320 allocated", "3333 assigned");
        assertThat(run("rir-status").summary()).isEqualTo("2 noted");
        delegated("3320 reserved", "3333 assigned");

        assertThat(run("rir-status").summary()).isEqualTo("1 gone, 1 warned");
        assertThat(mails()).singleElement().asString().contains("noc@net.example.net", "AS3320 flagged for removal");
        assertThat(run("rir-status").summary()).isEmpty();
        NetworkNotices notices = new NetworkNotices(database.source(), settings);
        assertThat(notices.deletionOf(gone.id()))
                .as("the end that the mail names")
                .contains(clock.instant().plus(Duration.ofDays(14)));
        assertThat(notices.deletionOf(kept.id())).isEmpty();
        clock.forward(Duration.ofDays(7));
        delegated("3320 reserved", "3333 assigned");
        assertThat(run("rir-status").summary()).isEqualTo("1 reminded");
        clock.forward(Duration.ofDays(7));
        delegated("3320 reserved", "3333 assigned");
        assertThat(run("rir-status").summary()).isEqualTo("1 kept: RDAP knows the number, or could not be asked");
        rdap.put(new Asn(3320), new ExternalFacts.AsnRecord.Unassigned());
        assertThat(run("rir-status").summary()).isEqualTo("1 deleted");

        assertThat(find(Net.TYPE, gone.id()).status()).isEqualTo(Status.DELETED);
        assertThat(find(Net.TYPE, kept.id()).find(Net.RIR_STATUS)).isEqualTo("assigned");
        assertThat(find(Net.TYPE, kept.id()).updated()).as("not touched").isEqualTo(kept.updated());
        assertThat(run("rir-status").summary()).isEmpty();
    }

    @Test
    void networkWhoseNumberReturnsIsForgiven() throws Exception {
        Row network = network(3320);
        delegated("3320 allocated");
        run("rir-status");
        delegated("3320 available");
        run("rir-status");
        delegated("3320 allocated");

        assertThat(run("rir-status").summary()).isEqualTo("1 good again");
        clock.forward(Duration.ofDays(100));
        delegated("3320 available");
        assertThat(run("rir-status").summary()).as("the countdown begins anew").isEqualTo("1 gone, 1 warned");
        assertThat(find(Net.TYPE, network.id()).status()).isEqualTo(Status.OK);
    }

    @Test
    void filesThatAreOldOrShrankAreNotBelieved() throws Exception {
        network(3320);
        delegated("3320 allocated", "3333 assigned");
        run("rir-status");

        delegated("3333 assigned");
        assertThatThrownBy(() -> run("rir-status")).hasMessageContaining("1 numbers, 2 when it was read last");
        delegated("3320 allocated", "3333 assigned");
        clock.forward(Duration.ofDays(5));
        assertThatThrownBy(() -> run("rir-status")).hasMessageContaining("too old");
        Files.writeString(folder.resolve("delegated-test-extended-latest"), "<html>not found</html>\n");
        assertThatThrownBy(() -> run("rir-status")).hasMessageContaining("no AS numbers");

        assertThat(mails()).isEmpty();
    }

    @Test
    void massFlaggingIsRefused() throws Exception {
        Row organization = create(anOrganization());
        List<String> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            create(aNetwork().withName("Net " + i).withAsn(20_000 + i).under(organization));
            good.add(20_000 + i + " allocated");
            bad.add(20_000 + i + " available");
        }
        delegated(good.toArray(String[]::new));
        run("rir-status");
        delegated(bad.toArray(String[]::new));

        assertThatThrownBy(() -> run("rir-status")).hasMessageContaining("mass flagging");

        assertThat(mails()).isEmpty();
        assertThat(run("erase-contacts").summary()).isEmpty();
    }

    @Test
    void daysAreCountedAsTheyWere() throws Exception {
        Random random = new Random(22);
        Map<LocalDate, Map<Statistic, Long>> seen = new LinkedHashMap<>();
        Row organization = create(anOrganization());
        user("jane", true);
        List<Row> networks = new ArrayList<>();
        for (int day = 0; day < 12; day++) {
            for (int step = 0; step < 4; step++) {
                if (networks.isEmpty() || random.nextBoolean()) {
                    networks.add(create(aNetwork()
                            .withName("Net " + day + " " + step)
                            .withAsn(20_000 + day * 10 + step)
                            .under(organization)));
                    create(aContact().under(networks.getLast()));
                } else if (random.nextBoolean()) {
                    submit(new Operation.Delete(
                            Net.TYPE,
                            networks.remove(random.nextInt(networks.size())).id()));
                } else {
                    Row network = find(
                            Net.TYPE,
                            networks.get(random.nextInt(networks.size())).id());
                    submit(new Operation.Update(
                            Net.TYPE,
                            network.id(),
                            RequestFields.replacing(
                                    network,
                                    Net.ALLOW_IXP_UPDATE,
                                    String.valueOf(!network.get(Net.ALLOW_IXP_UPDATE)))));
                }
            }
            Row facility = create(aFacility().withName("Fac " + day).under(organization), new Maker("user:1"));
            if (day % 3 == 0) {
                submit(new Operation.Approve(Fac.TYPE, facility.id()));
            } else if (day % 3 == 1) {
                submit(new Operation.Deny(Fac.TYPE, facility.id()));
            }
            seen.put(today(), DailyCounts.count(registry.current()));
            clock.forward(Duration.ofDays(1));
        }

        Statistics statistics = new Statistics(registry::current, store, accounts, rows, clock);
        assertThat(statistics.isDue()).isTrue();
        assertThat(statistics.countDays()).isEqualTo(12);
        assertThat(statistics.isDue()).isFalse();
        assertThat(statistics.countDays()).as("again").isZero();

        List<DayStatistics> counted = rows.withConnection(StatisticTable::all);
        assertThat(counted).extracting(DayStatistics::day).containsExactlyElementsOf(seen.keySet());
        assertThat(counted).allMatch(day -> !day.isEstimated());
        for (DayStatistics day : counted) {
            assertThat(day.count(Statistic.USERS)).hasValue(1);
            assertThat(day.counts()).containsAllEntriesOf(seen.get(day.day()));
        }
        assertThat(seen.values())
                .extracting(counts -> counts.get(Statistic.AUTOMATED_NETS))
                .as("the test changes something")
                .contains(1L, 2L);
    }

    @Test
    void dayThatIsNotLongOverIsNotCounted() throws Exception {
        create(anOrganization());
        clock.forward(Duration.ofHours(12).plusMinutes(4));
        Statistics statistics = new Statistics(registry::current, store, accounts, rows, clock);

        assertThat(statistics.countDays()).as("nodes' clocks differ").isZero();
        clock.forward(Duration.ofMinutes(1));
        assertThat(statistics.countDays()).isEqualTo(1);
        assertThat(statistics.all()).extracting(DayStatistics::day).containsExactly(today().minusDays(1), today());
    }

    @Test
    void daysBeforeALoadAreToldByTheDatesOfRows() throws Exception {
        clock.forward(Duration.ofDays(1000));
        new DumpLoader(store, clock).load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        Registry loaded = Registry.open(store);
        loaded.awaitLoaded();
        Statistics statistics = new Statistics(loaded::current, store, accounts, rows, clock);

        int days = statistics.countDays();

        List<DayStatistics> counted = rows.withConnection(StatisticTable::all);
        assertThat(counted).hasSize(days).allMatch(DayStatistics::isEstimated);
        assertThat(counted.getLast().count(Statistic.AUTOMATED_NETS)).isEmpty();
        assertThat(counted.getLast().count(Statistic.NET))
                .isEqualTo(statistics.all().getLast().count(Statistic.NET));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Test
    void missingAsSetIsToldOnceItIsConfirmedAndAgainAfterAMonth() throws Exception {
        settings.set(Setting.AS_SETS, "on", "test");
        Row organization = create(anOrganization());
        Row gone = asSet(organization, "Gone", 20_001, "RIPE::AS-GONE");
        asSet(organization, "Moved", 20_002, "RIPE::AS-MOVED");
        asSet(organization, "Silent", 20_003, "RADB::AS-SILENT");
        asSet(organization, "Fine", 20_004, "RIPE::AS-FINE RADB::AS20004");
        try (FakeIrr server = new FakeIrr()) {
            server.answer("AS-MOVED", "as-set:  AS-MOVED\nsource: RADB\n");
            server.answer("AS-FINE", "as-set: AS-FINE\nsource:  RADB\n\nas-set: as-fine\nsource: ripe\n");
            server.answer("AS-SILENT", "%ERROR:305: too many queries\n");
            irr = server.servers();

            assertThat(preview("as-sets").summary()).isEqualTo("1 gone, 1 moved, 1 unknown");
            assertThat(run("as-sets").summary()).isEqualTo("1 gone, 1 moved, 1 unknown");
            assertThat(run("as-sets").summary()).as("twice").isEmpty();
            assertThat(mails()).as("not yet confirmed").isEmpty();
            clock.forward(Duration.ofDays(1));
            assertThat(run("as-sets").summary()).isEqualTo("2 told");
            assertThat(run("as-sets").summary()).isEmpty();
            assertThat(mails())
                    .hasSize(2)
                    .anyMatch(mail -> mail.contains("AS20001: as-set not found") && mail.contains("RIPE::AS-GONE"))
                    .anyMatch(mail -> mail.contains("RIPE::AS-MOVED (RADB)"));
            NetworkNotices notices = new NetworkNotices(database.source(), settings);
            assertThat(notices.asSetOf(gone.id(), "RIPE::AS-GONE"))
                    .hasValueSatisfying(found -> assertThat(found.isMoved()).isFalse());
            assertThat(notices.asSetOf(gone.id(), "RIPE::AS-OTHER"))
                    .as("it was corrected since")
                    .isEmpty();
            daysWithRuns("as-sets", 30);
            server.answer("AS-MOVED", "as-set: AS-MOVED\nsource: RIPE\n");
            assertThat(run("as-sets").summary()).isEqualTo("1 reminded, 1 found again");
            server.silence();
            clock.forward(Duration.ofDays(30));
            assertThat(run("as-sets").summary())
                    .as("a silent server proves nothing")
                    .isEmpty();
        }
        assertThat(mails()).hasSize(3);
    }

    @Test
    void asSetsAreLookedUpAsFarAsTheCapsAllow() throws Exception {
        settings.set(Setting.AS_SETS, "on", "test");
        settings.set(Setting.AS_SET_LOOKUPS, "2", "test");
        settings.set(Setting.AS_SET_MAX_MAILS, "1", "test");
        Row organization = create(anOrganization());
        for (int i = 1; i <= 3; i++) {
            asSet(organization, "Net " + i, 20_000 + i, "RIPE::AS-NET" + i);
        }
        try (FakeIrr server = new FakeIrr()) {
            irr = server.servers();

            assertThat(run("as-sets").summary()).isEqualTo("2 gone, 1 left for the next run");
            assertThat(server.queries()).hasSize(2);
            clock.forward(Duration.ofDays(2));
            assertThat(run("as-sets").summary())
                    .as("who waited longest is first")
                    .isEqualTo("1 gone, 1 told, 1 left for the next run");
        }
        assertThat(mails()).hasSize(1);
    }

    private Row asSet(Row organization, String name, long asn, String value) throws Exception {
        Row network = create(
                aNetwork().withName(name).withAsn(asn).under(organization).with("irr_as_set", value));
        create(aContact().under(network).with("email", "noc@as" + asn + ".example.net"));
        return network;
    }

    @Test
    void asSetThatWasMissingBeforeALongPauseIsLookedUpTwiceBeforeAnybodyIsTold() throws Exception {
        settings.set(Setting.AS_SETS, "on", "test");
        asSet(create(anOrganization()), "Gone", 20_001, "RIPE::AS-GONE");
        try (FakeIrr server = new FakeIrr()) {
            irr = server.servers();
            run("as-sets");
            clock.forward(Duration.ofDays(90));

            assertThat(run("as-sets").summary()).as("one look").isEmpty();

            assertThat(mails()).isEmpty();
            clock.forward(Duration.ofDays(1));
            assertThat(run("as-sets").summary()).isEqualTo("1 told");
        }
    }

    private record Maker(String actor) implements Author {
        @Override
        public boolean may(org.peerage.registry.rules.AccessRight right, String namespace) {
            return namespace.startsWith("peeringdb.organization");
        }

        @Override
        public List<String> emails() {
            return List.of();
        }

        @Override
        public boolean bypassesRules() {
            return false;
        }
    }

    private Row network(long asn) throws Exception {
        return create(aNetwork().withAsn(asn).under(create(anOrganization())));
    }

    /** Approved at once. */
    private Row create(TestRow row) throws Exception {
        Row made = create(row, STAFF);
        if (made.status() == Status.PENDING) {
            submit(new Operation.Approve(made.type(), made.id()));
        }
        return find(made.type(), made.id());
    }

    private Row create(TestRow row, Author author) throws Exception {
        Decision decision = editor.submit(
                        Editor.WriteCommand.of(new Operation.Create(row.type(), row.request()), author, "test"))
                .decided()
                .last();
        assertThat(decision).isInstanceOf(Decision.Applied.class);
        return ((Decision.Applied) decision).row().orElseThrow();
    }

    private void submit(Operation operation) throws Exception {
        assertThat(editor.submit(Editor.WriteCommand.of(operation, STAFF, "test"))
                        .decided()
                        .last())
                .isInstanceOf(Decision.Applied.class);
    }

    private Row find(ObjectType type, long id) {
        return Objects.requireNonNull(registry.current().find(type, id));
    }

    private long user(String name, boolean verified) {
        AccountChangeResult added = accounts.change(accountStore ->
                accountStore.addUser(new NewUser(name, name + "@example.net", "!", "", "", verified, false, false)));
        assertThat(added).isInstanceOf(AccountChangeResult.UserAdded.class);
        return accounts.current().user(name).orElseThrow().id();
    }

    private void delegated(String... numbers) throws IOException {
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
        StringBuilder file = new StringBuilder("2|test|1|1|19830101|" + day + "|+0000\ntest|*|asn|*|1|summary\n");
        for (String number : numbers) {
            file.append("test|DE|asn|")
                    .append(number.replaceFirst(" ", "|1|20200101|"))
                    .append("|x\n");
        }
        Files.writeString(folder.resolve("delegated-test-extended-latest"), file.toString());
    }

    private JobRun run(String name) throws Exception {
        JobRun run = JobRun.real();
        job(name).task().run(run);
        return run;
    }

    private JobRun preview(String name) throws Exception {
        return Scheduler.preview(job(name));
    }

    private Job job(String name) {
        return RegistryJobs.of(
                        new JobContext(
                                registry::current,
                                editor,
                                store,
                                accounts,
                                settings,
                                rows,
                                clock,
                                "https://peerage.example"),
                        affiliations,
                        people.closure(),
                        RegistrySettings.STANDARD,
                        DelegatedFiles.of(folder.toString()),
                        irr,
                        asn -> rdap.getOrDefault(asn, new ExternalFacts.AsnRecord.Unknown()))
                .stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> mails() {
        return rows.withConnection(sql -> sql.query(
                "select payload from outbox where kind = 'mail' and payload not like '%is closed%' order by id",
                row -> row.getString(1)));
    }

    private static String text(Change change) {
        return change.before() + " " + change.after();
    }
}
