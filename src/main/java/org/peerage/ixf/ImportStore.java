package org.peerage.ixf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.peerage.access.AccountStoreException;
import org.peerage.access.Transactions;
import org.peerage.net.Asn;
import org.peerage.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Feeds, imports and what they did, in the database. */
public final class ImportStore {
    /** A run that takes longer was ended with its process: a list takes four minutes at most and its signature 40 s ({@link FeedPart}), others of its host with it. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(6);

    private static final Logger LOG = LoggerFactory.getLogger(ImportStore.class);

    /** Each waits for some seconds where long writes of others hold an SQLite database. */
    private static final int TRIES = 6;

    /** Of an import whose process ended, or that another process took over. */
    static final String INTERRUPTED = "The import was interrupted";

    /** In the log, of a connection that the feed has no longer. */
    static final String LEAVING = "leave";

    /** In the log, of an exchange's end that is elsewhere: it is told to the exchange, and not to networks. */
    static final String FACILITY = "facility";

    private static final int EXCHANGES_LEFT_AT_ONCE = 2;

    private static final String LAST_DONE =
            " from ixf_run before where before.ixlan_id = ? and before.outcome = 'done' order by before.number desc limit 1";

    /** What {@link #run(ResultSet)} reads. */
    static final String COLUMNS_OF_RUN = "ixlan_id, number, cause, began_at, ended_at, outcome, error, counts, version";

    private static final String RUN = "select " + COLUMNS_OF_RUN + " from ixf_run";

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Transactions database;
    private final Clock clock;
    private final FeedSettingsStore settings;

    public ImportStore(DataSource source, Clock clock) {
        this.database = new Transactions(source);
        this.clock = clock;
        this.settings = new FeedSettingsStore(database, clock);
    }

    /** What exchanges say of their feeds. */
    public FeedSettingsStore settings() {
        return settings;
    }

    /** One import at a time: SQLite lets those who wait for each other starve when they are many. */
    private <T> T writing(Sql.SqlWork<T> work) {
        return patiently(() -> database.withConnection(work));
    }

    private <T> T patiently(Supplier<T> work) {
        turn.lock();
        try {
            for (int i = 1; i < TRIES; i++) {
                try {
                    return work.get();
                } catch (AccountStoreException busy) {
                    LOG.info("the database is busy, an import waits: {}", busy.toString());
                }
            }
            return work.get();
        } finally {
            turn.unlock();
        }
    }

    public Optional<Feed> feed(long lan) {
        return database.withConnection(rows -> rows
                .query(
                        "select url, etag, last_modified, hash, size, fetched_at, tried_at, error, failures, released,"
                                + " verified_key, verified_at from ixf_feed where ixlan_id = ?",
                        ImportStore::feed,
                        lan)
                .stream()
                .findFirst());
    }

    private static Feed feed(ResultSet row) throws SQLException {
        return new Feed(
                row.getString(1),
                new FeedClient.Known(row.getString(2), row.getString(3)),
                row.getString(4),
                row.getLong(5),
                Instant.ofEpochSecond(row.getLong(6)),
                Instant.ofEpochSecond(row.getLong(7)),
                row.getString(8),
                row.getInt(9),
                row.getString(10),
                new Feed.Verified(row.getString(11), Instant.ofEpochSecond(row.getLong(12))));
    }

    /** What is known of a feed, if its last good document counts: where the exchange has pinned a key, it was signed with that one. */
    public Optional<Feed> countingFeed(long lan) {
        Optional<FeedKey> pinned = settings.key(lan);
        return feed(lan).filter(known -> known.counts(pinned));
    }

    /** The last good document of a LAN. */
    public Optional<byte[]> document(long lan) {
        return document("hash <> ''", lan);
    }

    /** The same, if it is the one with that hash still. */
    Optional<byte[]> document(long lan, String hash) {
        return document("hash <> '' and hash = ?", lan, hash);
    }

    private Optional<byte[]> document(String which, Object... values) {
        return database.withConnection(
                rows -> rows
                        .query(
                                "select content from ixf_feed where ixlan_id = ? and " + which,
                                row -> row.getBytes(1),
                                values)
                        .stream()
                        .findFirst()
                        .map(ImportStore::unpacked));
    }

    /** Keeps a document that was good; one that is there already is not written again. */
    void keep(long lan, String url, FeedClient.Known known, String hash, Feed.Verified verified, byte[] document) {
        Instant time = clock.instant();
        boolean isKept = feed(lan)
                .filter(feed -> feed.url().equals(url) && feed.hash().equals(hash))
                .isPresent();
        if (isKept) {
            writing(rows -> {
                confirm(rows, lan, known, time);
                rows.update(
                        "update ixf_feed set verified_key = ?, verified_at = ? where ixlan_id = ?",
                        verified.key(),
                        verified.at().getEpochSecond(),
                        lan);
                return true;
            });
            return;
        }
        byte[] packed = packed(document);
        long now = time.getEpochSecond();
        writing(rows -> rows.update(
                "insert into ixf_feed (ixlan_id, url, etag, last_modified, hash, size, content, fetched_at, tried_at,"
                        + " error, failures, released, verified_key, verified_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, '', ?, ?)"
                        + " on conflict (ixlan_id) do update set url = excluded.url, etag = excluded.etag,"
                        + " last_modified = excluded.last_modified, hash = excluded.hash, size = excluded.size,"
                        + " content = excluded.content, fetched_at = excluded.fetched_at, tried_at = excluded.tried_at,"
                        + " error = '', failures = 0, verified_key = excluded.verified_key,"
                        + " verified_at = excluded.verified_at",
                lan,
                url,
                known.etag(),
                known.lastModified(),
                hash,
                (long) document.length,
                packed,
                now,
                now,
                verified.key(),
                verified.at().getEpochSecond()));
    }

    /** Notes that the last good document is still the one. */
    static void confirm(Sql rows, long lan, FeedClient.Known known, Instant now) throws SQLException {
        rows.update(
                "update ixf_feed set etag = ?, last_modified = ?, fetched_at = ?, tried_at = ?, error = '', failures = 0"
                        + " where ixlan_id = ?",
                known.etag(),
                known.lastModified(),
                now.getEpochSecond(),
                now.getEpochSecond(),
                lan);
    }

    /** What else is written with something. */
    @FunctionalInterface
    interface Alongside {
        void write(Sql sql) throws SQLException;
    }

    /** Notes that a feed cannot be used; the last good document stays. */
    void fail(long lan, String url, String error, Alongside also) {
        boolean _ = patiently(() -> database.inTransaction(rows -> {
            fail(rows, lan, url, error);
            also.write(rows);
            return true;
        }));
    }

    private void fail(Sql rows, long lan, String url, String error) throws SQLException {
        long now = clock.instant().getEpochSecond();
        rows.update(
                "insert into ixf_feed (ixlan_id, url, etag, last_modified, hash, size, fetched_at, tried_at,"
                        + " error, failures, released) values (?, ?, '', '', '', 0, 0, ?, ?, 1, '')"
                        + " on conflict (ixlan_id) do update set tried_at = excluded.tried_at, error = excluded.error,"
                        + " failures = ixf_feed.failures + 1",
                lan,
                url,
                now,
                error);
    }

    /** Networks that imports have taken from several other exchanges within a day. */
    Set<Asn> leaving(long lan) {
        return Set.copyOf(database.withConnection(rows -> rows.query(
                "select asn from ixf_log where action = ? and created_at > ? and ixlan_id <> ? group by asn"
                        + " having count(distinct ixlan_id) >= ?",
                row -> new Asn(row.getLong(1)),
                LEAVING,
                clock.instant().minus(Duration.ofDays(1)).getEpochSecond(),
                lan,
                (long) EXCHANGES_LEFT_AT_ONCE)));
    }

    /** Proposals of a LAN that imports left. */
    List<Proposal> proposals(long lan) {
        return database.withConnection(rows -> ProposalStore.ofLan(rows, lan));
    }

    /** What there is of proposals of a LAN, see {@link ProposalStore#digest}. */
    String digestOfProposals(long lan) {
        return database.withConnection(rows -> ProposalStore.digest(rows, lan));
    }

    /** LANs whose list could not be had or used when it was asked for last. */
    public Set<Long> failing() {
        return Set.copyOf(database.withConnection(
                sql -> sql.query("select ixlan_id from ixf_feed where failures > 0", row -> row.getLong(1))));
    }

    /** Networks with proposals of a LAN that have waited since then, and of which nobody who looks after the registry was told. */
    List<Asn> waitingSince(long lan, Instant then) {
        return database.withConnection(sql -> sql.query(
                "select distinct asn from ixf_proposal where ixlan_id = ? and ticket_at = 0 and created_at <= ?",
                row -> new Asn(row.getLong(1)),
                lan,
                then.getEpochSecond()));
    }

    /**
     * Lets the changes through that the last good document is held back for; false where that is another one by now.
     *
     * @param hash of the document that was looked at
     */
    public boolean release(long lan, String hash) {
        return database.withConnection(rows -> rows.update(
                        "update ixf_feed set released = hash where ixlan_id = ? and hash = ? and hash <> ''",
                        lan,
                        hash))
                > 0;
    }

    /**
     * Begins an import; empty where one of the LAN is under way. Who runs imports of a cause has the lease of their job, so
     * that one of the same cause that is under way still was cut off with its process, however lately.
     */
    Optional<Long> begin(long lan, Run.Cause cause) {
        long now = clock.instant().getEpochSecond();
        return writing(rows -> {
            rows.update(
                    "update ixf_run set outcome = 'failed', ended_at = ?, error = ?"
                            + " where ixlan_id = ? and outcome = 'running' and (cause = ? or began_at < ?)",
                    now,
                    INTERRUPTED,
                    lan,
                    cause.word(),
                    now - LONGEST_RUN.toSeconds());
            // Two that begin at once want the same number, which only one gets.
            return rows
                    .query(
                            "insert into ixf_run (ixlan_id, number, cause, began_at, ended_at, outcome, error, version,"
                                    + " hash, counts) select ?, coalesce(max(number), 0) + 1, ?, ?, 0, 'running', '', 0, '', '{}'"
                                    + " from ixf_run where ixlan_id = ? having coalesce(sum(case when outcome = 'running'"
                                    + " then 1 else 0 end), 0) = 0 on conflict do nothing returning number",
                            row -> row.getLong(1),
                            lan,
                            cause.word(),
                            now,
                            lan)
                    .stream()
                    .findFirst();
        });
    }

    void end(long lan, long number, Run.State state, String error, String hash, Run.Counts counts, String report) {
        writing(rows -> {
            end(rows, lan, number, state, error, hash, counts, report);
            return true;
        });
    }

    void end(
            Sql rows,
            long lan,
            long number,
            Run.State state,
            String error,
            String hash,
            Run.Counts counts,
            String report)
            throws SQLException {
        rows.update(
                "update ixf_run set outcome = ?, ended_at = ?, error = ?, hash = ?, counts = ?, report = ?"
                        + " where ixlan_id = ? and number = ?",
                state.word(),
                clock.instant().getEpochSecond(),
                error,
                hash,
                JsonMapper.shared().writeValueAsString(counts),
                report,
                lan,
                number);
    }

    /** Ends an import that went well, with what it leaves. */
    void end(long lan, long number, String hash, Run.Counts counts, String report, Alongside also) {
        boolean _ = patiently(() -> database.inTransaction(rows -> {
            end(rows, lan, number, Run.State.DONE, "", hash, counts, report);
            also.write(rows);
            return true;
        }));
    }

    void endAsBefore(long lan, long number, String hash) {
        writing(rows -> {
            endAsBefore(rows, lan, number, hash);
            return true;
        });
    }

    /** Ends an import that found all as the last one left it: it says the same, if that is still there. */
    void endAsBefore(Sql rows, long lan, long number, String hash) throws SQLException {
        rows.update(
                "update ixf_run set outcome = 'done', ended_at = ?, hash = ?,"
                        + " counts = coalesce((select before.counts" + LAST_DONE + "), counts),"
                        + " report = coalesce((select before.report" + LAST_DONE + "), report)"
                        + " where ixlan_id = ? and number = ?",
                clock.instant().getEpochSecond(),
                hash,
                lan,
                lan,
                lan,
                number);
    }

    /** A line of the log of an import. */
    record Line(long asn, long peering, String action, String json) {}

    /** Writes what an import did, and why the version came to be, with the write itself. */
    void log(Sql rows, long lan, long number, long version, String cause, List<Line> lines) throws SQLException {
        rows.update("insert into change_note (version, cause, comment) values (?, ?, '')", version, cause);
        rows.update("update ixf_run set version = ? where ixlan_id = ? and number = ?", version, lan, number);
        long now = clock.instant().getEpochSecond();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            rows.update(
                    "insert into ixf_log (ixlan_id, number, seq, asn, netixlan_id, action, line, created_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                    lan,
                    number,
                    (long) i,
                    line.asn,
                    line.peering,
                    line.action,
                    line.json,
                    now);
        }
    }

    /** The last imports of a LAN, newest first. */
    public List<Run> runs(long lan, int max) {
        return database.withConnection(rows ->
                rows.query(RUN + " where ixlan_id = ? order by number desc limit " + max, ImportStore::run, lan));
    }

    /** One import of a LAN. */
    public Optional<Run> run(long lan, long number) {
        return database.withConnection(
                rows -> rows.query(RUN + " where ixlan_id = ? and number = ?", ImportStore::run, lan, number).stream()
                        .findFirst());
    }

    /** The last imports of all LANs, newest first. */
    public List<Run> runs(int max) {
        return database.withConnection(rows ->
                rows.query(RUN + " order by began_at desc, ixlan_id, number desc limit " + max, ImportStore::run));
    }

    /** Totals and findings of an import, see {@link Report}. */
    public Report report(long lan, long number) {
        return database.withConnection(rows -> rows
                .query(
                        "select report from ixf_run where ixlan_id = ? and number = ?",
                        row -> Report.read(row.getString(1)),
                        lan,
                        number)
                .stream()
                .findFirst()
                .orElse(Report.EMPTY));
    }

    /** What an import did, line by line, as the postmortem has it. */
    public List<JsonNode> log(long lan, long number, int max) {
        return database.withConnection(rows -> rows.query(
                "select line from ixf_log where ixlan_id = ? and number = ? order by seq limit " + max,
                row -> JsonMapper.shared().readTree(row.getString(1)),
                lan,
                number));
    }

    /** What imports did to a network's connections, newest first, as JSON. */
    List<JsonNode> logOf(long asn, int max) {
        return database.withConnection(rows -> rows.query(
                "select line from ixf_log where asn = ? and action <> ? order by created_at desc, number desc, seq desc"
                        + " limit " + max,
                row -> JsonMapper.shared().readTree(row.getString(1)),
                asn,
                FACILITY));
    }

    static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getLong(1),
                row.getLong(2),
                Run.Cause.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                Instant.ofEpochSecond(row.getLong(4)),
                Instant.ofEpochSecond(row.getLong(5)),
                Run.State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getString(7),
                counts(JsonMapper.shared().readTree(row.getString(8))),
                row.getLong(9));
    }

    private static Run.Counts counts(JsonNode json) {
        return new Run.Counts(
                json.path("added").asInt(0),
                json.path("modified").asInt(0),
                json.path("deleted").asInt(0),
                json.path("proposed").asInt(0),
                json.path("refused").asInt(0),
                json.path("held").asInt(0),
                json.path("ignored").asInt(0),
                json.path("findings").asInt(0));
    }

    private static byte[] packed(byte[] document) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(document);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(byte[] packed) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
