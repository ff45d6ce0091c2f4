package org.peerage.ixf;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.peerage.access.Transactions;
import org.peerage.accounts.AuditLog;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Ix;
import org.peerage.schema.Row;
import org.peerage.store.Sql;

/** What exchanges say of their feeds, in the database: each import reads it there, whichever process runs it. */
public final class FeedSettingsStore {
    private static final String SETTINGS =
            "select ixlan_id, counts_down, vlans, exchange_ids, kept, grace_days from ixf_settings";

    private final Transactions database;
    private final Clock clock;

    FeedSettingsStore(Transactions database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Who changes settings, for the audit log.
     *
     * @param exchange whose they are
     */
    public record Change(long exchange, String actor, String ipAddress) {}

    /**
     * A header as people are told of it: not what it says.
     *
     * @param url that it was entered for
     */
    public record KnownHeader(String name, String url, Instant since) {
        /** Whether it is sent to a LAN's feed: that is where it was when the header was entered. */
        public boolean isSentTo(Row lan) {
            return url.equals(Importer.url(lan));
        }
    }

    public FeedSettings of(long lan) {
        return database.withConnection(sql -> of(sql, lan));
    }

    private static FeedSettings of(Sql sql, long lan) throws SQLException {
        return sql.query(SETTINGS + " where ixlan_id = ?", row -> settings(row), lan).stream()
                .findFirst()
                .orElse(FeedSettings.STANDARD);
    }

    private static FeedSettings settings(ResultSet row) throws SQLException {
        return new FeedSettings(
                row.getBoolean(2),
                ids(row.getString(3)),
                ids(row.getString(4)),
                new LinkedHashSet<>(words(row.getString(5))),
                row.getInt(6));
    }

    /** Of all LANs that have any. */
    public Map<Long, FeedSettings> all() {
        return database.withConnection(sql -> {
            Map<Long, FeedSettings> all = new LinkedHashMap<>();
            sql.query(SETTINGS + " order by ixlan_id", row -> all.put(row.getLong(1), settings(row)));
            return all;
        });
    }

    private static final String INSERT = "insert into ixf_settings (ixlan_id, counts_down, vlans, exchange_ids, kept,"
            + " grace_days) values (?, ?, ?, ?, ?, ?) on conflict (ixlan_id) do update set ";

    /** Saves settings; what was proposed of a field that the feed does not set any more is proposed no longer. */
    public void save(long lan, FeedSettings settings, Change change) {
        database.inTransaction(sql -> save(sql, lan, settings, change));
    }

    /** The same, of what others may save at the same time: none of it is lost. Settings that stay the same are not saved. */
    public void change(long lan, UnaryOperator<FeedSettings> changed, Change change) {
        database.inTransaction(sql -> {
            // Others wait from here on; and SQLite reads before it writes only what nobody else may write.
            insert(sql, lan, FeedSettings.STANDARD, "ixlan_id = excluded.ixlan_id");
            FeedSettings known = of(sql, lan);
            FeedSettings settings = changed.apply(known);
            return settings.equals(known) ? 0 : save(sql, lan, settings, change);
        });
    }

    private int save(Sql sql, long lan, FeedSettings settings, Change change) throws SQLException {
        insert(
                sql,
                lan,
                settings,
                "counts_down = excluded.counts_down, vlans = excluded.vlans, exchange_ids = excluded.exchange_ids,"
                        + " kept = excluded.kept, grace_days = excluded.grace_days");
        withdraw(sql, lan, settings.kept());
        return record(
                sql,
                change,
                "change feed settings",
                "down states: " + (settings.countsDown() ? "counted" : "ignored") + "; vlan_id: "
                        + text(settings.vlans()) + "; ixp_id: " + text(settings.exchangeIds()) + "; not set: "
                        + text(settings.kept()) + "; days of grace: " + settings.graceDays());
    }

    private static void insert(Sql sql, long lan, FeedSettings settings, String otherwise) throws SQLException {
        sql.update(
                INSERT + otherwise,
                lan,
                settings.countsDown(),
                text(settings.vlans()),
                text(settings.exchangeIds()),
                text(settings.kept()),
                (long) settings.graceDays());
    }

    private static void withdraw(Sql sql, long lan, Set<String> kept) throws SQLException {
        ProposalStore.lock(sql, lan);
        for (Proposal proposal : ProposalStore.ofLan(sql, lan)) {
            Proposal left = proposal.keeping(kept);
            if (left.isEmpty()) {
                ProposalStore.delete(sql, proposal.id());
            } else if (!left.equals(proposal)) {
                ProposalStore.updateRest(sql, left);
            }
        }
    }

    /** The header that a LAN's feed is asked for with. */
    Optional<FeedHeader> header(long lan) {
        return database.withConnection(sql -> sql
                .query(
                        "select name, content, url from ixf_header where ixlan_id = ?",
                        row -> FeedHeader.of(row.getString(1), row.getString(2), row.getString(3)),
                        lan)
                .stream()
                .flatMap(Optional::stream)
                .findFirst());
    }

    public Optional<KnownHeader> knownHeader(long lan) {
        return Optional.ofNullable(knownHeaders().get(lan));
    }

    /** Of all LANs that have one. */
    public Map<Long, KnownHeader> knownHeaders() {
        return database.withConnection(sql -> {
            Map<Long, KnownHeader> all = new LinkedHashMap<>();
            sql.query(
                    "select ixlan_id, name, url, set_at from ixf_header order by ixlan_id",
                    row -> all.put(
                            row.getLong(1),
                            new KnownHeader(
                                    row.getString(2), row.getString(3), Instant.ofEpochSecond(row.getLong(4)))));
            return all;
        });
    }

    /** Takes a header in, in place of the one that there was. */
    public void setHeader(long lan, FeedHeader header, Change change) {
        database.inTransaction(sql -> {
            sql.update(
                    "insert into ixf_header (ixlan_id, name, content, url, set_at) values (?, ?, ?, ?, ?)"
                            + " on conflict (ixlan_id) do update set name = excluded.name, content = excluded.content,"
                            + " url = excluded.url, set_at = excluded.set_at",
                    lan,
                    header.name(),
                    header.value(),
                    header.url(),
                    clock.instant().getEpochSecond());
            return record(sql, change, "set feed header", header.name());
        });
    }

    /** Forgets a header; false where there was none. */
    public boolean removeHeader(long lan, Change change) {
        return database.inTransaction(sql -> {
            boolean removed = sql.update("delete from ixf_header where ixlan_id = ?", lan) > 0;
            if (removed) {
                record(sql, change, "remove feed header", "");
            }
            return removed;
        });
    }

    /**
     * A key as people are told of it.
     *
     * @param since when it was pinned
     */
    public record PinnedKey(FeedKey key, Instant since) {}

    /** The key that the lists of a LAN are signed with. */
    Optional<FeedKey> key(long lan) {
        return pinnedKey(lan).map(PinnedKey::key);
    }

    public Optional<PinnedKey> pinnedKey(long lan) {
        return database.withConnection(sql -> pinnedKey(sql, lan));
    }

    private static Optional<PinnedKey> pinnedKey(Sql sql, long lan) throws SQLException {
        return sql
                .query("select public_key, set_at from ixf_key where ixlan_id = ?", row -> pinned(row, 1), lan)
                .stream()
                .findFirst();
    }

    /** Of all LANs that have one. */
    public Map<Long, PinnedKey> pinnedKeys() {
        return database.withConnection(sql -> {
            Map<Long, PinnedKey> all = new LinkedHashMap<>();
            sql.query(
                    "select ixlan_id, public_key, set_at from ixf_key order by ixlan_id",
                    row -> all.put(row.getLong(1), pinned(row, 2)));
            return all;
        });
    }

    /** @param from the column of the key, which the time follows */
    private static PinnedKey pinned(ResultSet row, int from) throws SQLException {
        return new PinnedKey(
                FeedKey.ofEncoded(row.getString(from)).orElseThrow(), Instant.ofEpochSecond(row.getLong(from + 1)));
    }

    /** Pins a key, in place of the one that there was: lists count from now on if they are signed with it. */
    public void pinKey(long lan, FeedKey key, Change change) {
        database.inTransaction(sql -> {
            sql.update(
                    "insert into ixf_key (ixlan_id, public_key, set_at) values (?, ?, ?)"
                            + " on conflict (ixlan_id) do update set public_key = excluded.public_key,"
                            + " set_at = excluded.set_at",
                    lan,
                    key.encoded(),
                    clock.instant().getEpochSecond());
            return record(sql, change, "pin feed key", told(key));
        });
    }

    private static String told(FeedKey key) {
        return key.kind().word() + " " + key.fingerprint();
    }

    /** Forgets a key; false where there was none. */
    public boolean removeKey(long lan, Change change) {
        return database.inTransaction(sql -> {
            Optional<PinnedKey> pinned = pinnedKey(sql, lan);
            if (pinned.isPresent()) {
                sql.update("delete from ixf_key where ixlan_id = ?", lan);
                record(sql, change, "remove feed key", told(pinned.get().key()));
            }
            return pinned.isPresent();
        });
    }

    private int record(Sql sql, Change change, String action, String detail) throws SQLException {
        return AuditLog.record(
                sql,
                clock.instant().getEpochSecond(),
                new AuditLog.AuditEvent(
                        change.actor, action, Ix.TYPE.reference(change.exchange), detail, change.ipAddress));
    }

    /** Since when networks keep addresses of a LAN that others have, by the feed. */
    Map<Grace.Claim, Instant> waiting(long lan) {
        return database.withConnection(sql -> waiting(sql, lan));
    }

    private static Map<Grace.Claim, Instant> waiting(Sql sql, long lan) throws SQLException {
        Map<Grace.Claim, Instant> waiting = new HashMap<>();
        sql.query(
                "select asn, address, since from ixf_grace where ixlan_id = ?",
                row -> waiting.put(
                        new Grace.Claim(
                                new Asn(row.getLong(1)),
                                IpAddress.parse(row.getString(2)).orElseThrow()),
                        Instant.ofEpochSecond(row.getLong(3))),
                lan);
        return waiting;
    }

    /** Notes who waits after an import: who did before keeps its time. */
    static void noteWaiting(Sql sql, long lan, Set<Grace.Claim> claims, Instant now) throws SQLException {
        Set<Grace.Claim> known = waiting(sql, lan).keySet();
        for (Grace.Claim claim : known) {
            if (!claims.contains(claim)) {
                sql.update(
                        "delete from ixf_grace where ixlan_id = ? and asn = ? and address = ?",
                        lan,
                        claim.loser().value(),
                        claim.address().toString());
            }
        }
        for (Grace.Claim claim : claims) {
            if (!known.contains(claim)) {
                sql.update(
                        "insert into ixf_grace (ixlan_id, asn, address, since) values (?, ?, ?, ?)",
                        lan,
                        claim.loser().value(),
                        claim.address().toString(),
                        now.getEpochSecond());
            }
        }
    }

    /** Forgets what belongs to a LAN that is no longer used. */
    static void forget(Sql sql, long lan) throws SQLException {
        sql.update("delete from ixf_header where ixlan_id = ?", lan);
        sql.update("delete from ixf_key where ixlan_id = ?", lan);
        sql.update("delete from ixf_grace where ixlan_id = ?", lan);
    }

    /** LANs of which there is something to {@link #forget}. */
    static List<Long> remembered(Sql sql) throws SQLException {
        return sql.query(
                "select ixlan_id from ixf_header union select ixlan_id from ixf_key union select ixlan_id from ixf_grace",
                row -> row.getLong(1));
    }

    private static String text(Set<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }

    private static Set<Long> ids(String text) {
        return words(text).stream().map(Long::valueOf).collect(Collectors.toSet());
    }
}
