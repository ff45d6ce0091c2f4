package org.peerage.ixf;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.peerage.store.Sql;

/** Notices on their way into the database, and what was told before: nothing is told again while it stays the same. */
final class Told {
    /** A feed that stays broken is told of again after so long (docs/spec/ixf.md §1). */
    static final Duration AGAIN = Duration.ofDays(15);

    private final Sql sql;
    private final long lan;
    private final Instant now;

    Told(Sql sql, long lan, Instant now) {
        this.sql = sql;
        this.lan = lan;
        this.now = now;
    }

    void tell(Notice notice) throws SQLException {
        sql.update(
                "insert into ixf_notice (audience, ixlan_id, asn, kind, content, recipient, created_at, closed_at,"
                        + " outcome) values (?, ?, ?, ?, ?, ?, ?, 0, '')",
                notice.audience().word(),
                notice.lan(),
                notice.asn(),
                notice.kind().word(),
                notice.text(),
                notice.recipient(),
                now.getEpochSecond());
    }

    /** Whether this is something else than was told of a topic; notes that it is told now. */
    boolean isNew(long asn, String topic, String signature) throws SQLException {
        return isNew(asn, topic, signature, Instant.EPOCH);
    }

    /** The same, or that was long ago. */
    boolean isNewOrLongAgo(long asn, String topic, String signature) throws SQLException {
        return isNew(asn, topic, signature, now.minus(AGAIN));
    }

    private boolean isNew(long asn, String topic, String signature, Instant since) throws SQLException {
        List<String> last = sql.query(
                "select signature from ixf_told where ixlan_id = ? and asn = ? and topic = ? and told_at > ?",
                row -> row.getString(1),
                lan,
                asn,
                topic,
                since.getEpochSecond());
        if (last.contains(signature)) {
            return false;
        }
        sql.update(
                "insert into ixf_told (ixlan_id, asn, topic, signature, told_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (ixlan_id, asn, topic) do update set signature = excluded.signature,"
                        + " told_at = excluded.told_at",
                lan,
                asn,
                topic,
                signature,
                now.getEpochSecond());
        return true;
    }

    /** The matter is over; whether there was one. */
    boolean isOver(long asn, String topic) throws SQLException {
        return sql.update("delete from ixf_told where ixlan_id = ? and asn = ? and topic = ?", lan, asn, topic) > 0;
    }

    /** Networks that were told something of a topic. */
    List<Long> toldOf(String topic) throws SQLException {
        return sql.query(
                "select asn from ixf_told where ixlan_id = ? and topic = ?", row -> row.getLong(1), lan, topic);
    }
}
