package org.peerage.ixf;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Transactions;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.store.Sql;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Proposals in the database. */
public final class ProposalStore {
    private static final String PROPOSAL =
            "select id, ixlan_id, asn, kind, content, reason, errors, pointer, entry, created_at, seen_at, dismissed,"
                    + " dismissed_by, dismissed_why, told, ticket_at, reminders, reminded_at from ixf_proposal";

    /** So many values of a condition go into one statement. */
    private static final int MAX_VALUES = 400;

    private final Transactions database;
    private final Clock clock;

    public ProposalStore(DataSource source, Clock clock) {
        this.database = new Transactions(source);
        this.clock = clock;
    }

    /** Of a network, by exchange. */
    public List<Proposal> ofNetwork(Asn asn) {
        return database.withConnection(sql ->
                sql.query(PROPOSAL + " where asn = ? order by ixlan_id, id", ProposalStore::proposal, asn.value()));
    }

    /** Of some networks, which are at most as many as a statement takes parameters, by network and exchange. */
    List<Proposal> ofNetworks(Collection<Asn> asns) {
        if (asns.isEmpty()) {
            return List.of();
        }
        String each = String.join(", ", Collections.nCopies(asns.size(), "?"));
        return database.withConnection(sql -> sql.query(
                PROPOSAL + " where asn in (" + each + ") order by asn, ixlan_id, id",
                ProposalStore::proposal,
                asns.stream().map(Asn::value).toArray()));
    }

    /**
     * A part of the proposals, in order of id.
     *
     * @param asn of that network alone; null: of any
     * @param lan of that LAN alone; null: of any
     * @param kind of that kind alone; null: of any
     * @param isEverDismissed those alone of which something was dismissed once, which need not be what they propose now
     * @param after the id that they follow; 0: from the first
     */
    public record Part(
            @Nullable Asn asn,
            @Nullable Long lan,
            Step.@Nullable Kind kind,
            boolean isEverDismissed,
            long after,
            int max) {}

    /** Proposals of any of these networks or LANs: of others the database is not asked. */
    public List<Proposal> find(Collection<Asn> networks, Collection<Long> lans, Part part) {
        List<Proposal> found = new ArrayList<>();
        database.withConnection(sql -> {
            find(sql, "asn", networks.stream().map(Asn::value).toList(), part, found);
            find(sql, "ixlan_id", List.copyOf(lans), part, found);
            return true;
        });
        return found.stream()
                .collect(Collectors.toMap(Proposal::id, Function.identity(), (one, same) -> one, TreeMap::new))
                .values()
                .stream()
                .limit(part.max)
                .toList();
    }

    private static void find(Sql sql, String column, List<Long> values, Part part, List<Proposal> found)
            throws SQLException {
        for (int from = 0; from < values.size(); from += MAX_VALUES) {
            List<Long> some = values.subList(from, Math.min(from + MAX_VALUES, values.size()));
            List<Object> parameters = new ArrayList<>(some);
            StringBuilder query = new StringBuilder(PROPOSAL)
                    .append(" where ")
                    .append(column)
                    .append(" in (")
                    .append(String.join(", ", Collections.nCopies(some.size(), "?")))
                    .append(") and id > ?");
            parameters.add(part.after);
            if (part.asn != null) {
                query.append(" and asn = ?");
                parameters.add(part.asn.value());
            }
            if (part.lan != null) {
                query.append(" and ixlan_id = ?");
                parameters.add(part.lan);
            }
            if (part.kind != null) {
                query.append(" and kind = ?");
                parameters.add(part.kind.word());
            }
            if (part.isEverDismissed) {
                query.append(" and dismissed <> ''");
            }
            found.addAll(sql.query(
                    query.append(" order by id limit ").append(part.max).toString(),
                    ProposalStore::proposal,
                    parameters.toArray()));
        }
    }

    /** Of an exchange's LAN, by network. */
    public List<Proposal> ofLan(long lan) {
        return database.withConnection(sql -> ofLan(sql, lan));
    }

    static List<Proposal> ofLan(Sql sql, long lan) throws SQLException {
        return sql.query(PROPOSAL + " where ixlan_id = ? order by asn, id", ProposalStore::proposal, lan);
    }

    /** What there is of a LAN, and what it says: another one wherever somebody has dropped or changed a proposal. */
    static String digest(Sql sql, long lan) throws SQLException {
        String all = String.join(
                "\n",
                sql.query(
                        "select id, signature from ixf_proposal where ixlan_id = ? order by id",
                        row -> row.getLong(1) + " " + row.getString(2),
                        lan));
        return Importer.hash(all.getBytes(StandardCharsets.UTF_8));
    }

    public Optional<Proposal> find(long id) {
        return database.withConnection(
                sql -> sql.query(PROPOSAL + " where id = ?", ProposalStore::proposal, id).stream()
                        .findFirst());
    }

    /** The network does not want it, as it is. */
    public void dismiss(Proposal proposal, String who, String why) {
        database.withConnection(sql -> sql.update(
                "update ixf_proposal set dismissed = ?, dismissed_by = ?, dismissed_why = ? where id = ?",
                proposal.signature(),
                who,
                why,
                proposal.id()));
    }

    /** Shows a network again what it dismissed. */
    public void reset(Asn asn) {
        ofNetwork(asn).stream()
                .map(Proposal::lan)
                .distinct()
                .forEach(lan -> database.inTransaction(sql -> {
                    lock(sql, lan);
                    return sql.update(
                            "update ixf_proposal set dismissed = '', dismissed_by = '', dismissed_why = ''"
                                    + " where asn = ? and ixlan_id = ?",
                            asn.value(),
                            lan);
                }));
    }

    /**
     * Who changes several proposals of a LAN does so one after the other: two in different orders would each wait for what the other
     * has (PostgreSQL ends one of them). Where there are proposals there is a row of the feed, and none has more than one such row
     * but who tidies.
     */
    static void lock(Sql sql, long lan) throws SQLException {
        sql.update("update ixf_feed set failures = failures where ixlan_id = ?", lan);
    }

    static void delete(Sql sql, long id) throws SQLException {
        sql.update("delete from ixf_proposal where id = ?", id);
    }

    static void insert(Sql sql, Proposal proposal) throws SQLException {
        sql.update(
                "insert into ixf_proposal (ixlan_id, asn, subject, kind, content, signature, reason, errors, pointer,"
                        + " entry, created_at, seen_at, dismissed, dismissed_by, dismissed_why, told, ticket_at,"
                        + " reminders, reminded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                proposal.lan(),
                proposal.asn().value(),
                proposal.subject(),
                proposal.kind().word(),
                content(proposal),
                proposal.signature(),
                proposal.reason(),
                errors(proposal),
                proposal.pointer(),
                proposal.entry(),
                proposal.memory().created().getEpochSecond(),
                proposal.memory().seen().getEpochSecond(),
                proposal.memory().dismissed(),
                proposal.memory().dismissedBy(),
                proposal.memory().dismissedWhy(),
                proposal.memory().told(),
                proposal.memory().ticket().getEpochSecond(),
                (long) proposal.memory().reminders(),
                proposal.memory().reminded().getEpochSecond());
    }

    static void update(Sql sql, Proposal proposal) throws SQLException {
        sql.update(
                "update ixf_proposal set kind = ?, content = ?, signature = ?, reason = ?, errors = ?, pointer = ?,"
                        + " entry = ?, told = ?, ticket_at = ?, reminders = ?, reminded_at = ? where id = ?",
                proposal.kind().word(),
                content(proposal),
                proposal.signature(),
                proposal.reason(),
                errors(proposal),
                proposal.pointer(),
                proposal.entry(),
                proposal.memory().told(),
                proposal.memory().ticket().getEpochSecond(),
                (long) proposal.memory().reminders(),
                proposal.memory().reminded().getEpochSecond(),
                proposal.id());
    }

    /** Stores what is left of a proposal: where the network has dismissed the whole, it has dismissed that. */
    static void updateRest(Sql sql, Proposal left) throws SQLException {
        sql.update(
                "update ixf_proposal set dismissed = ? where id = ? and dismissed = signature",
                left.signature(),
                left.id());
        update(sql, left);
    }

    /** Notes that an import has seen all that is left of a LAN. */
    static void seen(Sql sql, long lan, Instant now) throws SQLException {
        sql.update("update ixf_proposal set seen_at = ? where ixlan_id = ?", now.getEpochSecond(), lan);
    }

    /** Networks that have let exchanges change their connections since somebody looked. */
    public List<Long> switched() {
        return database.withConnection(
                sql -> sql.query("select net_id from ixf_switched order by net_id", row -> row.getLong(1)));
    }

    void switchedDone(long network) {
        database.withConnection(sql -> sql.update("delete from ixf_switched where net_id = ?", network));
    }

    Instant now() {
        return clock.instant();
    }

    private static String content(Proposal proposal) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("row", proposal.row());
        ArrayNode merged = json.putArray("merged");
        proposal.merged().forEach(merged::add);
        json.put("before4", Peering.text(proposal.before().ipv4()));
        json.put("before6", Peering.text(proposal.before().ipv6()));
        ArrayNode fields = json.putArray("fields");
        proposal.fields().forEach(fields::add);
        Peering wanted = proposal.wanted();
        if (wanted != null) {
            json.putObject("wanted")
                    .put("net_id", wanted.network())
                    .put("ipaddr4", Peering.text(wanted.ipv4()))
                    .put("ipaddr6", Peering.text(wanted.ipv6()))
                    .put("speed", wanted.speed())
                    .put("is_rs_peer", wanted.routeServer())
                    .put("operational", wanted.operational())
                    .put("facility", wanted.facility());
        }
        return json.toString();
    }

    private static String errors(Proposal proposal) {
        return JsonMapper.shared().writeValueAsString(proposal.errors());
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        JsonNode content = JsonMapper.shared().readTree(row.getString(5));
        Asn asn = new Asn(row.getLong(3));
        List<Long> merged = new ArrayList<>();
        content.path("merged").forEach(id -> merged.add(id.asLong()));
        List<String> fields = new ArrayList<>();
        content.path("fields").forEach(field -> fields.add(field.asString()));
        Map<String, String> errors = new LinkedHashMap<>();
        JsonMapper.shared()
                .readTree(row.getString(7))
                .properties()
                .forEach(error -> errors.put(error.getKey(), error.getValue().asString()));
        return new Proposal(
                row.getLong(1),
                row.getLong(2),
                asn,
                Step.Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                content.path("row").asLong(),
                merged,
                new Proposal.Addresses(address(content, "before4"), address(content, "before6")),
                content.has("wanted") ? wanted(asn, content.path("wanted")) : null,
                fields,
                row.getString(6),
                errors,
                row.getString(8),
                row.getString(9),
                new Proposal.Memory(
                        Instant.ofEpochSecond(row.getLong(10)),
                        Instant.ofEpochSecond(row.getLong(11)),
                        row.getString(12),
                        row.getString(13),
                        row.getString(14),
                        row.getString(15),
                        Instant.ofEpochSecond(row.getLong(16)),
                        row.getInt(17),
                        Instant.ofEpochSecond(row.getLong(18))));
    }

    private static Peering wanted(Asn asn, JsonNode json) {
        JsonNode routeServer = json.path("is_rs_peer");
        JsonNode facility = json.path("facility");
        return new Peering(
                json.path("net_id").asLong(),
                asn,
                address(json, "ipaddr4"),
                address(json, "ipaddr6"),
                json.path("speed").asLong(),
                routeServer.isBoolean() ? routeServer.booleanValue() : null,
                json.path("operational").asBoolean(),
                facility.isNumber() ? facility.asLong() : null);
    }

    private static @Nullable IpAddress address(JsonNode json, String key) {
        return IpAddress.parse(json.path(key).asString("")).orElse(null);
    }
}
