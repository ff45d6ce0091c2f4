package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void onSqlite() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            settingsReachOtherServers(database);
            theAuditIsFiltered(database);
        }
    }

    @Test
    @Tag("slow")
    void onPostgres() throws Exception {
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
    }

    private static void theAuditIsFiltered(Database database) {
        Audit audit = new Audit(database.source(), CLOCK);
        audit.note("user:1", "merge organizations", "org:41", "100% of it", "192.0.2.1");
        audit.note("user:2", "sign in", "user:2", "", "192.0.2.2");

        assertThat(audit.find(new Audit.Filter("user:1", "", "", null, null), 10, 0))
                .hasSize(1);
        assertThat(audit.find(new Audit.Filter("", "org:41", "", null, null), 10, 0))
                .hasSize(1);
        assertThat(audit.find(new Audit.Filter("", "", "MERGE", null, null), 10, 0))
                .hasSize(1);
        assertThat(audit.find(new Audit.Filter("", "", "%", null, null), 10, 0)).isEmpty();
        assertThat(audit.find(new Audit.Filter("", "", "", NOON, NOON.plusSeconds(1)), 10, 0))
                .hasSize(2);
        assertThat(audit.find(new Audit.Filter("", "", "", NOON.plusSeconds(1), null), 10, 0))
                .isEmpty();
        assertThat(audit.find(new Audit.Filter("", "", "", null, null), 1, 1))
                .extracting(Audit.Entry::actor)
                .containsExactly("user:1");
    }
}
