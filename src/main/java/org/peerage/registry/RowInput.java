package org.peerage.registry;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.registry.rules.RequestFields;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** A row as a caller would send it to leave it as it is: updates replace a whole row (docs/spec/rest.md). */
final class RowInput {
    private RowInput() {}

    /** The row with another value of one field. */
    static RequestFields with(Row row, Field<?> field, String value) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Field<?> own : row.type().fields()) {
            if (!own.isReadOnly() && !own.isHidden()) {
                values.put(own.name(), json(row, own));
            }
        }
        values.put(field.name(), JsonNodeFactory.instance.stringNode(value));
        return new RequestFields(values, false);
    }

    private static <T> JsonNode json(Row row, Field<T> field) {
        JsonBuffer out = new JsonBuffer(64);
        field.type().write(out, row.find(field));
        return JsonMapper.shared().readTree(new String(out.toByteArray(), StandardCharsets.UTF_8));
    }
}
