package org.peerage.web.objects;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.IpPrefix;
import org.peerage.net.Speed;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns the values of a form into what a request of the API would carry, so that the same rules judge both. */
final class FormInputs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private FormInputs() {}

    /** What is needed to make a new object. */
    static RequestFields of(List<FieldLayout.LayoutItem> items, FieldValues typed, Map<String, JsonNode> given) {
        Map<String, JsonNode> values = new HashMap<>();
        for (FieldLayout.LayoutItem item : items) {
            if (item.key() instanceof Field<?> field) {
                values.put(field.name(), json(field, typed.of(field.name())));
            } else if (!typed.single(item.key().name()).isEmpty()) {
                values.put(
                        item.key().name(),
                        JSON.stringNode(typed.single(item.key().name())));
            }
        }
        values.putAll(given);
        addProtocol(values);
        return new RequestFields(values, false);
    }

    /** Of a prefix whose protocol nobody chose, it is what the prefix is written in. */
    private static void addProtocol(Map<String, JsonNode> values) {
        JsonNode protocol = values.get(IxPfx.PROTOCOL.name());
        JsonNode prefix = values.get(IxPfx.PREFIX.name());
        if (protocol != null && protocol.asString("").isEmpty() && prefix != null) {
            IpPrefix.parse(prefix.asString("").strip())
                    .ifPresent(known ->
                            values.put(IxPfx.PROTOCOL.name(), JSON.stringNode(known.isV6() ? "IPv6" : "IPv4")));
        }
    }

    /**
     * What changes an object: its required fields as they are, and those of the form. A value that nobody touched is sent
     * as it is stored, even where the form would write it otherwise.
     */
    static RequestFields of(Row row, List<FieldLayout.LayoutItem> items, FieldValues stored, FieldValues typed) {
        Map<String, JsonNode> values = required(row);
        for (FieldLayout.LayoutItem item : items) {
            if (item.key() instanceof Field<?> field) {
                values.put(
                        field.name(),
                        typed.isSame(field.name(), stored) ? json(field, row) : json(field, typed.of(field.name())));
            }
        }
        return new RequestFields(values, false);
    }

    /** What changes some fields of an object and leaves the others as they are. */
    static RequestFields of(Row row, Map<String, JsonNode> changed) {
        Map<String, JsonNode> values = required(row);
        values.putAll(changed);
        return new RequestFields(values, false);
    }

    /** What cannot be left out without a change, as it is stored. */
    private static Map<String, JsonNode> required(Row row) {
        Map<String, JsonNode> values = new HashMap<>();
        for (JsonKey key : row.type().keys()) {
            if (key instanceof Field<?> field && (field.isRequired() || field.valueWhenOmitted() != null)) {
                values.put(field.name(), json(field, row));
            }
        }
        return values;
    }

    /** A stored value as the API has it. */
    static <T> JsonNode json(Field<T> field, Row row) {
        T value = row.find(field);
        if (value == null) {
            return nothing(field);
        }
        JsonBuffer out = new JsonBuffer(64);
        field.type().write(out, value);
        return JsonMapper.shared().readTree(out.toByteArray());
    }

    /** An address that is not there is an empty text on the wire. */
    private static JsonNode nothing(Field<?> field) {
        return field.type() == ValueType.ADDRESS ? JSON.stringNode("") : JSON.nullNode();
    }

    private static JsonNode json(Field<?> field, List<String> texts) {
        if (field.type() == ValueType.SOCIAL_MEDIA) {
            return links(texts);
        }
        if (field.type() == ValueType.STRING_LIST) {
            ArrayNode list = JSON.arrayNode();
            texts.forEach(list::add);
            return list;
        }
        @Nullable String text = texts.isEmpty() ? null : texts.getFirst();
        if (field.type() == ValueType.BOOLEAN) {
            return text == null && field.isNullable() ? JSON.nullNode() : JSON.booleanNode("true".equals(text));
        }
        if (field == NetIxLan.SPEED && text != null) {
            Optional<Speed> speed = Speed.parse(text);
            if (speed.isPresent()) {
                return JSON.numberNode(speed.get().mbits());
            }
        }
        if (text == null && field.isNullable() && field.type() != ValueType.TEXT) {
            return nothing(field);
        }
        return JSON.stringNode(text == null ? "" : text);
    }

    private static JsonNode links(List<String> texts) {
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            list.add(JSON.objectNode().put("service", texts.get(i)).put("identifier", texts.get(i + 1)));
        }
        return list;
    }
}
