package org.peerage.accounts;

import com.google.errorprone.annotations.Immutable;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Transactions;
import org.peerage.access.limits.RateLimit;
import org.peerage.text.Email;
import org.peerage.text.Url;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What superusers set while the site runs. In the database, so that all its servers have the same; in memory, so that
 * reading costs nothing. A change shows here at once, on other servers at their next {@link #refresh}.
 */
public final class SiteSettings {
    public static final int MAX_BANNER_LENGTH = 500;

    private static final long MAX_REQUESTS = 1_000_000;

    /** Fewer would lock people out, those too who could set it right again. */
    private static final long MIN_REQUESTS_A_MINUTE = 10;

    /** RFC 6068, with what a mail program is to fill in. */
    private static final Pattern MAILBOX = Pattern.compile("^mailto:([^?\\s]+)(\\?[!-~]*)?$");

    /** RFC 3966. */
    private static final Pattern TELEPHONE = Pattern.compile("tel:\\+?[0-9][0-9().-]{2,40}(;[!-~]{1,100})?");

    private static final Logger LOG = LoggerFactory.getLogger(SiteSettings.class);

    private final Transactions store;
    private final Clock clock;
    private Map<String, String> refused = Map.of();
    private volatile Map<String, String> current;

    public SiteSettings(DataSource source, Clock clock) {
        this.store = new Transactions(source);
        this.clock = clock;
        this.current = read();
    }

    /** What a setting may be. */
    @Immutable
    public sealed interface SettingKind {
        /** {@code on} or {@code off}. */
        record Toggle() implements SettingKind {}

        /** One line of plain text. */
        record Text(int maxLength) implements SettingKind {}

        /** A whole number of something, such as days. */
        record WholeNumber(int min, int max, String unit) implements SettingKind {}

        /** A day such as {@code 2027-01-31}, or nothing: never. */
        record Day() implements SettingKind {}

        /** One of some words, which are parted by blanks. */
        record Choice(String words) implements SettingKind {
            public List<String> all() {
                return List.of(words.split(" ", -1));
            }
        }

        /** A mail address, or the address of a mailbox, page or telephone (RFC 9116 §2.5.3), or nothing. */
        record Contact() implements SettingKind {}

        /** Such as {@code 100/second}, or nothing: as the server was started. */
        record Rate() implements SettingKind {}

        default boolean accepts(String value) {
            return switch (this) {
                case Toggle() -> value.equals("on") || value.equals("off");
                case Text(int maxLength) ->
                    value.length() <= maxLength && value.lines().count() <= 1;
                case Day() -> value.isEmpty() || isDay(value);
                case Choice choice -> choice.all().contains(value);
                case Contact() -> value.isEmpty() || (value.length() <= MAX_BANNER_LENGTH && isContact(value));
                case Rate() -> value.isEmpty() || isRate(value);
                case WholeNumber(int min, int max, String unit) ->
                    value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= min && Integer.parseInt(value) <= max;
            };
        }
    }

    private static boolean isContact(String text) {
        return Email.isValid(MAILBOX.matcher(text).replaceFirst("$1"))
                || Url.isValid(text, Set.of("https", "http"))
                || TELEPHONE.matcher(text).matches();
    }

    private static boolean isRate(String text) {
        try {
            RateLimit rate = RateLimit.parse(text);
            return rate.requests() <= MAX_REQUESTS
                    && rate.requests() * Duration.ofMinutes(1).toSeconds()
                            >= MIN_REQUESTS_A_MINUTE * rate.period().toSeconds();
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static boolean isDay(String text) {
        try {
            LocalDate _ = LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException notOne) {
            return false;
        }
    }

    /** What can be set (docs/spec/operations.md §6.6). */
    public enum Setting {
        /** A text on top of all pages; empty: none. */
        BANNER(new SettingKind.Text(MAX_BANNER_LENGTH), ""),
        BANNER_SEVERITY(new SettingKind.Choice("info warning danger"), "info"),
        /** The days on which it is shown (UTC), both of them too; empty: without end. */
        BANNER_FROM(new SettingKind.Day(), ""),
        BANNER_UNTIL(new SettingKind.Day(), ""),
        /** Limits of requests (docs/spec/rest.md §5). */
        LIMIT_ANONYMOUS_READS(new SettingKind.Rate(), ""),
        LIMIT_SIGNED_IN_READS(new SettingKind.Rate(), ""),
        LIMIT_WRITES(new SettingKind.Rate(), ""),
        LIMIT_ANONYMOUS_PAGES(new SettingKind.Rate(), ""),
        /** Whether people may sign up. */
        SIGN_UP(new SettingKind.Toggle(), "on"),
        /** Whether the registry takes no changes. */
        READ_ONLY(new SettingKind.Toggle(), "off"),
        CONTACT_ERASURE_DAYS(new SettingKind.WholeNumber(1, 3650, "days"), "30"),
        AFFILIATION_DAYS(new SettingKind.WholeNumber(1, 3650, "days"), "90"),
        QUEUE_TIMEOUT(new SettingKind.Toggle(), "on"),
        QUEUE_TIMEOUT_DAYS(new SettingKind.WholeNumber(1, 3650, "days"), "90"),
        EMPTY_ORGANIZATIONS(new SettingKind.Toggle(), "on"),
        EMPTY_ORGANIZATION_DAYS(new SettingKind.WholeNumber(7, 3650, "days"), "90"),
        ORPHANED_ACCOUNTS(new SettingKind.Toggle(), "off"),
        ORPHANED_ACCOUNT_DAYS(new SettingKind.WholeNumber(31, 3650, "days"), "90"),
        ASK_COORDINATES(new SettingKind.Toggle(), "off"),
        RIR_STATUS(new SettingKind.Toggle(), "on"),
        RIR_STATUS_DAYS(new SettingKind.WholeNumber(1, 3650, "days"), "14"),
        RIR_STATUS_MAX_MAILS(new SettingKind.WholeNumber(0, 100_000, "mails"), "100"),
        /** Whether the as-sets of networks are looked up (docs/spec/operations.md §4.5). */
        AS_SETS(new SettingKind.Toggle(), "off"),
        AS_SET_LOOKUPS(new SettingKind.WholeNumber(1, 100_000, "lookups"), "1000"),
        AS_SET_MAX_MAILS(new SettingKind.WholeNumber(0, 100_000, "mails"), "100"),
        MAX_JOB_MAILS(new SettingKind.WholeNumber(0, 100_000, "mails"), "50"),
        /** Whether who may edit something is told by mail what others change in it (docs/spec/record.md §3.1). */
        OWN_OBJECT_MAILS(new SettingKind.Toggle(), "on"),
        /** Whether networks get mails about differences that imports find. */
        IXF_NETWORK_MAILS(new SettingKind.Toggle(), "off"),
        /** Whether exchanges get mails about their feeds and differences. */
        IXF_EXCHANGE_MAILS(new SettingKind.Toggle(), "off"),
        /** Whether connections go that an exchange has not listed for months (docs/spec/ixf.md §5.5). */
        IXF_STALE(new SettingKind.Toggle(), "off"),
        /** Whether exchanges that prove themselves by their feed need no approval (docs/spec/objects.md §3.2). */
        IX_APPROVAL(new SettingKind.Toggle(), "off"),
        /** Whom security.txt names: a mail address or the address of a page; empty: nobody. */
        SECURITY_CONTACT(new SettingKind.Contact(), ""),
        /** From when accounts that are made need a second factor (docs/spec/identity.md §9). */
        FACTORS_SOFT_START(new SettingKind.Day(), ""),
        /** From when everybody needs one, and passwords end at the API. */
        FACTORS_HARD_START(new SettingKind.Day(), ""),
        /** Whether staff and superusers need one. */
        STAFF_FACTORS(new SettingKind.Toggle(), "off");

        private final SettingKind kind;
        private final String initial;

        Setting(SettingKind kind, String initial) {
            this.kind = kind;
            this.initial = initial;
        }

        public SettingKind kind() {
            return kind;
        }

        /** Its name in forms, the database and the audit. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public String get(Setting setting) {
        return current.getOrDefault(setting.key(), setting.initial);
    }

    /** A setting that is a rate; empty: as the server was started. */
    public Optional<RateLimit> rate(Setting setting) {
        return Optional.of(get(setting)).filter(text -> !text.isEmpty()).map(RateLimit::parse);
    }

    /** The announcement on all pages today; empty: none. */
    public String banner() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        boolean begun = date(Setting.BANNER_FROM).filter(today::isBefore).isEmpty();
        boolean over = date(Setting.BANNER_UNTIL).filter(today::isAfter).isPresent();
        return begun && !over ? get(Setting.BANNER) : "";
    }

    /** A setting that is a day. */
    public Optional<LocalDate> date(Setting setting) {
        return Optional.of(get(setting)).filter(text -> !text.isEmpty()).map(LocalDate::parse);
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
        setAll(Map.of(setting, value), actor, "");
    }

    /**
     * Sets values, all of them or none, each with its entry in the audit; what has that value already is left.
     *
     * @param ipAddress whence; empty: not from outside
     * @throws IllegalArgumentException where one is none of its setting's kind
     */
    public void setAll(Map<Setting, String> values, String actor, String ipAddress) {
        values.forEach((setting, value) -> {
            if (!setting.kind.accepts(value)) {
                throw new IllegalArgumentException(setting.key() + " cannot be " + value);
            }
        });
        long now = clock.instant().getEpochSecond();
        store.inTransaction(sql -> {
            for (Map.Entry<Setting, String> entry : values.entrySet()) {
                String name = entry.getKey().key();
                int changed = sql.update(
                        "insert into setting (name, content, changed_at, changed_by) values (?, ?, ?, ?)"
                                + " on conflict (name) do update set content = excluded.content,"
                                + " changed_at = excluded.changed_at, changed_by = excluded.changed_by"
                                + " where setting.content <> excluded.content",
                        name,
                        entry.getValue(),
                        now,
                        actor);
                if (changed > 0) {
                    AuditLog.record(
                            sql,
                            now,
                            new AuditLog.AuditEvent(actor, "set " + name, "site", entry.getValue(), ipAddress));
                }
            }
            return values;
        });
        refresh();
    }

    /** What follows from settings, for those who ask with each request: it is made again only once they were read again. */
    public <T> Supplier<T> derived(Function<SiteSettings, T> make) {
        return new Derived<>(make);
    }

    private final class Derived<T> implements Supplier<T> {
        private final Function<SiteSettings, T> make;
        private volatile @Nullable DerivedValue<T> last;

        Derived(Function<SiteSettings, T> make) {
            this.make = make;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // each reading makes a map of its own
        public T get() {
            Map<String, String> now = current;
            DerivedValue<T> known = last;
            if (known == null || known.settings != now) {
                known = new DerivedValue<>(now, make.apply(SiteSettings.this));
                last = known;
            }
            return known.value;
        }
    }

    private record DerivedValue<T>(Map<String, String> settings, T value) {}

    /**
     * Takes over what other servers set; to be called every few seconds. One at a time, so that what was read before a change
     * does not come to stand over it.
     */
    public synchronized void refresh() {
        current = read();
    }

    /** Without what this program does not take, such as what another version of it wrote; that is told once. */
    private synchronized Map<String, String> read() {
        Map<String, String> values = new HashMap<>();
        store.withConnection(sql ->
                sql.query("select name, content from setting", row -> values.put(row.getString(1), row.getString(2))));
        Map<String, String> unfit = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            String value = values.get(setting.key());
            if (value != null && !setting.kind.accepts(value)) {
                values.remove(setting.key());
                unfit.put(setting.key(), value);
            }
        }
        if (!unfit.equals(refused)) {
            unfit.forEach((key, value) -> LOG.warn(
                    "the setting {} is as if it had not been set: it cannot be \"{}\"; set it anew under /staff/settings",
                    key,
                    value));
            refused = unfit;
        }
        return Map.copyOf(values);
    }
}
