package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.peerage.access.Transactions;
import org.peerage.access.limits.RateLimit;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.SiteSettings.SettingKind;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.ProjectFiles;

/** Switches of the site, and the record of who turned them. */
class SiteSettingsTest {
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir
    private static Path sharedFolder;

    private static Database shared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openShared() throws Exception {
        shared = Database.openFolder(sharedFolder);
    }

    @AfterAll
    static void closeShared() {
        shared.close();
    }

    @Test
    void settingsWorkOnSqlite() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            theAuditIsFiltered(database);
            settingsReachOtherServers(database);
        }
    }

    @Test
    @Tag("slow")
    void settingsWorkOnPostgres() throws Exception {
        try (Database database = Database.openUrl(PostgresServer.newDatabaseUrl())) {
            theAuditIsFiltered(database);
            settingsReachOtherServers(database);
        }
    }

    @Test
    void whatIsDerivedFollowsEachChangeAndIsMadeOnceForIt() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            SiteSettings here = new SiteSettings(database.source(), CLOCK);
            SiteSettings there = new SiteSettings(database.source(), CLOCK);
            AtomicInteger made = new AtomicInteger();
            Supplier<String> banner = here.derived(settings -> made.incrementAndGet() + settings.get(Setting.BANNER));

            assertThat(Stream.generate(banner).limit(3)).containsExactly("1", "1", "1");
            here.set(Setting.BANNER, " here", "root");
            assertThat(Stream.generate(banner).limit(2)).containsExactly("2 here", "2 here");
            there.set(Setting.BANNER, " there", "root");
            here.refresh();
            assertThat(banner.get()).isEqualTo("3 there");
        }
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingTakesItsBoundsAndNothingElse(Setting setting) {
        SiteSettings here = new SiteSettings(shared.source(), CLOCK);
        SiteSettings there = new SiteSettings(shared.source(), CLOCK);
        AuditLog audit = new AuditLog(shared.source(), CLOCK);
        assertThat(setting.kind().accepts(here.get(setting)))
                .as("what it begins with")
                .isTrue();
        String last = here.get(setting);
        int changes = 0;
        for (String value : rightValues(setting.kind())) {
            here.setAll(Map.of(setting, value), "user:1", "192.0.2.7");
            there.refresh();

            assertThat(here.get(setting)).isEqualTo(value);
            assertThat(there.get(setting)).as("on another server").isEqualTo(value);
            changes += value.equals(last) ? 0 : 1;
            last = value;
        }
        for (String value : wrongValues(setting.kind())) {
            assertThatThrownBy(() -> here.setAll(Map.of(setting, value, Setting.BANNER, "Not this"), "user:1", ""))
                    .as(value)
                    .isInstanceOf(IllegalArgumentException.class);
        }

        there.refresh();
        assertThat(there.get(setting)).isEqualTo(last);
        assertThat(there.get(Setting.BANNER)).isNotEqualTo("Not this");
        assertThat(audit.find(new AuditLog.AuditFilter("user:1", "site", "set " + setting.key(), null, null), 100, 0))
                .filteredOn(entry -> entry.action().equals("set " + setting.key()))
                .as("an entry for each change, none for what stays")
                .hasSizeBetween(changes, changes + 1)
                .allMatch(entry -> entry.ipAddress().equals("192.0.2.7"))
                .first()
                .returns(last, AuditLog.AuditEntry::detail);
    }

    private static List<String> rightValues(SettingKind kind) {
        return switch (kind) {
            case SettingKind.Toggle() -> List.of("on", "off");
            case SettingKind.Text(int maxLength) -> List.of("", "x", "<b>", "ä".repeat(maxLength));
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                List.of(String.valueOf(min), String.valueOf(max));
            case SettingKind.Day() -> List.of("", "2028-02-29");
            case SettingKind.Choice choice -> choice.all();
            case SettingKind.Rate() -> List.of("", "10/minute", "1000000/second", "600/hour");
        };
    }

    private static List<String> wrongValues(SettingKind kind) {
        return switch (kind) {
            case SettingKind.Toggle() -> List.of("", "ON", "true", "1");
            case SettingKind.Text(int maxLength) -> List.of("x".repeat(maxLength + 1), "two\nlines");
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                List.of(
                        "",
                        "x",
                        "1.5",
                        "-1",
                        " 1",
                        "1e3",
                        "99999999999",
                        String.valueOf(min - 1),
                        String.valueOf(max + 1));
            case SettingKind.Day() -> List.of("2027-02-29", "tomorrow", "2027-1-1", "2027-01-01T00:00");
            case SettingKind.Choice _ -> List.of("", "loud");
            case SettingKind.Rate() ->
                List.of("9/minute", "0/second", "1000001/second", "10", "/second", "10/week", "x");
        };
    }

    @Test
    void everySettingIsReadSomewhere() throws IOException {
        Pattern use = Pattern.compile("\\bSetting\\.([A-Z_]+)\\b");
        Set<String> read = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ProjectFiles.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                use.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
            }
        }

        assertThat(read)
                .containsAll(Stream.of(Setting.values()).map(Setting::name).toList());
    }

    @Test
    void valueThatThisProgramDoesNotTakeIsAsIfItWereNotThere() {
        new Transactions(shared.source())
                .withConnection(sql -> sql.update(
                        "insert into setting (name, content, changed_at, changed_by) values ('max_job_mails', 'many', 1, 'x')"
                                + " on conflict (name) do update set content = excluded.content"));

        assertThat(new SiteSettings(shared.source(), CLOCK).number(Setting.MAX_JOB_MAILS))
                .isEqualTo(50);
    }

    private static void settingsReachOtherServers(Database database) {
        SiteSettings here = new SiteSettings(database.source(), CLOCK);
        SiteSettings there = new SiteSettings(database.source(), CLOCK);
        assertThat(here.isOn(Setting.SIGN_UP)).isTrue();
        assertThat(here.isOn(Setting.READ_ONLY)).isFalse();

        here.set(Setting.SIGN_UP, "off", "user:1");
        here.set(Setting.BANNER, "Work on Sunday", "user:1");
        here.set(Setting.BANNER, "Work on Monday", "user:1");
        there.refresh();

        assertThat(here.isOn(Setting.SIGN_UP)).isFalse();
        assertThat(there.isOn(Setting.SIGN_UP)).isFalse();
        assertThat(there.get(Setting.BANNER)).isEqualTo("Work on Monday");
        assertThat(there.banner()).isEqualTo("Work on Monday");
        here.set(Setting.BANNER_FROM, "2026-02-04", "user:1");
        assertThat(here.banner()).as("from tomorrow on").isEmpty();
        here.set(Setting.BANNER_FROM, "2026-02-03", "user:1");
        here.set(Setting.BANNER_UNTIL, "2026-02-03", "user:1");
        assertThat(here.banner()).isEqualTo("Work on Monday");
        here.set(Setting.BANNER_UNTIL, "2026-02-02", "user:1");
        assertThat(here.banner()).isEmpty();
        assertThat(Setting.BANNER_SEVERITY.kind().accepts("danger")).isTrue();
        assertThat(Setting.BANNER_SEVERITY.kind().accepts("loud")).isFalse();
        assertThat(Setting.LIMIT_WRITES.kind().accepts("10/minute")).isTrue();
        assertThat(Setting.LIMIT_WRITES.kind().accepts("")).isTrue();
        assertThat(Setting.LIMIT_WRITES.kind().accepts("0/minute")).isFalse();
        assertThat(Setting.LIMIT_WRITES.kind().accepts("9999999/second")).isFalse();
        assertThat(Setting.LIMIT_WRITES.kind().accepts("9/minute"))
                .as("it would lock people out")
                .isFalse();
        assertThat(Setting.LIMIT_ANONYMOUS_PAGES.kind().accepts("100/day")).isFalse();
        here.set(Setting.LIMIT_WRITES, "700/hour", "user:1");
        there.refresh();
        assertThat(there.rate(Setting.LIMIT_WRITES)).contains(new RateLimit(700, Duration.ofHours(1)));
    }

    private static void theAuditIsFiltered(Database database) {
        AuditLog auditLog = new AuditLog(database.source(), CLOCK);
        auditLog.record("user:1", "merge organizations", "org:41", "100% of it", "192.0.2.1");
        auditLog.record("user:2", "sign in", "user:2", "", "192.0.2.2");

        assertThat(auditLog.find(new AuditLog.AuditFilter("user:1", "", "", null, null), 10, 0))
                .hasSize(1);
        assertThat(auditLog.find(new AuditLog.AuditFilter("", "org:41", "", null, null), 10, 0))
                .hasSize(1);
        assertThat(auditLog.find(new AuditLog.AuditFilter("", "", "MERGE", null, null), 10, 0))
                .hasSize(1);
        assertThat(auditLog.find(new AuditLog.AuditFilter("", "", "%", null, null), 10, 0))
                .isEmpty();
        assertThat(auditLog.find(new AuditLog.AuditFilter("", "", "", NOON, NOON.plusSeconds(1)), 10, 0))
                .hasSize(2);
        assertThat(auditLog.find(new AuditLog.AuditFilter("", "", "", NOON.plusSeconds(1), null), 10, 0))
                .isEmpty();
        assertThat(auditLog.find(new AuditLog.AuditFilter("", "", "", null, null), 1, 1))
                .extracting(AuditLog.AuditEntry::actor)
                .containsExactly("user:1");
    }
}
