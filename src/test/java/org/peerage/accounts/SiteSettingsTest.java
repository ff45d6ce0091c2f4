package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.limits.RateLimit;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.store.Database;
import org.peerage.testing.PostgresServer;

/** Switches of the site, and the record of who turned them. */
class SiteSettingsTest {
    private static final Instant NOON = Instant.parse("2026-02-03T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void settingsWorkOnSqlite() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            settingsReachOtherServers(database);
            theAuditIsFiltered(database);
        }
    }

    @Test
    @Tag("slow")
    void settingsWorkOnPostgres() throws Exception {
        try (Database database = Database.openUrl(PostgresServer.newDatabaseUrl())) {
            settingsReachOtherServers(database);
            theAuditIsFiltered(database);
        }
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
