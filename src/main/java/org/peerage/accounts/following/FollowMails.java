package org.peerage.accounts.following;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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

    private static final int MAX_LINES = 50;
    private static final int MAX_VALUE = 200;

    private final Transactions transactions;
    private final RegistryStore store;
    private final Supplier<Snapshot> registry;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final SignedTokens tokens;
    private final Clock clock;
    private final String site;
    private final ChangeVisibility visibility;
    private final WaitingChanges waiting;
    private final OwnObjectFollows.Keepers keepers;
    private final FollowQueue queue;

    /**
     * Tells followers.
     *
     * @param site the address of this site, for links
     * @param reader of searches
     * @param past for what searches found before
     * @param tellsKeepers whether who may edit something is told of its changes without asking for it
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
            PastStates past,
            BooleanSupplier tellsKeepers) {
        this.transactions = new Transactions(source);
        this.waiting = new WaitingChanges(transactions, clock);
        this.keepers = new OwnObjectFollows.Keepers(transactions, accounts, authenticator, tellsKeepers);
        this.queue = new FollowQueue(
                transactions,
                store,
                registry,
                new FollowedSearches(source, clock),
                reader,
                past,
                keepers,
                waiting,
                clock);
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

    /** One round; how many mails were written. */
    public int run() throws SQLException {
        queue.fill();
        int mails = 0;
        for (Recipient due : waiting.due()) {
            try {
                mails += tell(due) ? 1 : 0;
            } catch (SQLException | RuntimeException failure) {
                LOG.warn("user {} is told of changes in the next round: {}", due.user(), failure.toString());
            }
        }
        return mails;
    }

    /** How many versions of the registry there are that followers have not been looked for. */
    public long untoldVersions() throws SQLException {
        return queue.untoldVersions();
    }

    /** How many mails are due, some of which may turn out to tell nothing. */
    public int dueMails() {
        return waiting.countDue();
    }

    /** Whether a mail was written. */
    private boolean tell(Recipient due) throws SQLException {
        List<WaitingChanges.WaitingChange> waits = waiting.of(due);
        if (waits.isEmpty()) { // they have just ended it
            waiting.settle(due);
            return false;
        }
        Optional<UserAccount> user = accounts.current().user(due.user()).filter(UserAccount::active);
        Optional<Caller> caller = authenticator.ofUser(due.user()).filter(Caller::isVerified);
        Optional<MailText> text =
                user.isPresent() && caller.isPresent() && !caller.get().emails().isEmpty()
                        ? text(
                                due,
                                caller.get(),
                                user.get(),
                                waits,
                                Languages.orEnglish(user.get().language()))
                        : Optional.empty();
        Instant now = clock.instant();
        return transactions.inTransaction(sql -> {
            WaitingChanges.Taken taken = waiting.take(sql, due, waits.getLast().place(), text.isPresent());
            boolean isMailed = taken.isOurs() && text.isPresent();
            if (isMailed) {
                Outbox.add(sql, text.get().mail(taken.isCut()), now);
            }
            return isMailed;
        });
    }

    /** A mail but for what is known only when it leaves: whether it is about all that changed. */
    private record MailText(
            String address, Messages words, int changes, String lines, String allChanges, String why, String end) {
        Mailer.Mail mail(boolean isCut) {
            String more = isCut
                    ? "\n\n" + words.text("changes.mail.cut", allChanges)
                    : changes > MAX_LINES
                            ? "\n\n" + words.text("changes.mail.more", changes - MAX_LINES, allChanges)
                            : "";
            return new Mailer.Mail(
                    address, words.text("changes.mail.subject", changes), lines + more + "\n\n-- \n" + why + "\n", end);
        }
    }

    /** Empty where there is nothing that this person is told. */
    private Optional<MailText> text(
            Recipient due, Caller caller, UserAccount user, List<WaitingChanges.WaitingChange> waits, Messages words)
            throws SQLException {
        Snapshot snapshot = registry.get();
        Map<LogPlace, Boolean> wanted = waits.stream()
                .collect(Collectors.toMap(WaitingChanges.WaitingChange::place, WaitingChanges.WaitingChange::isOwn));
        Set<String> own = OwnObjectFollows.actors(accounts, due.user());
        List<Change> changes =
                store.changesIn(wanted.keySet().stream().map(LogPlace::version).toList(), Integer.MAX_VALUE).stream()
                        .filter(change ->
                                !own.contains(change.actor()) && isTold(wanted, change, caller, user, snapshot))
                        .toList();
        List<DisclosedChange> told = visibility.feed(changes, new ChangeAudience(caller, snapshot)).stream()
                .filter(DisclosedChange::disclosesFields)
                .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        String lines = told.stream()
                .limit(MAX_LINES)
                .map(change -> line(change, snapshot, words))
                .collect(Collectors.joining("\n\n"));
        String which = due.user() + "/" + due.schedule().text();
        String end = site + "/follow/stop/" + which + "/" + tokens.issue(UNFOLLOW, which);
        return Optional.of(new MailText(
                caller.emails().getFirst(),
                words,
                told.size(),
                lines,
                site + "/changes",
                words.text("changes.mail.why", site + "/profile/following", end),
                end));
    }

    private boolean isTold(
            Map<LogPlace, Boolean> wanted, Change change, Caller caller, UserAccount user, Snapshot snapshot) {
        Boolean isOwn = wanted.get(LogPlace.of(change));
        return isOwn != null && (!isOwn || keepers.tells(caller, user, change, snapshot));
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
