package org.peerage.accounts;

import java.time.Clock;
import java.time.Duration;
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

    /** What a setting may be. */
    public sealed interface SettingKind {
        /** {@code on} or {@code off}. */
        record Toggle() implements SettingKind {}

        /** One line of plain text. */
        record Text(int maxLength) implements SettingKind {}

        /** A whole number of something, such as days. */
        record Number(int min, int max, String unit) implements SettingKind {}

        /** Why a value is none of this kind; empty: it is one. */
        default Optional<String> problem(String value) {
            return switch (this) {
                case Toggle() ->
                    value.equals("on") || value.equals("off") ? Optional.empty() : Optional.of("It is on or off.");
                case Text(int maxLength) ->
                    value.length() <= maxLength && value.lines().count() <= 1
                            ? Optional.empty()
                            : Optional.of("It is one line of at most " + maxLength + " characters.");
                case Number(int min, int max, String unit) ->
                    value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max
                            ? Optional.empty()
                            : Optional.of("It is a whole number from " + min + " to " + max + ".");
            };
        }
    }

    /** What can be set (docs/spec/operations.md §6.6). */
    public enum Setting {
        /** A text on top of all pages; empty: none. */
        BANNER(new SettingKind.Text(MAX_BANNER_LENGTH), "", "Announcement on all pages"),
        /** Whether people may sign up. */
        SIGN_UP(new SettingKind.Toggle(), "on", "People may sign up"),
        /** Whether the registry takes no changes. */
        READ_ONLY(
                new SettingKind.Toggle(), "off", "The registry is read-only: it takes no changes, from nobody"),
        CONTACT_ERASURE_DAYS(
                new SettingKind.Number(1, 3650, "days"), "30", "Deleted contacts are erased, with their history, after"),
        AFFILIATION_DAYS(
                new SettingKind.Number(1, 3650, "days"), "90", "Unanswered requests to join organizations end after"),
        QUEUE_TIMEOUT(new SettingKind.Toggle(), "on", "What waits in the verification queue too long is denied"),
        QUEUE_TIMEOUT_DAYS(new SettingKind.Number(1, 3650, "days"), "90", "Time in the verification queue"),
        EMPTY_ORGANIZATIONS(new SettingKind.Toggle(), "on", "Organizations without objects are deleted"),
        EMPTY_ORGANIZATION_DAYS(
                new SettingKind.Number(7, 3650, "days"), "90", "Time between the mail and the deletion of an organization"),
        ORPHANED_ACCOUNTS(new SettingKind.Toggle(), "off", "Accounts without an organization are closed"),
        ORPHANED_ACCOUNT_DAYS(
                new SettingKind.Number(31, 3650, "days"), "90", "Time that an account may be without an organization"),
        ASK_COORDINATES(
                new SettingKind.Toggle(), "off", "Organizations are asked where facilities without coordinates are"),
        RIR_STATUS(new SettingKind.Toggle(), "on", "Networks are checked against the RIRs' delegated files"),
        RIR_STATUS_DAYS(
                new SettingKind.Number(1, 3650, "days"), "14", "Time between the mail and the deletion of a network"),
        RIR_STATUS_MAX_MAILS(
                new SettingKind.Number(0, 100_000, "mails"), "100", "Mails to networks in one run of the RIR check"),
        MAX_JOB_MAILS(new SettingKind.Number(0, 100_000, "mails"), "50", "Mails of other kinds in one run of a job");

        private final SettingKind kind;
        private final String initial;
        private final String label;

        Setting(SettingKind kind, String initial, String label) {
            this.kind = kind;
            this.initial = initial;
            this.label = label;
        }

        public SettingKind kind() {
            return kind;
        }

        public String label() {
            return label;
        }

        /** Its name in forms, the database and the audit. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public String get(Setting setting) {
        return current.getOrDefault(setting.key(), setting.initial);
    }

    public boolean isOn(Setting setting) {
        return get(setting).equals("on");
    }

    public int number(Setting setting) {
        return Integer.parseInt(get(setting));
    }

    /** A number of days as a time. */
    public Duration days(Setting setting) {
        return Duration.ofDays(number(setting));
    }

    /**
     * Sets a value.
     *
     * @throws IllegalArgumentException where it is none of the setting's kind
     */
    public void set(Setting setting, String value, String actor) {
        setting.kind.problem(value).ifPresent(problem -> {
            throw new IllegalArgumentException(setting.key() + ": " + problem);
        });
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
