package org.peerage.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.rules.RequestFields;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.store.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A row as it was, and what it takes to make it so again. */
public final class HistoricRow {
    private HistoricRow() {}

    /**
     * The row as it was right after a version.
     *
     * @param changes of the row, newest first, back to that version at least
     */
    public static Row before(long version, Row now, List<Change> changes) {
        Row.Builder past = now.toBuilder();
        for (Change change : changes) {
            if (change.version() > version && change.before() != null) {
                for (Map.Entry<String, JsonNode> value :
                        ChangeLog.read(change.before()).properties()) {
                    now.type()
                            .field(value.getKey())
                            .ifPresent(field -> past.setStored(field, ChangeLog.stored(field, value.getValue())));
                }
            }
        }
        return past.build();
    }

    /** The values that an update would have to send for the row to become that one again. */
    public static RequestFields input(Row past) {
        Map<String, JsonNode> values = new HashMap<>();
        for (Field<?> field : past.type().fields()) {
            if (isWritten(field)) {
                values.put(field.name(), JsonMapper.shared().readTree(json(field, past)));
            }
        }
        return new RequestFields(values, false);
    }

    private static boolean isWritten(Field<?> field) {
        return !field.isReadOnly() && !field.isHidden() && !field.isCounted();
    }

    private static <T> String json(Field<T> field, Row row) {
        if (field.type() == ValueType.ADDRESS && row.find(field) == null) {
            return "\"\""; // as requests say that there is no address
        }
        JsonBuffer value = new JsonBuffer(64);
        field.type().write(value, row.find(field));
        return value.toString();
    }
}
