package org.peerage.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import tools.jackson.databind.JsonNode;

/** Reads rows as another registry shows them, as they are: nothing is normalised. */
public final class RowParser {
    private static final int SHORT = 24;
    private static final int SHARED = 100_000;

    private final Map<String, String> texts = new HashMap<>();

    /** The id that a row has; 0 where it has none. */
    public static long id(JsonNode node) {
        return node.path("id").isIntegralNumber() ? node.path("id").longValue() : 0;
    }

    /**
     * A row, or what is wrong with it.
     *
     * @param before the row that it replaces, whose values of fields that are not shown stay; null: none
     */
    public ParseResult<Row> read(ObjectType type, JsonNode node, @Nullable Row before) {
        if (!node.isObject()) {
            return ParseResult.problem("not an object");
        }
        long id = id(node);
        if (id <= 0 || id > Integer.MAX_VALUE) {
            return ParseResult.problem("id: not between 1 and " + Integer.MAX_VALUE);
        }
        Row.Builder row = type.row();
        for (Field<?> field : type.fields()) {
            if (before != null && field.isHidden() && node.path(field.name()).isMissingNode()) {
                copyValue(row, field, before);
                continue;
            }
            String problem = read(row, field, node.path(field.name()));
            if (problem != null) {
                return ParseResult.problem(field.name() + ": " + problem);
            }
        }
        JsonNode types = node.path("info_types");
        if (type == Net.TYPE && (types.isMissingNode() || types.isNull())) {
            row.set(Net.INFO_TYPES, legacyType(node));
        }
        return ParseResult.value(row.build());
    }

    /** Until 2023 a network had one type under another key. */
    private static List<String> legacyType(JsonNode node) {
        String type = node.path("info_type").asString("").strip();
        return ChoiceLists.NETWORK_TYPES.contains(type) ? List.of(type) : List.of();
    }

    private static <T> void copyValue(Row.Builder row, Field<T> field, Row before) {
        row.set(field, before.find(field));
    }

    private <T> @Nullable String read(Row.Builder row, Field<T> field, JsonNode node) {
        if (node.isMissingNode()) {
            boolean needed = field.isRequired() || row.find(field) == null;
            return needed && !field.isNullable() ? "missing" : null;
        }
        if (node.isNull()) {
            if (!field.isNullable()) {
                // Older dumps have null where the registry has an empty text.
                return field.defaultValue() == null ? "null" : null;
            }
            row.set(field, null);
            return null;
        }
        return switch (field.type().read(node)) {
            case ParseResult.Value<T>(T value) -> {
                row.set(field, shared(value));
                yield null;
            }
            case ParseResult.Problem<T>(String message) -> message;
        };
    }

    /** Short texts repeat; one instance of each is enough. */
    @SuppressWarnings("unchecked")
    private <T> T shared(T value) {
        if (value instanceof String text && text.length() < SHORT && texts.size() < SHARED) {
            String known = texts.putIfAbsent(text, text);
            return known == null ? value : (T) known;
        }
        return value;
    }
}
