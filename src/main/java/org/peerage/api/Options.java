package org.peerage.api;

import java.util.Locale;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;

/** Answers to OPTIONS: what an address takes, in the shape that the recorded answers have. */
final class Options {
    private Options() {}

    static Answer of(Address address) {
        return switch (address) {
            case Address.AllOf(ObjectType type) -> describe(type, " List", true);
            case Address.One(ObjectType type, long id) -> describe(type, " Instance", false);
            default -> Answer.of(200, Answer.text("{\"data\": [], \"meta\": {}}"));
        };
    }

    private static Answer describe(ObjectType type, String suffix, boolean withFields) {
        JsonBuffer out = new JsonBuffer(4096)
                .ascii("{\"data\": [{\"name\": ")
                .quoted(spread(type) + suffix)
                .ascii(
                        ", \"description\": \"\", \"renders\": [\"application/json\"], \"parses\": [\"application/json\","
                                + " \"application/x-www-form-urlencoded\", \"multipart/form-data\"]");
        if (withFields) {
            out.ascii(", \"actions\": {\"POST\": {");
            String separator = "";
            for (Key key : type.keys()) {
                out.ascii(separator).quoted(key.name()).ascii(": ");
                describe(out, key);
                separator = ", ";
            }
            out.ascii("}}");
        }
        return Answer.of(200, new Body.Bytes(out.ascii("}], \"meta\": {}}").toByteArray()));
    }

    private static void describe(JsonBuffer out, Key key) {
        boolean required = key instanceof Field<?> field && field.isRequired();
        boolean readOnly = !(key instanceof Key.WriteOnly) && !(key instanceof Field<?> field && !field.isReadOnly());
        out.ascii("{\"type\": ")
                .quoted(word(key))
                .ascii(", \"required\": ")
                .bool(required)
                .ascii(", \"read_only\": ")
                .bool(readOnly)
                .ascii(", \"label\": ")
                .quoted(key instanceof Field<?> field ? field.label() : label(key.name()));
        if (key instanceof Field<?> field && field.maxLength().isPresent() && !readOnly) {
            out.ascii(", \"max_length\": ").number(field.maxLength().getAsInt());
        }
        if (key instanceof Field<?> field && field.max() != Long.MAX_VALUE && !readOnly) {
            out.ascii(", \"min_value\": ")
                    .number(field.min())
                    .ascii(", \"max_value\": ")
                    .number(field.max());
        }
        out.ascii("}");
    }

    private static String word(Key key) {
        if (!(key instanceof Field<?> field) || field.isReference()) {
            return "field";
        }
        return switch (field.type().kind()) {
            case INTEGER -> "integer";
            case BOOLEAN -> "boolean";
            case DECIMAL -> "float";
            case TIME -> "datetime";
            case REFERENCE, LIST -> "field";
            case TEXT -> field.name().equals("status") ? "field" : textWord(field);
        };
    }

    private static String textWord(Field<?> field) {
        if (!field.choices().isEmpty()) {
            return "choice";
        }
        return switch (field.format()) {
            case "url" -> "url";
            case "email" -> "email";
            default -> "string";
        };
    }

    private static String label(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** {@code NetworkIXLan} as the reference spreads it: {@code Network Ix Lan}. */
    private static String spread(ObjectType type) {
        return type.title().replace("IXLan", "IxLan").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}
