package org.peerage.registry.rules;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.ValueType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a request says: values by key, as JSON.
 *
 * @param form whether they came as a form, where every value is a text and a repeated key is a list (docs/spec/deviations.md §1)
 */
public record RequestFields(Map<String, JsonNode> values, boolean form) {

    public Optional<JsonNode> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Optional<JsonNode> find(JsonKey key) {
        return find(key.name());
    }

    /** The words of a list, in the order in which they were sent; none where there is none. */
    public List<String> words(String key) {
        JsonNode sent = find(key).orElse(null);
        JsonNode list = sent != null && form ? ListReader.asList(sent) : sent;
        return list == null || !list.isContainer() ? List.of() : ListReader.items(list);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public boolean has(JsonKey key) {
        return has(key.name());
    }

    /** What a client sends that writes a row back as it read it; the website, which is shown among the links too, once. */
    static RequestFields asRead(Row stored, Rows rows) {
        Map<String, JsonNode> values = new HashMap<>();
        for (JsonKey key : stored.type().keys()) {
            if (key instanceof Field<?> field && !field.isReadOnly()) {
                boolean links = field.type() == ValueType.SOCIAL_MEDIA;
                values.put(field.name(), links ? asStored(field, stored) : asRead(field, stored, rows));
            }
        }
        return new RequestFields(values, false);
    }

    /** What a client sends that changes one value of a row: updates replace a whole row (docs/spec/rest.md). */
    public static RequestFields replacing(Row stored, Field<?> field, String value) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Field<?> own : stored.type().fields()) {
            if (!own.isReadOnly() && !own.isHidden()) {
                values.put(own.name(), asStored(own, stored));
            }
        }
        values.put(field.name(), JsonNodeFactory.instance.stringNode(value));
        return new RequestFields(values, false);
    }

    /** What changes one value of a row and says nothing of the others. */
    public static RequestFields only(Field<?> field, String value) {
        return new RequestFields(Map.of(field.name(), JsonNodeFactory.instance.stringNode(value)), false);
    }

    static <T> JsonNode asRead(Field<T> field, Row stored, Rows rows) {
        return json(field, field.presented(stored, rows));
    }

    private static <T> JsonNode asStored(Field<T> field, Row stored) {
        return json(field, stored.find(field));
    }

    private static <T> JsonNode json(Field<T> field, @Nullable T value) {
        JsonBuffer out = new JsonBuffer(64);
        field.type().write(out, value);
        return JsonMapper.shared().readTree(out.toByteArray());
    }
}
