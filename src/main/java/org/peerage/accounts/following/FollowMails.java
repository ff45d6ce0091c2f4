package org.peerage.accounts.following;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.access.credentials.StoredKey;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.Outbox;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.PastUnavailableException;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.RegistryStore;
import org.peerage.store.Sql;
import org.peerage.store.StateTable;
import org.peerage.text.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of changes of what they follow (docs/spec/record.md §3.1). The log is where changes wait: a round notes whom
 * each is for, together with how far it came, and writes mails, each together with forgetting what it tells; so a process
 * that dies in between loses none and queues none twice. Who may know what is decided when the mail is written.
 */
public final class FollowMails {
    private static final Logger LOG = LoggerFactory.getLogger(FollowMails.class);
    /** The purpose of the words in links that end mails. */
    public static final String UNFOLLOW = "unfollow";

    private static final String POSITION = "follow-position";
    private static final int VERSIONS_AT_ONCE = 500;
    private static final int MAX_CHANGES = 2_000;
    private static final int MAX_LINES = 50;
    private static final int MAX_VALUE = 200;
    private static final int MAX_MAILS_A_DAY = 20;
    /** What searches may take of a round, each of them two states of the past. */
    private static final Duration SEARCHING = Duration.ofSeconds(10);

    private static final Duration BUNDLE = Duration.ofMinutes(5);

    private final Transactions transactions;
    private final RegistryStore store;
    private final Supplier<Snapshot> registry;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final SignedTokens tokens;
    private final Clock clock;
    private final String site;
    private final ChangeVisibility visibility;
    private final FollowedSearches searches;
    private final SearchReader reader;
    private final PastStates past;
    private volatile @Nullable Snapshot last;

    /**
     * Tells followers.
     *
     * @param site the address of this site, for links
     * @param reader of searches
     * @param past for what searches found before
     */
    public FollowMails(
            DataSource source,
            RegistryStore store,
            Supplier<Snapshot> registry,
            Accounts accounts,
            Authenticator authenticator,
            Clock clock,
            String site,
            SearchReader reader,
            PastStates past) {
        this.searches = new FollowedSearches(source, clock);
        this.reader = reader;
        this.past = past;
        this.transactions = new Transactions(source);
        this.store = store;
        this.registry = registry;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.tokens = new SignedTokens(source, clock);
        this.clock = clock;
        this.site = site;
        this.visibility = new ChangeVisibility(store);
    }

    /** States of the registry by their version. */
    @FunctionalInterface
    public interface PastStates {
        /** @throws PastUnavailableException where the log does not lead back so far, or not now */
        Snapshot at(long version) throws SQLException, PastUnavailableException;
    }

    private record Due(long user, Follows.Schedule schedule) {}

    private record LogPlace(long version, long seq) {}

    /** One round. */
    public void run() throws SQLException {
        queue();
        for (Due due : due()) {
            try {
                tell(due);
            } catch (SQLException | RuntimeException failure) {
                LOG.warn("user {} is told of changes in the next round: {}", due.user, failure.toString());
            }
        }
    }

    /** How many versions of the registry there are that followers have not been looked for. */
    public long untoldVersions() throws SQLException {
        long head = registry.get().version();
        return store.state(POSITION)
                .map(known -> Math.max(0, head - LogPosition.parse(known).version))
                .orElse(0L);
    }

    /**
     * How far followers were looked for: up to a version for all, and up to a later one for those who follow objects and for
     * the first searches.
     *
     * @param to the same as the version where nothing is half done
     * @param searched the last of those searches
     */
    private record LogPosition(long version, long to, long searched) {
        static LogPosition after(long version) {
            return new LogPosition(version, version, 0);
        }

        static LogPosition parse(String text) {
            String[] parts = text.split(" ", -1);
            long version = Long.parseLong(parts[0]);
            return parts.length < 3
                    ? after(version)
                    : new LogPosition(version, Long.parseLong(parts[1]), Long.parseLong(parts[2]));
        }

        String text() {
            return isWhole() ? Long.toString(version) : version + " " + to + " " + searched;
        }

        boolean isWhole() {
            return to == version;
        }
    }

    /** Notes whom the changes since the last round are for. */
    private void queue() throws SQLException {
        long head = registry.get().version();
        Optional<LogPosition> known = store.state(POSITION).map(LogPosition::parse);
        if (known.isEmpty() || isCutBack(known.get(), head)) {
            transactions.inTransaction(sql -> {
                StateTable.put(
                        sql.connection(), POSITION, LogPosition.after(head).text());
                return head;
            });
            return;
        }
        LogPosition position = known.get();
        Instant end = clock.instant().plus(SEARCHING);
        while (position.version < head && position.to <= head) {
            LogPosition from = position;
            LogPosition part = from.isWhole()
                    ? new LogPosition(from.version, Math.min(head, from.version + VERSIONS_AT_ONCE), 0)
                    : from;
            FoundChanges found = searched(part, end);
            LogPosition next = found.isComplete
                    ? LogPosition.after(part.to)
                    : new LogPosition(part.version, part.to, found.searched);
            boolean isOurs = next.equals(from) || transactions.inTransaction(sql -> note(sql, from, next, found));
            if (!isOurs || !found.isComplete) {
                return; // another process looks for them, or the next round goes on
            }
            position = next;
        }
    }

    /** Whether the log ends before it; this process may only not have heard of what others were told. */
    private boolean isCutBack(LogPosition position, long head) throws SQLException {
        return position.version > head && position.version > store.head().version();
    }

    /** Notes it, unless another process has been there. */
    private static boolean note(Sql sql, LogPosition from, LogPosition next, FoundChanges found) throws SQLException {
        int moved = sql.update(
                "update peerage_state set content = ? where name = ? and content = ?",
                next.text(),
                POSITION,
                from.text());
        if (moved == 0) {
            return false;
        }
        if (from.isWhole()) {
            sql.update(
                    "insert into follow_change (user_id, schedule, version, seq)"
                            + " select distinct f.user_id, f.schedule, a.version, a.seq from follow f"
                            + " join change_about a on a.subject = f.subject and a.subject_id = f.subject_id"
                            + " where a.version > ? and a.version <= ? and a.version > f.since_version"
                            + " on conflict do nothing",
                    from.version,
                    next.to);
        }
        for (SearchedChange each : found.changes) {
            sql.update(
                    "insert into follow_change (user_id, schedule, version, seq) select user_id, schedule, ?, ?"
                            + " from followed_search where id = ? on conflict do nothing",
                    each.place.version,
                    each.place.seq,
                    each.search);
        }
        return true;
    }

    private record SearchedChange(long search, LogPlace place) {}

    /**
     * Changes that searches are told of.
     *
     * @param searched the last search that was looked for
     * @param isComplete whether it was the last of all
     */
    private record FoundChanges(List<SearchedChange> changes, long searched, boolean isComplete) {}

    /** Which changes of a part of the log the searches that are left are told of, as far as there is time. */
    private FoundChanges searched(LogPosition part, Instant end) throws SQLException {
        List<FollowedSearches.FollowedSearch> left = searches.all().stream()
                .filter(search -> search.id() > part.searched)
                .toList();
        List<SearchedChange> found = new ArrayList<>();
        if (left.isEmpty()) {
            return new FoundChanges(found, part.searched, true);
        }
        try {
            Snapshot after = state(part.to);
            SearchChanges changes =
                    new SearchChanges(reader, state(part.version), after, store.changesAfter(part.version, (int)
                            (part.to - part.version)));
            for (FollowedSearches.FollowedSearch search : left) {
                changes.of(search)
                        .forEach(change -> found.add(
                                new SearchedChange(search.id(), new LogPlace(change.version(), change.seq()))));
                if (search.id() < left.getLast().id() && clock.instant().isAfter(end)) {
                    LOG.warn("searches after {} are told of version {} in the next round", search.name(), part.to);
                    return new FoundChanges(found, search.id(), false);
                }
            }
            last = after;
        } catch (PastUnavailableException gone) {
            String when = gone.isPassing() ? "in the next round" : "never";
            LOG.warn("searches are told {} of versions {} to {}: {}", when, part.version + 1, part.to, gone.toString());
            return new FoundChanges(List.of(), part.searched, !gone.isPassing());
        }
        return new FoundChanges(found, left.getLast().id(), true);
    }

    private Snapshot state(long version) throws SQLException, PastUnavailableException {
        Snapshot known = last;
        Snapshot present = registry.get();
        if (present.version() == version) {
            return present;
        }
        return known != null && known.version() == version ? known : past.at(version);
    }

    /** Who is to be told now. */
    private List<Due> due() {
        long now = clock.instant().getEpochSecond();
        return transactions.withConnection(sql -> sql.query(
                "select distinct c.user_id, c.schedule from follow_change c left join follow_mail m"
                        + " on m.user_id = c.user_id and m.schedule = c.schedule where m.user_id is null"
                        + " or (c.schedule = 'once' and m.sent_at <= ? and (m.day < ? or m.sent < ?))"
                        + " or (c.schedule = 'daily' and m.sent_at <= ?)"
                        + " or (c.schedule = 'weekly' and m.sent_at <= ?) order by c.user_id, c.schedule",
                row -> new Due(
                        row.getLong(1), Follows.Schedule.parse(row.getString(2)).orElse(Follows.Schedule.DAILY)),
                now - BUNDLE.toSeconds(),
                day(now),
                MAX_MAILS_A_DAY,
                now - Duration.ofDays(1).toSeconds(),
                now - Duration.ofDays(7).toSeconds()));
    }

    private static long day(long now) {
        return now / Duration.ofDays(1).toSeconds();
    }

    private void tell(Due due) throws SQLException {
        List<LogPlace> places = transactions.withConnection(sql -> sql.query(
                "select version, seq from follow_change where user_id = ? and schedule = ? order by version, seq limit "
                        + MAX_CHANGES,
                row -> new LogPlace(row.getLong(1), row.getLong(2)),
                due.user,
                due.schedule.text()));
        if (places.isEmpty()) {
            return; // they have just ended it
        }
        Optional<UserAccount> user = accounts.current().user(due.user).filter(UserAccount::active);
        Optional<Caller> caller = authenticator.ofUser(due.user).filter(Caller::isVerified);
        Optional<Mailer.Mail> mail = user.isPresent()
                        && caller.isPresent()
                        && !caller.get().emails().isEmpty()
                ? mail(due, caller.get(), places, Languages.orEnglish(user.get().language()))
                : Optional.empty();
        Instant now = clock.instant();
        LogPlace last = places.getLast();
        transactions.inTransaction(sql -> {
            int taken = sql.update(
                    "delete from follow_change where user_id = ? and schedule = ?"
                            + " and (version < ? or (version = ? and seq <= ?))",
                    due.user,
                    due.schedule.text(),
                    last.version,
                    last.version,
                    last.seq);
            if (taken > 0 && mail.isPresent()) { // else another process was faster
                Outbox.add(sql, mail.get(), now);
                sql.update(
                        "insert into follow_mail (user_id, schedule, sent_at, day, sent) values (?, ?, ?, ?, 1)"
                                + " on conflict (user_id, schedule) do update set sent_at = excluded.sent_at,"
                                + " sent = case when follow_mail.day = excluded.day then follow_mail.sent + 1 else 1 end,"
                                + " day = excluded.day",
                        due.user,
                        due.schedule.text(),
                        now.getEpochSecond(),
                        day(now.getEpochSecond()));
            }
            return taken;
        });
    }

    /** The mail; empty where there is nothing that this person is told. */
    private Optional<Mailer.Mail> mail(Due due, Caller caller, List<LogPlace> places, Messages words)
            throws SQLException {
        Snapshot snapshot = registry.get();
        Set<LogPlace> wanted = new HashSet<>(places);
        Set<String> own = ownActors(due.user);
        List<Change> changes =
                store.changesIn(places.stream().map(LogPlace::version).toList(), Integer.MAX_VALUE).stream()
                        .filter(change -> wanted.contains(new LogPlace(change.version(), change.seq()))
                                && !own.contains(change.actor()))
                        .toList();
        List<DisclosedChange> told =
                visibility.feed(changes, new ChangeAudience(caller, caller.visibility(), snapshot)).stream()
                        .filter(DisclosedChange::disclosesFields)
                        .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        String lines = told.stream()
                .limit(MAX_LINES)
                .map(change -> line(change, snapshot, words))
                .collect(Collectors.joining("\n\n"));
        String more = told.size() > MAX_LINES
                ? "\n\n" + words.text("changes.mail.more", told.size() - MAX_LINES, site + "/changes")
                : "";
        String end = site + "/follow/stop/" + due.user + "/" + due.schedule.text() + "/"
                + tokens.issue(UNFOLLOW, due.user + "/" + due.schedule.text());
        return Optional.of(new Mailer.Mail(
                caller.emails().getFirst(),
                words.text("changes.mail.subject", told.size()),
                lines + more + "\n\n-- \n" + words.text("changes.mail.why", site + "/profile/following", end) + "\n",
                end));
    }

    /** As the log names what a person does. */
    private Set<String> ownActors(long user) {
        Set<String> actors = new HashSet<>(Set.of("user:" + user));
        accounts.current()
                .keysOf(new StoredKey.Owner.UserOwner(user))
                .forEach(key -> actors.add("user-key:" + key.prefix()));
        return actors;
    }

    /** What happened to one object; nothing about persons. */
    private String line(DisclosedChange change, Snapshot snapshot, Messages words) {
        Row row = Objects.requireNonNull(snapshot.find(change.type(), change.id()));
        Row network = row.type() == Poc.TYPE ? snapshot.find(Poc.NET_ID.target(), row.get(Poc.NET_ID)) : null;
        String kind = words.singular(row.type().typeName(), row.type().singular());
        String name = kind + " " + (network == null ? row.name(snapshot) : network.name());
        String key =
                switch (change.apparentOperation()) {
                    case "create" -> "changes.entry.added";
                    case "revive" -> "changes.entry.revived";
                    case "delete" -> "changes.entry.deleted";
                    default -> "changes.entry.changed";
                };
        String differences = change.fields().stream()
                .filter(field -> !field.field().isPersonal() && !field.field().isReadOnly() && !change.isNew())
                .map(field -> "  "
                        + words.label(
                                row.type().typeName(),
                                field.field().name(),
                                field.field().label())
                        + ": " + text(field.before()) + " -> " + text(field.after()))
                .collect(Collectors.joining("\n"));
        return words.text(key, name) + " ("
                + change.at().toString().substring(0, 16).replace('T', ' ') + " UTC)\n"
                + (differences.isEmpty() ? "" : differences + "\n") + "  " + site + row.url();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : Excerpt.of(value.toString().replaceAll("\\s+", " "), MAX_VALUE);
    }

    /** Whether a link to end mails is ours. */
    public static boolean isOurs(SignedTokens tokens, String user, String schedule, String token) {
        return tokens.ageOf(UNFOLLOW, user + "/" + schedule, token).isPresent();
    }
}
