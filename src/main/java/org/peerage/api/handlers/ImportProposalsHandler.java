package org.peerage.api.handlers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.api.ApiResponse;
import org.peerage.api.LenientNumbers;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.ixf.Peering;
import org.peerage.ixf.Proposal;
import org.peerage.ixf.ProposalStore;
import org.peerage.ixf.Step;
import org.peerage.net.Asn;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * {@code /api/ixf_proposal}: what exchanges' member lists propose to networks, for who may change the network or the exchange
 * (docs/spec/ixf.md §11.6). Rights are looked at before the proposals are: what somebody may not see costs no time, either.
 */
public final class ImportProposalsHandler {
    private static final int MAX_ROWS = 250;
    private static final Asn NOBODY = new Asn(0);

    private final ProposalStore store;

    public ImportProposalsHandler(ProposalStore store) {
        this.store = store;
    }

    /** What is asked for; null: any. */
    private record Wanted(
            @Nullable Asn asn,
            @Nullable Long exchange,
            Step.@Nullable Kind kind,
            @Nullable Boolean dismissed,
            long after,
            int max) {}

    /** What may be seen of what is asked for. */
    private record Seen(Set<Asn> networks, Set<Long> lans) {}

    /** @param id of one; empty: all */
    public ApiResponse handle(String id, QueryParameters parameters, Caller caller, Snapshot snapshot) {
        if (caller.isAnonymous()) {
            return ApiResponse.error(401, "Authentication credentials were not provided.");
        }
        if (!id.isEmpty()) {
            return one(Long.parseLong(id), caller, snapshot);
        }
        Optional<String> problem = problem(parameters);
        return problem.isPresent()
                ? ApiResponse.error(400, problem.get())
                : list(wanted(parameters, snapshot), caller, snapshot);
    }

    private ApiResponse one(long id, Caller caller, Snapshot snapshot) {
        Seen seen = seen(new Wanted(null, null, null, null, 0, 1), caller, snapshot);
        return store.find(seen.networks, seen.lans, new ProposalStore.Part(null, null, null, false, id - 1, 1)).stream()
                .filter(proposal -> proposal.id() == id && isSeen(proposal, seen, snapshot))
                .flatMap(proposal -> proposal.now(snapshot).stream())
                .findFirst()
                .map(proposal -> answer(List.of(proposal), snapshot, OptionalLong.empty()))
                .orElseGet(() -> ApiResponse.error(404, "There is no such proposal for you."));
    }

    private ApiResponse list(Wanted wanted, Caller caller, Snapshot snapshot) {
        Seen seen = seen(wanted, caller, snapshot);
        List<Proposal> shown = new ArrayList<>();
        long after = wanted.after;
        boolean isEnd = false;
        while (!isEnd && shown.size() <= wanted.max) {
            List<Proposal> stored = store.find(
                    seen.networks,
                    seen.lans,
                    new ProposalStore.Part(
                            wanted.asn,
                            wanted.exchange,
                            wanted.kind,
                            Boolean.TRUE.equals(wanted.dismissed),
                            after,
                            MAX_ROWS));
            stored.stream()
                    .filter(proposal -> isSeen(proposal, seen, snapshot))
                    .filter(proposal -> wanted.dismissed == null || wanted.dismissed == proposal.isDismissed())
                    .flatMap(proposal -> proposal.now(snapshot).stream())
                    .forEach(shown::add);
            isEnd = stored.size() < MAX_ROWS;
            after = isEnd ? after : stored.getLast().id();
        }
        // Only what is shown counts: a part tells nothing of proposals that are not for the caller.
        boolean isMore = shown.size() > wanted.max;
        List<Proposal> part = isMore ? shown.subList(0, wanted.max) : shown;
        return answer(part, snapshot, isMore ? OptionalLong.of(part.getLast().id()) : OptionalLong.empty());
    }

    /** Exchanges see all that their lists propose, networks what they can decide. */
    private static boolean isSeen(Proposal proposal, Seen seen, Snapshot snapshot) {
        return seen.lans.contains(proposal.lan())
                || (seen.networks.contains(proposal.asn())
                        && proposal.isForNetwork()
                        && proposal.isImporting(snapshot));
    }

    private static Seen seen(Wanted wanted, Caller caller, Snapshot snapshot) {
        Set<Asn> networks = new HashSet<>();
        Set<Long> lans = new HashSet<>();
        if (wanted.asn != null) {
            network(wanted.asn, snapshot)
                    .filter(network -> isEditor(caller, Net.TYPE, network, snapshot))
                    .ifPresent(network -> networks.add(wanted.asn));
        } else {
            each(Net.TYPE, caller, snapshot, network -> networks.add(network.get(Net.ASN)));
        }
        if (wanted.exchange != null) {
            Row exchange = snapshot.find(Ix.TYPE, wanted.exchange);
            if (exchange != null && exchange.isActive() && isEditor(caller, Ix.TYPE, exchange, snapshot)) {
                lans.add(exchange.id());
            }
        } else {
            each(Ix.TYPE, caller, snapshot, exchange -> lans.add(exchange.id()));
        }
        return new Seen(networks, lans);
    }

    private static Optional<Row> network(Asn asn, Snapshot snapshot) {
        return snapshot.rowsWhere(Net.ASN, asn).stream().filter(Row::isActive).findFirst();
    }

    private static void each(ObjectType type, Caller caller, Snapshot snapshot, Consumer<Row> take) {
        snapshot.forEach(type, row -> {
            if (row.isActive() && isEditor(caller, type, row, snapshot)) {
                take.accept(row);
            }
        });
    }

    private static boolean isEditor(Caller caller, ObjectType type, Row row, Snapshot snapshot) {
        return caller.maySeeAsEditor(Objects.requireNonNull(type.namespace(row, snapshot)));
    }

    private static Optional<String> problem(QueryParameters parameters) {
        for (String name : List.of("net_id", "asn", "ix_id", "ixlan_id", "after", "limit")) {
            if (parameters.has(name) && number(parameters, name).isEmpty()) {
                return Optional.of("'" + name + "' needs to be a number");
            }
        }
        if (parameters.has("action") && kind(parameters).isEmpty()) {
            return Optional.of("'action' needs to be add, modify or delete");
        }
        if (parameters.has("dismissed") && dismissed(parameters).isEmpty()) {
            return Optional.of("'dismissed' needs to be true or false");
        }
        return Optional.empty();
    }

    private static OptionalLong number(QueryParameters parameters, String name) {
        return LenientNumbers.wholeNumber(String.valueOf(parameters.get(name)));
    }

    private static @Nullable Long value(QueryParameters parameters, String name) {
        OptionalLong number = parameters.has(name) ? number(parameters, name) : OptionalLong.empty();
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static Optional<Boolean> dismissed(QueryParameters parameters) {
        return switch (String.valueOf(parameters.get("dismissed")).toLowerCase(Locale.ROOT)) {
            case "1", "true" -> Optional.of(true);
            case "0", "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Step.Kind> kind(QueryParameters parameters) {
        String given = String.valueOf(parameters.get("action"));
        return List.of(Step.Kind.values()).stream()
                .filter(kind -> kind.word().equals(given))
                .findFirst();
    }

    private static Wanted wanted(QueryParameters parameters, Snapshot snapshot) {
        Long exchange = value(parameters, "ix_id");
        Long limit = value(parameters, "limit");
        Long after = value(parameters, "after");
        return new Wanted(
                asn(parameters, snapshot),
                exchange == null ? value(parameters, "ixlan_id") : exchange,
                kind(parameters).orElse(null),
                dismissed(parameters).orElse(null),
                after == null ? 0 : after,
                limit == null || limit < 1 ? MAX_ROWS : (int) Math.min(limit, MAX_ROWS));
    }

    /** The network that is asked for, by either number; 0: two of them, or none that there is. */
    private static @Nullable Asn asn(QueryParameters parameters, Snapshot snapshot) {
        Long number = value(parameters, "asn");
        Long id = value(parameters, "net_id");
        if (number == null && id == null) {
            return null;
        }
        Row network = id == null ? null : snapshot.find(Net.TYPE, id);
        Asn ofId = network == null ? NOBODY : network.get(Net.ASN);
        Asn ofNumber = number == null ? ofId : Asn.parse(Long.toString(number)).orElse(NOBODY);
        return id == null || ofId.equals(ofNumber) ? ofNumber : NOBODY;
    }

    /** @param next the id after which the next page begins; empty: this is the last */
    private static ApiResponse answer(List<Proposal> proposals, Snapshot snapshot, OptionalLong next) {
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        String separator = "";
        for (Proposal proposal : proposals) {
            write(out.ascii(separator), proposal, snapshot);
            separator = ", ";
        }
        out.ascii("], \"meta\": {");
        if (next.isPresent()) {
            out.ascii("\"next\": ").number(next.getAsLong());
        }
        return ApiResponse.of(200, new ResponseBody.Bytes(out.ascii("}}").toByteArray()));
    }

    private static void write(JsonBuffer out, Proposal proposal, Snapshot snapshot) {
        Row lan = Objects.requireNonNull(snapshot.find(IxLan.TYPE, proposal.lan()));
        Row row = proposal.row() == 0 ? null : snapshot.find(NetIxLan.TYPE, proposal.row());
        out.ascii("{\"id\": ").number(proposal.id());
        out.ascii(", \"ix_id\": ").number(lan.get(IxLan.IX_ID));
        out.ascii(", \"ixlan_id\": ").number(proposal.lan());
        out.ascii(", \"net_id\": ")
                .number(network(proposal.asn(), snapshot).map(Row::id).orElse(0L));
        out.ascii(", \"asn\": ").number(proposal.asn().value());
        out.ascii(", \"action\": ").quoted(proposal.kind().word());
        out.ascii(", \"netixlan_id\": ");
        if (row == null) {
            out.ascii("null");
        } else {
            out.number(row.id());
        }
        out.ascii(", \"merged\": [");
        String separator = "";
        for (long merged : proposal.merged()) {
            out.ascii(separator).number(merged);
            separator = ", ";
        }
        out.ascii("], \"fields\": ").quoted(proposal.fields());
        Peering wanted = proposal.wanted();
        values(out.ascii(", \"before\": "), row == null ? null : Peering.of(row));
        values(out.ascii(", \"after\": "), wanted);
        out.ascii(", \"reason\": ").quoted(proposal.reason()).ascii(", \"conflict\": {");
        separator = "";
        for (var error : new java.util.TreeMap<>(proposal.errors()).entrySet()) {
            out.ascii(separator).quoted(error.getKey()).ascii(": ").quoted(error.getValue());
            separator = ", ";
        }
        out.ascii("}, \"pointer\": ").quoted(proposal.pointer());
        out.ascii(", \"dismissed\": ").bool(proposal.isDismissed());
        out.ascii(", \"created\": ").quoted(proposal.memory().created().toString());
        out.ascii(", \"seen\": ").quoted(proposal.memory().seen().toString()).ascii("}");
    }

    private static void values(JsonBuffer out, @Nullable Peering peering) {
        if (peering == null) {
            out.ascii("null");
            return;
        }
        String separator = "{";
        for (String field : Peering.FIELDS) {
            String value = Proposal.value(peering, field);
            out.ascii(separator).quoted(field).ascii(": ");
            if (value.isEmpty()) {
                out.ascii("null");
            } else if (field.startsWith("ipaddr")) {
                out.quoted(value);
            } else {
                out.ascii(value);
            }
            separator = ", ";
        }
        out.ascii("}");
    }
}
