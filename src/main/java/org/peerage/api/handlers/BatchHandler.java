package org.peerage.api.handlers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.api.Route;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.rules.RequestFields;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /api/batch}: several writes in one transaction, all or nothing.
 *
 * <p>The body is a list of {@code {"method": "POST", "path": "/api/net", "data": {…}}}, or a mapping with that list under
 * {@code operations}. The answer has, in the same order, the status and body that each would have had alone.
 */
public final class BatchHandler {
    public static final int MAX_OPERATIONS = 1000;

    private final WriteHandler writeHandler;

    public BatchHandler(WriteHandler writeHandler) {
        this.writeHandler = writeHandler;
    }

    /** An operation of the list, or what is wrong with it. */
    private sealed interface BatchItem {
        record ValidItem(Operation operation, int status, boolean withSets) implements BatchItem {}

        record InvalidItem(String reason) implements BatchItem {}
    }

    public ApiResponse handle(ApiRequest request, WriteHandler.WriteContext context) throws IOException {
        JsonNode list;
        switch (RequestBody.json(request)) {
            case RequestBody.UnreadableBody(ApiResponse response) -> {
                return response;
            }
            case RequestBody.ParsedJson(JsonNode value) -> list = value.isObject() ? value.path("operations") : value;
            case RequestBody.ParsedValues values -> throw new IllegalStateException("any JSON was asked for");
        }
        if (!list.isArray() || list.isEmpty()) {
            return ApiResponse.error(400, "A batch is a list of operations, or {\"operations\": [...]}.");
        }
        if (list.size() > MAX_OPERATIONS) {
            return ApiResponse.error(400, "A batch has at most " + MAX_OPERATIONS + " operations.");
        }
        List<BatchItem.ValidItem> items = new ArrayList<>();
        for (JsonNode entry : list) {
            switch (item(entry)) {
                case BatchItem.ValidItem good -> items.add(good);
                case BatchItem.InvalidItem(String reason) -> {
                    return ApiResponse.error(400, "Operation " + items.size() + ": " + reason);
                }
            }
        }
        List<Operation> operations =
                items.stream().map(BatchItem.ValidItem::operation).toList();
        return writeHandler.submit(
                operations,
                null,
                context.causedBy("batch"),
                request,
                (decided, snapshot) -> response(items, decided, snapshot, context));
    }

    private static BatchItem item(JsonNode entry) {
        String path = entry.path("path").asString("");
        Route route = Route.of(path.startsWith("/api/") ? path : "/api/" + path);
        JsonNode data = entry.path("data");
        return switch (entry.path("method").asString("")) {
            case "POST" ->
                route instanceof Route.Collection(ObjectType type) && type.isCreatable()
                        ? withData(
                                data, input -> new BatchItem.ValidItem(new Operation.Create(type, input), 201, false))
                        : new BatchItem.InvalidItem("nothing can be made at " + path);
            case "PUT" ->
                route instanceof Route.Item(ObjectType type, long id)
                        ? withData(
                                data,
                                input -> new BatchItem.ValidItem(new Operation.Update(type, id, input), 200, true))
                        : new BatchItem.InvalidItem("there is nothing to change at " + path);
            case "DELETE" ->
                route instanceof Route.Item(ObjectType type, long id) && type.isCreatable()
                        ? new BatchItem.ValidItem(new Operation.Delete(type, id), 204, false)
                        : new BatchItem.InvalidItem("there is nothing to delete at " + path);
            default -> new BatchItem.InvalidItem("its method is none of POST, PUT and DELETE");
        };
    }

    private static BatchItem withData(JsonNode data, Function<RequestFields, BatchItem> then) {
        if (!data.isObject() || data.isEmpty()) {
            return new BatchItem.InvalidItem("data is no mapping of values");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        data.properties().forEach(value -> values.put(value.getKey(), value.getValue()));
        return then.apply(new RequestFields(values, false));
    }

    private ApiResponse response(
            List<BatchItem.ValidItem> items,
            QueuedWrite.WriteDecisions decided,
            Snapshot snapshot,
            WriteHandler.WriteContext context) {
        int count = decided.decisions().size();
        boolean applied = decided.last() instanceof Decision.Applied && count == items.size();
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        ApiResponse last = ApiResponse.empty(204);
        for (int i = 0; i < items.size(); i++) {
            out.ascii(i == 0 ? "" : ", ");
            boolean shown = applied || i == count - 1;
            if (shown) {
                QueuedWrite.WriteDecisions alone = new QueuedWrite.WriteDecisions(
                        List.of(decided.decisions().get(i)));
                last = writeHandler.response(
                        alone,
                        snapshot,
                        context,
                        items.get(i).status(),
                        items.get(i).withSets());
                write(out, last);
            } else {
                out.ascii("{\"status\": 424, \"body\": null}"); // RFC 4918 §11.4: it failed because another did
            }
        }
        out.ascii("], \"meta\": {");
        if (!applied) {
            out.ascii("\"error\": ").quoted("Operation " + (count - 1) + " was refused; nothing was changed");
        }
        ApiResponse response = ApiResponse.of(
                applied ? 200 : firstRefusal(decided, context, snapshot),
                new ResponseBody.Bytes(out.ascii("}}").toByteArray()));
        return applied ? response.with("X-Peerage-Version", Long.toString(snapshot.version())) : response;
    }

    private int firstRefusal(QueuedWrite.WriteDecisions decided, WriteHandler.WriteContext context, Snapshot snapshot) {
        return writeHandler
                .response(new QueuedWrite.WriteDecisions(List.of(decided.last())), snapshot, context, 200, false)
                .status();
    }

    private static void write(JsonBuffer out, ApiResponse response) {
        out.ascii("{\"status\": ").number(response.status()).ascii(", \"body\": ");
        Optional.of(response.body())
                .filter(ResponseBody.Bytes.class::isInstance)
                .map(ResponseBody.Bytes.class::cast)
                .ifPresentOrElse(body -> out.bytes(body.bytes()), () -> out.ascii("null"));
        out.ascii("}");
    }
}
