package org.peerage.api.handlers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.peerage.api.ApiResponse;
import org.peerage.api.LenientNumbers;
import org.peerage.api.ListParameters;
import org.peerage.api.QueryParameters;
import org.peerage.api.ResponseBody;
import org.peerage.api.filters.DistanceFilter;
import org.peerage.api.filters.Filters;
import org.peerage.api.responses.ErrorResponses;
import org.peerage.net.Asn;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.types.Net;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.search.Search;
import org.peerage.snapshot.ByteChunks;
import org.peerage.snapshot.Condition;
import org.peerage.snapshot.Expansion;
import org.peerage.snapshot.Query;
import org.peerage.snapshot.SliceBuffer;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Snapshot.RowSlice;
import org.peerage.snapshot.Visibility;
import org.peerage.snapshot.VisibleRows;
import org.peerage.snapshot.WholeList;

/** Answers to GET: lists, single objects and as-sets (docs/spec/rest.md §2), all from one snapshot. */
public final class ReadHandler {
    private static final int MAX_DEPTH_ROWS = 250;
    private static final int PAGE_ROWS = 250;
    private static final int MAX_FILTERS = 60;
    private static final int FLUSH_BYTES = 64 * 1024;

    /** Up to here one array costs less than many writes. */
    private static final int JOINED = 4 * 1024 * 1024;

    private static final byte[] START = "{\"data\": [".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "], \"meta\": {}}".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> NOT_FILTERS = Set.of(
            "limit",
            "skip",
            "depth",
            "since",
            "fields",
            "page",
            "per_page",
            "pretty",
            "format",
            "callback",
            "q",
            "_",
            "at",
            "diff",
            "after",
            "with");

    private final Snapshot snapshot;
    private final VisibleRows visible;
    private final Visibility visibility;
    private final boolean verified;
    private final Search search;
    private final @Nullable ImportStatusColumn column;

    public ReadHandler(Snapshot snapshot, Visibility visibility, boolean verified) {
        this(snapshot, visibility, verified, Search.withoutIndex());
    }

    public ReadHandler(Snapshot snapshot, Visibility visibility, boolean verified, Search search) {
        this(snapshot, visibility, verified, search, null);
    }

    /** @param column what rows of exchanges have besides their keys; null: nothing */
    public ReadHandler(
            Snapshot snapshot,
            Visibility visibility,
            boolean verified,
            Search search,
            @Nullable ImportStatusColumn column) {
        this.column = column;
        this.snapshot = snapshot;
        this.visible = snapshot.visibleTo(visibility);
        this.visibility = visibility;
        this.verified = verified;
        this.search = search;
    }

    public static void warmUp(Snapshot snapshot, ObjectType type) {
        ByteChunks _ = WholeList.of(snapshot, type, Visibility.Level.PUBLIC).gzipped(START, END);
    }

    /** One object; pending ones too. */
    public ApiResponse single(ObjectType type, long id, QueryParameters parameters) {
        OptionalInt depth = ListParameters.number(parameters, "depth", 2);
        if (depth.isEmpty()) {
            return ApiResponse.error(400, "'depth' needs to be a number");
        }
        Row row = snapshot.find(type, id);
        if (row == null || row.status() == Status.DELETED) {
            return ApiResponse.error(404, "No " + type.title() + " matches the given query.");
        }
        if (!visibility.canSee(row, snapshot)) {
            return ErrorResponses.missing(AccessRight.READ, type.typeName() + " " + id);
        }
        int levels = Math.clamp(depth.getAsInt(), 0, 4);
        Set<String> fields = fields(parameters);
        if (levels == 0 && fields == null && column == null) {
            RowSlice slice = snapshot.slice(row, visibility);
            return ApiResponse.of(
                    200,
                    new ResponseBody.RowBody(START, slice.json(), slice.start(), slice.end() - slice.start(), END));
        }
        SliceBuffer out = new SliceBuffer().bytes(START);
        Expansion expansion = new Expansion(snapshot, visibility, false, fields);
        if (column == null) {
            expansion.write(out, row, levels);
        } else {
            writeWith(column.of(List.of(row), snapshot, visibility), out, row, levels, expansion);
        }
        return ApiResponse.of(200, new ResponseBody.Bytes(out.bytes(END).toByteArray()));
    }

    public ApiResponse list(ObjectType type, QueryParameters parameters, String url) {
        if (parameters.all().isEmpty()) {
            return fullList(type);
        }
        return switch (ListParameters.read(parameters)) {
            case ParseResult.Problem<ListParameters>(String message) -> ApiResponse.error(400, message);
            case ParseResult.Value<ListParameters>(ListParameters asked) -> list(type, parameters, asked, url);
        };
    }

    private ApiResponse list(ObjectType type, QueryParameters parameters, ListParameters asked, String url) {
        if (asked.since() > 0 && type.rowVisibility().isPresent()) {
            Snapshot told = snapshot.withWithdrawn(type, visibility);
            if (told != snapshot) {
                return new ReadHandler(told, visibility, verified, search, column).list(type, parameters, url);
            }
        }
        return switch (query(type, parameters, asked)) {
            case ParseResult.Problem<Query>(String message) ->
                ApiResponse.error(message.equals(DistanceFilter.NOT_SIGNED_IN) ? 403 : 400, message);
            case ParseResult.Value<Query>(Query query) -> list(query, parameters, asked, url);
        };
    }

    private ApiResponse list(Query query, QueryParameters parameters, ListParameters asked, String url) {
        ObjectType type = query.type();
        RowFormat shape = new RowFormat(Math.clamp(asked.depth(), 0, 3), fields(parameters));
        boolean paged = parameters.has("page");
        if (query.isUnfiltered() && shape.isPlain() && !paged && column == null) {
            return fullList(type);
        }
        int[] ids = query.ids(visible);
        if (column != null && !paged && ids.length > ImportStatusColumn.MAX_ROWS) {
            return ApiResponse.error(
                    400,
                    "with=" + ImportStatusColumn.KEY + " has at most " + ImportStatusColumn.MAX_ROWS
                            + " rows: filter further, or page with limit and skip");
        }
        if (paged) {
            return page(type, ids, shape, parameters, url);
        }
        boolean narrowed = !query.conditions().isEmpty() || asked.since() > 0;
        if (shape.depth > 0 && ids.length > MAX_DEPTH_ROWS && narrowed) {
            return ApiResponse.of(200, body(type, Arrays.copyOf(ids, MAX_DEPTH_ROWS), shape, truncated(shape.depth)));
        }
        if (ids.length == 0 && asksForOne(type, parameters) && !namesHidden(query, parameters)) {
            return ApiResponse.entityNotFound();
        }
        return ApiResponse.of(200, body(type, ids, shape, "{}"));
    }

    private static String truncated(int depth) {
        return new JsonBuffer(256)
                .ascii("{\"truncated\": ")
                .quoted("With depth=" + depth + " an answer has at most " + MAX_DEPTH_ROWS
                        + " rows, and more match. Filter further, page with limit and skip, or leave depth out.")
                .ascii("}")
                .toString();
    }

    /** The active rows that these parameters ask for, as the caller sees them, without paging; or why there can be none. */
    ParseResult<List<Row>> select(ObjectType type, QueryParameters parameters) {
        return query(type, parameters, ListParameters.NONE).then(query -> ParseResult.value(query.select(visible)));
    }

    /** Whether an active row is among those that these parameters ask for, by its id; or why none can be. */
    ParseResult<LongPredicate> test(ObjectType type, QueryParameters parameters) {
        return query(type, parameters, ListParameters.NONE)
                .then(query -> ParseResult.value(id -> {
                    Row row = visible.find(type, id);
                    return row != null
                            && row.isActive()
                            && query.conditions().stream().allMatch(condition -> condition.matches(row, visible));
                }));
    }

    /** The rows that a list at depth 0 would have, in its order; or why there can be none. */
    ParseResult<List<Row>> rows(ObjectType type, QueryParameters parameters) {
        return ListParameters.read(parameters)
                .then(asked -> query(type, parameters, asked))
                .then(query -> ParseResult.value(query.select(visible)));
    }

    private ParseResult<Query> query(ObjectType type, QueryParameters parameters, ListParameters asked) {
        List<Condition> conditions = new ArrayList<>();
        Optional<String> problem = conditions(type, parameters, conditions);
        if (problem.isPresent()) {
            return ParseResult.problem(problem.get());
        }
        if (!parameters.has("distance") || !DistanceFilter.isOffered(type)) {
            return ParseResult.value(asked.query(type, conditions, null));
        }
        if (!verified) {
            return ParseResult.problem(DistanceFilter.NOT_SIGNED_IN);
        }
        return DistanceFilter.read(type, parameters).then(distance -> {
            conditions.add(distance);
            return ParseResult.value(asked.query(type, conditions, distance.nearestFirst()));
        });
    }

    /** {@code asn: as-set} of one network, or of all. */
    public ApiResponse asSets() {
        JsonBuffer out = new JsonBuffer(64 * 1024).bytes(START).ascii("{");
        String[] separator = {""};
        Query all = new Query(Net.TYPE, Set.of(Status.OK), List.of(), 0, null, 0, 0);
        for (Row net : all.select(visible)) {
            if (!net.get(Net.IRR_AS_SET).isEmpty()) {
                out.ascii(separator[0])
                        .quoted(net.get(Net.ASN).toString())
                        .ascii(": ")
                        .quoted(net.get(Net.IRR_AS_SET));
                separator[0] = ", ";
            }
        }
        return ApiResponse.of(
                200, new ResponseBody.Bytes(out.ascii("}").bytes(END).toByteArray()));
    }

    public ApiResponse asSet(String asn) {
        OptionalLong number = LenientNumbers.wholeNumber(asn);
        if (number.isEmpty()) {
            return ApiResponse.error(400, "Invalid ASN");
        }
        Optional<Row> net = Asn.parse(Long.toString(number.getAsLong())).flatMap(this::network);
        if (net.isEmpty()) {
            return ApiResponse.empty(404);
        }
        JsonBuffer out = new JsonBuffer(128).bytes(START).ascii("{");
        out.quoted(net.get().get(Net.ASN).toString())
                .ascii(": ")
                .quoted(net.get().get(Net.IRR_AS_SET));
        return ApiResponse.of(
                200, new ResponseBody.Bytes(out.ascii("}").bytes(END).toByteArray()));
    }

    /** All active rows of a type, as the full dumps beside the API carry them (docs/spec/rest.md §9). */
    ApiResponse dump(ObjectType type, int depth) {
        String meta = "{\"generated\": " + snapshot.time().getEpochSecond() + ".0}";
        if (depth == 0) {
            return ApiResponse.of(
                    200, fullList(type, ("], \"meta\": " + meta + "}").getBytes(StandardCharsets.US_ASCII)));
        }
        Query all = new Query(type, Set.of(Status.OK), List.of(), 0, null, 0, 0);
        return ApiResponse.of(200, body(type, all.ids(visible), new RowFormat(depth, null), meta));
    }

    private Optional<Row> network(Asn asn) {
        Condition has = Condition.indexed(Net.ASN, asn, (row, rows) -> asn.equals(row.find(Net.ASN)));
        return new Query(Net.TYPE, Set.of(Status.OK), List.of(has), 0, null, 0, 0)
                .select(visible).stream().findFirst();
    }

    private ApiResponse fullList(ObjectType type) {
        return ApiResponse.of(200, fullList(type, END));
    }

    private ResponseBody fullList(ObjectType type, byte[] end) {
        boolean sharedView =
                type.rowVisibility().isEmpty() && type.keyVisibility().isEmpty();
        if (sharedView || visibility.hasNoPrivateGrants()) {
            return new ResponseBody.FullList(START, WholeList.of(snapshot, type, visibility.level()), end);
        }
        Query all = new Query(type, Set.of(Status.OK), List.of(), 0, null, 0, 0);
        String meta = new String(end, StandardCharsets.US_ASCII).substring("], \"meta\": ".length());
        return body(type, all.ids(visible), new RowFormat(0, null), meta.substring(0, meta.length() - 1));
    }

    /** Collects the conditions of all filters among the parameters; what is wrong with one, if something is. */
    private Optional<String> conditions(ObjectType type, QueryParameters parameters, List<Condition> conditions) {
        Filters filters = new Filters(type, visible, search);
        boolean byDistance = parameters.has("distance");
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : parameters.all().keySet()) {
            if (!NOT_FILTERS.contains(name) && !(byDistance && DistanceFilter.isPart(type, name))) {
                names.put(filters.slot(name), name);
            }
        }
        for (String name : names.values()) {
            String value = filters.countsFirst(name) ? parameters.first(name) : parameters.get(name);
            Optional<ParseResult<Condition>> read = filters.read(name, String.valueOf(value));
            if (read.isPresent()) {
                if (conditions.size() == MAX_FILTERS) {
                    return Optional.of("At most " + MAX_FILTERS + " filters in one request");
                }
                switch (read.get()) {
                    case ParseResult.Value<Condition>(Condition condition) -> conditions.add(condition);
                    case ParseResult.Problem<Condition>(String message) -> {
                        return Optional.of(message);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private ApiResponse page(ObjectType type, int[] ids, RowFormat shape, QueryParameters parameters, String url) {
        String requested = parameters.has("per_page") ? String.valueOf(parameters.get("per_page")) : "";
        int wanted = LenientNumbers.count(requested).orElse(0);
        int perPage = wanted > 0 ? Math.min(wanted, PAGE_ROWS) : PAGE_ROWS;
        int pages = Math.max(1, (ids.length + perPage - 1) / perPage);
        String number = String.valueOf(parameters.get("page"));
        int page = number.equals("last") ? pages : LenientNumbers.count(number).orElse(0);
        if (page < 1 || page > pages) {
            return ApiResponse.error(404, "Invalid page.");
        }
        JsonBuffer meta = new JsonBuffer(512)
                .ascii("{\"pagination\": {\"count\": ")
                .number(ids.length)
                .ascii(", \"has_next\": ")
                .bool(page < pages)
                .ascii(", \"has_previous\": ")
                .bool(page > 1)
                .ascii(", \"next\": ");
        link(meta, page < pages ? url + "?" + parameters.with("page", Integer.toString(page + 1)) : null)
                .ascii(", \"previous\": ");
        link(meta, page > 1 ? url + "?" + parameters.with("page", page == 2 ? null : Integer.toString(page - 1)) : null)
                .ascii(", \"page\": ")
                .number(page)
                .ascii(", \"per_page\": ")
                .number(perPage)
                .ascii(", \"total_pages\": ")
                .number(pages)
                .ascii("}}");
        int from = (page - 1) * perPage;
        int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + perPage));
        return ApiResponse.of(200, body(type, some, shape, meta.toString()));
    }

    private static JsonBuffer link(JsonBuffer out, @Nullable String address) {
        if (address == null) {
            return out.ascii("null");
        }
        return out.quoted(address.endsWith("?") ? address.substring(0, address.length() - 1) : address);
    }

    private ResponseBody body(ObjectType type, int[] ids, RowFormat shape, String meta) {
        byte[] end = ("], \"meta\": " + meta + "}").getBytes(StandardCharsets.US_ASCII);
        Expansion expansion = new Expansion(snapshot, visibility, true, shape.fields);
        if (column != null) {
            return new ResponseBody.Bytes(
                    withColumn(column, type, ids, shape, expansion).bytes(end).toByteArray());
        }
        if (shape.isPlain() || ids.length <= MAX_DEPTH_ROWS) {
            SliceBuffer all = new SliceBuffer().bytes(START);
            Expansion.ListWriter listing = expansion.listWriter(type, shape.depth);
            for (int id : ids) {
                listing.write(all, id);
            }
            all.bytes(end);
            return !shape.isPlain() || all.length() <= JOINED
                    ? new ResponseBody.Bytes(all.toByteArray())
                    : new ResponseBody.StreamedBody(all.length(), all::writeTo);
        }
        return new ResponseBody.StreamedBody(-1, out -> {
            SliceBuffer some = new SliceBuffer().bytes(START);
            Expansion.ListWriter listing = expansion.listWriter(type, shape.depth);
            for (int id : ids) {
                listing.write(some, id);
                if (some.length() > FLUSH_BYTES) {
                    out.write(some.toByteArray());
                    some.clear();
                }
            }
            out.write(some.bytes(end).toByteArray());
        });
    }

    private SliceBuffer withColumn(
            ImportStatusColumn statuses, ObjectType type, int[] ids, RowFormat shape, Expansion expansion) {
        List<Row> rows = Arrays.stream(ids)
                .mapToObj(id -> Objects.requireNonNull(snapshot.find(type, id)))
                .toList();
        Map<Long, byte[]> found = statuses.of(rows, snapshot, visibility);
        SliceBuffer all = new SliceBuffer().bytes(START);
        for (int i = 0; i < rows.size(); i++) {
            writeWith(found, i == 0 ? all : all.ascii(", "), rows.get(i), shape.depth, expansion);
        }
        return all;
    }

    private static void writeWith(
            Map<Long, byte[]> statuses, SliceBuffer out, Row row, int depth, Expansion expansion) {
        SliceBuffer one = new SliceBuffer();
        expansion.write(one, row, depth);
        ImportStatusColumn.write(out, one.toByteArray(), statuses.get(row.id()));
    }

    /** How rows are written. */
    private record RowFormat(int depth, @Nullable Set<String> fields) {
        boolean isPlain() {
            return depth == 0 && fields == null;
        }
    }

    private static boolean asksForOne(ObjectType type, QueryParameters parameters) {
        return parameters.has("id") || (type == Net.TYPE && parameters.has("asn"));
    }

    /**
     * Whether nothing but the id of a row that the caller does not see is asked for. That it is taken is no secret (a single read
     * answers 403, sets name it at depth 1): the list is empty then, as recorded. Any further filter makes it a row like none.
     */
    private boolean namesHidden(Query query, QueryParameters parameters) {
        if (query.conditions().size() != 1 || query.since() > 0 || !parameters.has("id")) {
            return false;
        }
        OptionalLong id = LenientNumbers.wholeNumber(String.valueOf(parameters.get("id")));
        Row row = id.isEmpty() ? null : snapshot.find(query.type(), id.getAsLong());
        return row != null && row.isActive() && !visibility.canSee(row, snapshot);
    }

    private static @Nullable Set<String> fields(QueryParameters parameters) {
        String fields = parameters.get("fields");
        return fields == null || fields.isEmpty() ? null : new HashSet<>(Arrays.asList(fields.split(",", -1)));
    }
}
