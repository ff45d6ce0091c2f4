package org.peerage.jobs;

import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.peerage.access.Transactions;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;

/** What jobs have found out about a network, for those who look after it (docs/spec/operations.md §4.1, §4.5). */
public final class NetworkNotices {
    private final Transactions database;
    private final SiteSettings settings;

    public NetworkNotices(DataSource source, SiteSettings settings) {
        this.database = new Transactions(source);
        this.settings = settings;
    }

    /**
     * An as-set that is not where the network says.
     *
     * @param isMoved whether another registry has it
     * @param detail which, and who has it
     */
    public record AsSetFinding(boolean isMoved, String detail, Instant looked) {}

    /** When the network is deleted unless the RIRs list its number again; empty: nobody was warned. */
    public Optional<Instant> deletionOf(long network) {
        return !settings.isOn(Setting.RIR_STATUS)
                ? Optional.empty()
                : database
                        .withConnection(sql -> sql.query(
                                "select mailed from rir_notice where net_id = ?",
                                row -> Instant.ofEpochSecond(row.getLong(1))
                                        .plus(settings.days(Setting.RIR_STATUS_DAYS)),
                                network))
                        .stream()
                        .findFirst();
    }

    /** What is wrong with the as-sets that it names now; empty: nothing that is known. */
    public Optional<AsSetFinding> asSetOf(long network, String asSet) {
        return !settings.isOn(Setting.AS_SETS)
                ? Optional.empty()
                : database
                        .withConnection(sql -> sql.query(
                                "select status, detail, checked from as_set_check where net_id = ? and as_set = ? and status in"
                                        + " ('gone', 'moved')",
                                row -> new AsSetFinding(
                                        row.getString(1).equals("moved"),
                                        row.getString(2),
                                        Instant.ofEpochSecond(row.getLong(3))),
                                network,
                                asSet))
                        .stream()
                        .findFirst();
    }
}
