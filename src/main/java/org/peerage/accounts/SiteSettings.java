package org.peerage.accounts;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What superusers set while the site runs. In the database, so that all its servers have the same; in memory, so that
 * reading costs nothing. A change shows here at once, on other servers at their next {@link #refresh}.
 */
public final class SiteSettings {
    public static final int MAX_BANNER_LENGTH = 500;

    private final AccountTables store;
    private final Clock clock;
    private volatile Map<String, String> current;

    public SiteSettings(DataSource source, Clock clock) {
        this.store = new AccountTables(source);
        this.clock = clock;
        this.current = read();
    }

    /** What can be set. */
    public enum Setting {
        /** A text on top of all pages; empty: none. */
        BANNER(""),
        /** Whether people may sign up: {@code on} or {@code off}. */
        SIGN_UP("on"),
        /** Whether the registry takes no changes: {@code on} or {@code off}. */
        READ_ONLY("off"),
        /** The day from which accounts that are made need a second factor, such as {@code 2027-01-31}; empty: none. */
        FACTORS_SOFT_START(""),
        /** The day from which everybody needs one, and passwords end at the API; empty: none. */
        FACTORS_HARD_START(""),
        /** Whether staff and superusers need one: {@code on} or {@code off}. */
        STAFF_FACTORS("off");

        private final String initial;

        Setting(String initial) {
            this.initial = initial;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public String get(Setting setting) {
        return current.getOrDefault(setting.key(), setting.initial);
    }

    /** A setting that is a day. */
    public Optional<LocalDate> date(Setting setting) {
        try {
            return get(setting).isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(get(setting)));
        } catch (DateTimeParseException notADay) {
            return Optional.empty();
        }
    }

    public boolean isOn(Setting setting) {
        return get(setting).equals("on");
    }

    public void set(Setting setting, String value, String actor) {
        store.withConnection(sql -> sql.update(
                "insert into setting (name, content, changed_at, changed_by) values (?, ?, ?, ?) on conflict (name) do"
                        + " update set content = excluded.content, changed_at = excluded.changed_at,"
                        + " changed_by = excluded.changed_by",
                setting.key(),
                value,
                clock.instant().getEpochSecond(),
                actor));
        refresh();
    }

    /** Takes over what other servers set; to be called every few seconds. */
    public void refresh() {
        current = read();
    }

    private Map<String, String> read() {
        Map<String, String> values = new HashMap<>();
        store.withConnection(sql ->
                sql.query("select name, content from setting", row -> values.put(row.getString(1), row.getString(2))));
        return Map.copyOf(values);
    }
}
