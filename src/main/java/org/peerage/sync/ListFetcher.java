package org.peerage.sync;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.LoadReport;
import org.peerage.registry.RowParser;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the other registry for rows of one type. */
final class ListFetcher {
    private static final int IDS_PER_REQUEST = 150;

    private final RemoteRegistry remote;
    private final RowParser parser = new RowParser();

    ListFetcher(RemoteRegistry remote) {
        this.remote = remote;
    }

    /**
     * An answer with rows.
     *
     * @param newest the time of the last change among them, in seconds since 1970
     */
    record FetchedList(
            Map<Long, Row> rows,
            List<LoadReport.RejectedRow> unreadable,
            @Nullable String etag,
            long newest) {}

    /**
     * Rows changed at or after a time, deleted ones too; empty where the answer with that tag is still right.
     *
     * @param known the rows that are here
     */
    Optional<FetchedList> since(ObjectType type, long time, @Nullable String etag, LongFunction<@Nullable Row> known)
            throws RemoteRegistryException, InterruptedException {
        return fetch(type, "/api/" + type.typeName() + "?since=" + Math.max(1, time) + "&depth=0", etag, known);
    }

    /** Rows with these ids, deleted ones too; those that the other does not show are not among them. */
    FetchedList byId(ObjectType type, Collection<Long> ids, LongFunction<@Nullable Row> known)
            throws RemoteRegistryException, InterruptedException {
        Map<Long, Row> rows = new LinkedHashMap<>();
        List<LoadReport.RejectedRow> unreadable = new ArrayList<>();
        List<Long> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += IDS_PER_REQUEST) {
            String some = all.subList(from, Math.min(all.size(), from + IDS_PER_REQUEST)).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(","));
            FetchedList response = fetch(
                            type, "/api/" + type.typeName() + "?since=1&depth=0&id__in=" + some, null, known)
                    .orElseThrow();
            rows.putAll(response.rows);
            unreadable.addAll(response.unreadable);
        }
        rows.keySet().retainAll(ids);
        return new FetchedList(rows, unreadable, null, 0);
    }

    /** One row, which may be pending. */
    FetchedList single(ObjectType type, long id, LongFunction<@Nullable Row> known)
            throws RemoteRegistryException, InterruptedException {
        return remote.get("/api/" + type.typeName() + "/" + id + "?depth=0", null, (head, body) -> {
                    if (head.status() != HttpURLConnection.HTTP_OK) {
                        return new FetchedList(Map.of(), List.of(), null, 0);
                    }
                    return read(type, head, body, known);
                })
                .orElseThrow();
    }

    private Optional<FetchedList> fetch(
            ObjectType type, String path, @Nullable String etag, LongFunction<@Nullable Row> known)
            throws RemoteRegistryException, InterruptedException {
        return remote.get(path, etag, (head, body) -> read(type, head, body, known));
    }

    private FetchedList read(
            ObjectType type, RemoteRegistry.RemoteResponse head, InputStream body, LongFunction<@Nullable Row> known)
            throws IOException {
        Map<Long, Row> rows = new LinkedHashMap<>();
        List<LoadReport.RejectedRow> unreadable = new ArrayList<>();
        boolean found = false;
        try (JsonParser json = JsonMapper.shared().createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is no object of JSON");
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean data = json.currentName().equals("data");
                JsonToken start = json.nextToken();
                if (!data) {
                    json.skipChildren();
                    continue;
                }
                found = true;
                if (start != JsonToken.START_ARRAY) {
                    throw new IOException("the data of the answer are no list");
                }
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    add(type, json.readValueAsTree(), rows, unreadable, known);
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the answer ends too early");
            }
        } catch (JacksonException broken) {
            throw new IOException("the answer is broken: " + broken.getOriginalMessage(), broken);
        }
        if (!found) {
            throw new IOException("the answer has no data, and status " + head.status());
        }
        long newest = rows.values().stream().mapToLong(Row::updated).max().orElse(0);
        return new FetchedList(rows, unreadable, head.header("ETag"), newest);
    }

    /** Of a row that comes twice, the one that was changed last counts. */
    private void add(
            ObjectType type,
            JsonNode node,
            Map<Long, Row> rows,
            List<LoadReport.RejectedRow> unreadable,
            LongFunction<@Nullable Row> known) {
        Row local = known.apply(RowParser.id(node));
        switch (parser.read(type, node, local)) {
            case ParseResult.Value<Row>(Row row) ->
                rows.merge(
                        row.id(),
                        row.equals(local) ? local : row,
                        (first, then) -> then.updated() >= first.updated() ? then : first);
            case ParseResult.Problem<Row>(String message) ->
                unreadable.add(new LoadReport.RejectedRow(type.typeName(), RowParser.id(node), message));
        }
    }
}
