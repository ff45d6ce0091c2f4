package org.peerage.ixf;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Transactions;
import org.peerage.schema.Row;

/** How the imports of exchanges' member lists fare, as {@code ixf_status} tells it (docs/spec/ixf.md §11.6). */
public final class ImportStatuses {
    /** Messages of which the rest is for the operator, or names what was asked. */
    private static final List<String> FIRST_WORDS = List.of(
            "Internal Error",
            "The registry could not be written to",
            "The registry was stopped",
            "The server did not answer in time",
            "The document has an encoding that was not asked for",
            "The signature of the list could not be fetched",
            "The signature of the list has the algorithm");

    /**
     * Messages that name nothing but what everybody knows (docs/ixf.md, Messages). All others may name an address that is asked, which
     * after a redirect is none that everybody knows, or be the words of somebody else's server.
     */
    private static final List<String> FOR_EVERYBODY = List.of(
            "IX-F import url not specified",
            "Got HTTP status ",
            "More than ",
            "The server closed the connection",
            "The server's answer broke off",
            "The server's answer is no HTTP",
            "The server did not send the document within ",
            "No JSON could be parsed",
            "A member export is a JSON object",
            "member_list is not a list",
            "The document is larger than ",
            "The document has more than ",
            "One part of the document has more than ",
            "The document is nested too deeply",
            "The signature of the list is no detached JWS",
            "The signature of the list has crit",
            "The signature does not fit the list",
            "Address ",
            "We found that your IX-F output contained multiple VLANs",
            "No prefixes defined on ixlan",
            ImportStore.INTERRUPTED);

    private static final String NOT_FETCHED = "The list could not be fetched";

    private final Transactions database;

    public ImportStatuses(DataSource source) {
        this.database = new Transactions(source);
    }

    /**
     * How the import of a LAN's member list fares.
     *
     * @param state {@code off} without a list, {@code new} before the first import, {@code importing}, {@code failed}, {@code held} where
     *     changes wait for somebody, or {@code ok}
     * @param lastSuccess {@link Instant#EPOCH}: never
     * @param lastError empty: the last import went well
     * @param findings of the last good import, as are both totals
     * @param signature of the list; null: it need not have one
     */
    public record ImportStatus(
            String state,
            Instant lastSuccess,
            String lastError,
            int findings,
            Plan.Totals feed,
            Plan.Totals registry,
            @Nullable SignatureStatus signature) {}

    /**
     * How it is with the signature of a LAN's list.
     *
     * @param key fingerprint of the one that the exchange has pinned
     * @param verified when the last good list was verified with it; {@link Instant#EPOCH}: it was not yet
     */
    public record SignatureStatus(String key, Instant verified) {}

    /** An import as its row has it. */
    private record Kept(Run run, Report report) {
        Run.State state() {
            return run.state();
        }
    }

    /** The last import of a LAN, and the last that was good. */
    private static final class Last {
        private @Nullable Kept any;
        private @Nullable Kept good;

        void take(Kept kept) {
            any = any == null ? kept : any;
            good = good == null && kept.state() == Run.State.DONE ? kept : good;
        }
    }

    /** Of some LANs, which are at most as many as a statement takes parameters, by LAN. */
    public Map<Long, ImportStatus> of(List<Row> lans) {
        Map<Long, Last> last = new HashMap<>();
        Map<Long, SignatureStatus> signatures = new HashMap<>();
        if (!lans.isEmpty()) {
            String each = String.join(", ", Collections.nCopies(lans.size(), "?"));
            database.withConnection(sql -> sql.query(
                            "select " + ImportStore.COLUMNS_OF_RUN + ", report from ixf_run one where ixlan_id in ("
                                    + each + ") and (number = (select max(number) from ixf_run where ixlan_id ="
                                    + " one.ixlan_id) or number = (select max(number) from ixf_run where ixlan_id ="
                                    + " one.ixlan_id and outcome = 'done')) order by ixlan_id, number desc",
                            row -> new Kept(ImportStore.run(row), Report.read(row.getString("report"))),
                            lans.stream().map(Row::id).toArray()))
                    .forEach(kept -> last.computeIfAbsent(kept.run.lan(), any -> new Last())
                            .take(kept));
            database.withConnection(sql -> sql.query(
                    "select one.ixlan_id, public_key, verified_key, verified_at from ixf_key one left join ixf_feed"
                            + " on ixf_feed.ixlan_id = one.ixlan_id where one.ixlan_id in (" + each + ")",
                    row -> signatures.put(row.getLong(1), signature(row)),
                    lans.stream().map(Row::id).toArray()));
        }
        Map<Long, ImportStatus> statuses = new HashMap<>();
        lans.forEach(lan ->
                statuses.put(lan.id(), status(lan, last.getOrDefault(lan.id(), new Last()), signatures.get(lan.id()))));
        return statuses;
    }

    private static SignatureStatus signature(ResultSet row) throws SQLException {
        String pinned = FeedKey.ofEncoded(row.getString(2)).orElseThrow().fingerprint();
        boolean isVerified = pinned.equals(row.getString(3));
        return new SignatureStatus(pinned, isVerified ? Instant.ofEpochSecond(row.getLong(4)) : Instant.EPOCH);
    }

    private static ImportStatus status(Row lan, Last last, @Nullable SignatureStatus signature) {
        Kept good = last.good;
        Report report = good == null ? Report.EMPTY : good.report;
        return new ImportStatus(
                state(lan, last),
                good == null ? Instant.EPOCH : good.run.ended(),
                last.any != null && last.any.state() == Run.State.FAILED ? told(last.any.run.error()) : "",
                good == null ? 0 : good.run.counts().findings(),
                report.feed(),
                report.registry(),
                signature);
    }

    private static String state(Row lan, Last last) {
        if (Importer.url(lan).isEmpty()) {
            return "off";
        }
        if (last.any == null) {
            return "new";
        }
        return switch (last.any.state()) {
            case RUNNING -> "importing";
            case FAILED -> "failed";
            case DONE -> last.any.run.counts().held() > 0 ? "held" : "ok";
        };
    }

    /** What went wrong, in words for everybody: those who look after the exchange or the registry read all of it on its page. */
    static String told(String error) {
        return FIRST_WORDS.stream()
                .filter(error::startsWith)
                .findFirst()
                .orElseGet(() -> FOR_EVERYBODY.stream().anyMatch(error::startsWith) ? error : NOT_FETCHED);
    }
}
