package org.peerage.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.Request;
import org.peerage.registry.rules.Input;
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
final class Batches {
    static final int MOST = 1000;

    private final Writes writes;

    Batches(Writes writes) {
        this.writes = writes;
    }

    /** An operation of the list, or what is wrong with it. */
    private sealed interface Item {
        record Good(Operation operation, int status, boolean withSets) implements Item {}

        record Bad(String why) implements Item {}
    }

    Answer answer(Asked request, Writes.Wish wish) throws IOException {
        JsonNode list;
        switch (RequestBody.json(request)) {
            case RequestBody.Unreadable(Answer answer) -> {
                return answer;
            }
            case RequestBody.Json(JsonNode value) -> list = value.isObject() ? value.path("operations") : value;
            case RequestBody.Values values -> throw new IllegalStateException("any JSON was asked for");
        }
        if (!list.isArray() || list.isEmpty()) {
            return Answer.error(400, "A batch is a list of operations, or {\"operations\": [...]}.");
        }
        if (list.size() > MOST) {
            return Answer.error(400, "A batch has at most " + MOST + " operations.");
        }
        List<Item.Good> items = new ArrayList<>();
        for (JsonNode entry : list) {
            switch (item(entry)) {
                case Item.Good good -> items.add(good);
                case Item.Bad(String why) -> {
                    return Answer.error(400, "Operation " + items.size() + ": " + why);
                }
            }
        }
        List<Operation> operations = items.stream().map(Item.Good::operation).toList();
        return writes.submit(
                operations, null, wish, request, (decided, snapshot) -> answer(items, decided, snapshot, wish));
    }

    private static Item item(JsonNode entry) {
        String path = entry.path("path").asString("");
        Address address = Address.of(path.startsWith("/api/") ? path : "/api/" + path);
        JsonNode data = entry.path("data");
        return switch (entry.path("method").asString("")) {
            case "POST" ->
                address instanceof Address.AllOf(ObjectType type) && type.isCreatable()
                        ? withData(data, input -> new Item.Good(new Operation.Create(type, input), 201, false))
                        : new Item.Bad("nothing can be made at " + path);
            case "PUT" ->
                address instanceof Address.One(ObjectType type, long id)
                        ? withData(data, input -> new Item.Good(new Operation.Update(type, id, input), 200, true))
                        : new Item.Bad("there is nothing to change at " + path);
            case "DELETE" ->
                address instanceof Address.One(ObjectType type, long id) && type.isCreatable()
                        ? new Item.Good(new Operation.Delete(type, id), 204, false)
                        : new Item.Bad("there is nothing to delete at " + path);
            default -> new Item.Bad("its method is none of POST, PUT and DELETE");
        };
    }

    private static Item withData(JsonNode data, java.util.function.Function<Input, Item> then) {
        if (!data.isObject() || data.isEmpty()) {
            return new Item.Bad("data is no mapping of values");
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        data.properties().forEach(value -> values.put(value.getKey(), value.getValue()));
        return then.apply(new Input(values, false));
    }

    private Answer answer(List<Item.Good> items, Request.Decided decided, Snapshot snapshot, Writes.Wish wish) {
        int count = decided.decisions().size();
        boolean applied = decided.last() instanceof Decision.Applied && count == items.size();
        JsonBuffer out = new JsonBuffer(4096).ascii("{\"data\": [");
        Answer last = Answer.empty(204);
        for (int i = 0; i < items.size(); i++) {
            out.ascii(i == 0 ? "" : ", ");
            boolean shown = applied || i == count - 1;
            if (shown) {
                Request.Decided alone =
                        new Request.Decided(List.of(decided.decisions().get(i)));
                last = writes.one(
                        alone,
                        snapshot,
                        wish,
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
        Answer answer = Answer.of(
                applied ? 200 : firstRefusal(decided, wish, snapshot),
                new Body.Bytes(out.ascii("}}").toByteArray()));
        return applied ? answer.with("X-Peerage-Version", Long.toString(snapshot.version())) : answer;
    }

    private int firstRefusal(Request.Decided decided, Writes.Wish wish, Snapshot snapshot) {
        return writes.one(new Request.Decided(List.of(decided.last())), snapshot, wish, 200, false)
                .status();
    }

    private static void write(JsonBuffer out, Answer answer) {
        out.ascii("{\"status\": ").number(answer.status()).ascii(", \"body\": ");
        Optional.of(answer.body())
                .filter(Body.Bytes.class::isInstance)
                .map(Body.Bytes.class::cast)
                .ifPresentOrElse(body -> out.bytes(body.bytes()), () -> out.ascii("null"));
        out.ascii("}");
    }
}
