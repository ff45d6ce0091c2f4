package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.store.Database;
import org.peerage.store.Sql;

/** What settings may be, and what becomes of those that an older program took. */
class SiteSettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "security@example.net",
                "mailto:security@example.net",
                "mailto:security@example.net?subject=A%20hole",
                "https://example.net/security",
                "tel:+49-30-1234567",
                "tel:1234;phone-context=+4930"
            })
    void contactIsAMailboxAPageOrATelephone(String text) {
        assertThat(Setting.SECURITY_CONTACT.kind().accepts(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the security team",
                "mailto:",
                "mailto:nobody",
                "tel:",
                "tel:call us",
                "javascript:alert(1)",
                "https://example.net/\nExpires: never"
            })
    void otherTextIsNoContact(String text) {
        assertThat(Setting.SECURITY_CONTACT.kind().accepts(text)).isFalse();
    }

    @Test
    void contactThatAnOlderProgramTookIsKeptWhereItIsAnAddress(@TempDir Path folder) throws Exception {
        try (Database database = Database.openFolder(folder)) {
            store(database, "tel:+49-30-1234567");
            SiteSettings settings = new SiteSettings(database.source(), Clock.systemUTC());
            assertThat(settings.get(Setting.SECURITY_CONTACT)).isEqualTo("tel:+49-30-1234567");

            store(database, "the security team");
            settings.refresh();
            assertThat(settings.get(Setting.SECURITY_CONTACT)).isEmpty();
        }
    }

    private static void store(Database database, String text) throws Exception {
        int _ = Sql.withConnection(
                database.source(),
                sql -> sql.update(
                        "insert into setting (name, content, changed_at, changed_by) values ('security_contact', ?, 0, 'x')"
                                + " on conflict (name) do update set content = excluded.content",
                        text));
    }
}
