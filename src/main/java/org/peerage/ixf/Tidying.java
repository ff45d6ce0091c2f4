package org.peerage.ixf;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.net.Asn;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Sql;

/** Drops what is of no use any more: proposals whose cause is gone, and what old imports left. */
public final class Tidying {
    private static final Duration KEPT_LOG = Duration.ofDays(365);
    private static final Duration KEPT_NOTICES = Duration.ofDays(90);
    private static final Duration WITHOUT_IMPORT = Duration.ofDays(30);

    /** So many imports of a LAN stay, however old. */
    private static final int KEPT_RUNS = 30;

    private final Supplier<Snapshot> registry;
    private final Transactions database;
    private final Clock clock;

    public Tidying(Supplier<Snapshot> registry, DataSource source, Clock clock) {
        this.registry = registry;
        this.database = new Transactions(source);
        this.clock = clock;
    }

    /** What was dropped. */
    public record Dropped(int lines, int imports, int notices, int proposals) {}

    public Dropped tidy() {
        return database.inTransaction(sql -> dropped(sql, false));
    }

    /** What would be dropped. */
    public Dropped preview() {
        return database.withConnection(sql -> dropped(sql, true));
    }

    private Dropped dropped(Sql sql, boolean isPreview) throws SQLException {
        Instant now = clock.instant();
        long log = now.minus(KEPT_LOG).getEpochSecond();
        int lines = drop(sql, isPreview, "ixf_log where created_at < ?", log);
        int imports = drop(
                sql,
                isPreview,
                "ixf_run where began_at < ? and outcome <> 'running' and number <= (select max(number)"
                        + " from ixf_run last where last.ixlan_id = ixf_run.ixlan_id) - ?",
                log,
                (long) KEPT_RUNS);
        int notices = drop(
                sql,
                isPreview,
                "ixf_notice where closed_at > 0 and closed_at < ?",
                now.minus(KEPT_NOTICES).getEpochSecond());
        if (!isPreview) {
            settings(sql);
        }
        // Reads, which must come after the first write: SQLite allows it only so.
        int proposals = proposals(sql, isPreview);
        return new Dropped(lines, imports, notices, proposals);
    }

    /** Deletes rows, or only counts them. */
    private static int drop(Sql sql, boolean isPreview, String which, Object... values) throws SQLException {
        return isPreview
                ? sql.query("select count(*) from " + which, row -> row.getInt(1), values)
                        .getFirst()
                : sql.update("delete from " + which, values);
    }

    /** Secrets of exchanges that are gone are nobody's; those that wait for approval are not gone. */
    private void settings(Sql sql) throws SQLException {
        for (long id : FeedSettingsStore.remembered(sql)) {
            Row lan = registry.get().find(IxLan.TYPE, id);
            if (lan == null || lan.status() == Status.DELETED) {
                FeedSettingsStore.forget(sql, id);
            }
        }
    }

    private record Cause(long lan, Asn asn, Instant seen) {}

    /** A proposal goes with its LAN, its feed, its network, or when nobody has imported for a month (docs/spec/ixf.md §5.3). */
    private int proposals(Sql sql, boolean isPreview) throws SQLException {
        int dropped = 0;
        Snapshot snapshot = registry.get();
        List<Cause> causes = sql.query(
                "select ixlan_id, asn, max(seen_at) from ixf_proposal group by ixlan_id, asn",
                row -> new Cause(row.getLong(1), new Asn(row.getLong(2)), Instant.ofEpochSecond(row.getLong(3))));
        for (Cause cause : causes) {
            Row lan = snapshot.find(IxLan.TYPE, cause.lan);
            boolean isDead = lan == null
                    || !lan.isActive()
                    || Importer.url(lan).isEmpty()
                    || (!lan.get(IxLan.IXF_IXP_IMPORT_ENABLED)
                            && cause.seen.plus(WITHOUT_IMPORT).isBefore(clock.instant()))
                    || Network.find(snapshot, cause.asn)
                            .filter(network -> network.row().isActive())
                            .isEmpty();
            if (isDead && !isPreview) {
                ProposalStore.lock(sql, cause.lan);
            }
            if (isDead) {
                dropped += drop(
                        sql, isPreview, "ixf_proposal where ixlan_id = ? and asn = ?", cause.lan, cause.asn.value());
            }
        }
        return dropped;
    }
}
