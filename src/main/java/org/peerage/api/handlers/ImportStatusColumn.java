package org.peerage.api.handlers;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiRequest;
import org.peerage.api.Route;
import org.peerage.ixf.ImportStatuses;
import org.peerage.ixf.Plan;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.SliceBuffer;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/**
 * {@code with=ixf_status}: how the import of an exchange's member list fares, after the keys that rows have. In answers that ask for it
 * alone (docs/decisions/0064), for exchanges whose list's address the caller may see.
 */
public final class ImportStatusColumn {
    /** The key, and the value of {@code with} that asks for it. */
    public static final String KEY = "ixf_status";

    /** Rows of an answer with it. */
    static final int MAX_ROWS = 250;

    private static final String WITH = "with";

    private final ImportStatuses statuses;

    public ImportStatusColumn(ImportStatuses statuses) {
        this.statuses = statuses;
    }

    /** Whether an answer has it, and so is not of the registry's version alone. */
    public static boolean isRequested(ApiRequest request, Route route) {
        boolean ofExchanges = (route instanceof Route.Collection(ObjectType type) && type == Ix.TYPE)
                || (route instanceof Route.Item(ObjectType single, long _) && single == Ix.TYPE);
        String query = request.query();
        String with = ofExchanges && query != null && query.contains(KEY)
                ? request.parameters().get(WITH)
                : null;
        return with != null && Arrays.asList(with.split(",", -1)).contains(KEY);
    }

    /** The statuses that a caller sees, by exchange, as JSON. */
    Map<Long, byte[]> of(List<Row> exchanges, Snapshot snapshot, Visibility visibility) {
        List<Row> lans = exchanges.stream()
                .map(exchange -> snapshot.find(IxLan.TYPE, exchange.id()))
                .filter(lan -> lan != null
                        && lan.isActive()
                        && visibility.showsKey(lan, IxLan.IXF_IXP_MEMBER_LIST_URL, snapshot))
                .map(Objects::requireNonNull)
                .toList();
        Map<Long, byte[]> found = new HashMap<>();
        statuses.of(lans).forEach((lan, status) -> found.put(lan, json(status)));
        return found;
    }

    private static byte[] json(ImportStatuses.ImportStatus status) {
        JsonBuffer out = new JsonBuffer(512).ascii("{\"state\": ").quoted(status.state());
        time(out.ascii(", \"last_success\": "), status.lastSuccess());
        out.ascii(", \"last_error\": ");
        if (status.lastError().isEmpty()) {
            out.ascii("null");
        } else {
            out.quoted(status.lastError());
        }
        out.ascii(", \"findings\": ").number(status.findings());
        Plan.Totals feed = status.feed();
        Plan.Totals registry = status.registry();
        totals(out, "members", feed.members(), registry.members());
        totals(out, "connections", feed.connections(), registry.connections());
        totals(out, "capacity", feed.capacity(), registry.capacity());
        signature(out.ascii(", \"signature\": "), status.signature());
        return out.ascii("}").toByteArray();
    }

    /** Null: the exchange does not sign its list. */
    private static void signature(JsonBuffer out, ImportStatuses.@Nullable SignatureStatus signature) {
        if (signature == null) {
            out.ascii("null");
            return;
        }
        time(out.ascii("{\"key\": ").quoted(signature.key()).ascii(", \"verified\": "), signature.verified());
        out.ascii("}");
    }

    private static void time(JsonBuffer out, Instant time) {
        if (time.equals(Instant.EPOCH)) {
            out.ascii("null");
        } else {
            out.quoted(time.toString());
        }
    }

    /** What the exchange says, and what networks say. */
    private static void totals(JsonBuffer out, String name, long feed, long registry) {
        out.ascii(", \"").ascii(name).ascii("\": {\"feed\": ").number(feed).ascii(", \"registry\": ");
        out.number(registry).ascii(", \"difference\": ").number(feed - registry).ascii("}");
    }

    /** Writes a row's JSON object with the status at its end. */
    static void write(SliceBuffer out, byte[] row, byte @Nullable [] status) {
        if (status == null) {
            out.bytes(row);
            return;
        }
        out.bytes(row, 0, row.length - 1);
        out.ascii(row.length > 2 ? ", \"" : "\"").ascii(KEY).ascii("\": ").bytes(status);
        out.ascii("}");
    }
}
