package org.peerage.registry.rules;

import org.peerage.text.Excerpt;
import tools.jackson.databind.JsonNode;

/** JSON values in the words of the reference's messages, which are Python's. */
final class ReferenceMessages {
    private ReferenceMessages() {}

    /** The name of the value's type. */
    static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "str";
            case BOOLEAN -> "bool";
            case NUMBER -> node.isIntegralNumber() ? "int" : "float";
            case ARRAY -> "list";
            case OBJECT -> "dict";
            default -> "NoneType";
        };
    }

    /** The value as text: texts as they are, others as Python prints them. */
    static String of(JsonNode node) {
        return node.isString() ? node.stringValue() : print(node);
    }

    /** The same for a message: of a long value the beginning. */
    static String excerpt(JsonNode node) {
        return Excerpt.of(of(node));
    }

    private static String print(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "'" + node.stringValue() + "'";
            case BOOLEAN -> node.booleanValue() ? "True" : "False";
            case ARRAY -> {
                StringBuilder out = new StringBuilder("[");
                node.values().forEach(item -> out.append(out.length() > 1 ? ", " : "")
                        .append(print(item)));
                yield out.append("]").toString();
            }
            case OBJECT -> {
                StringBuilder out = new StringBuilder("{");
                node.properties().forEach(item -> out.append(out.length() > 1 ? ", " : "")
                        .append("'")
                        .append(item.getKey())
                        .append("': ")
                        .append(print(item.getValue())));
                yield out.append("}").toString();
            }
            case NUMBER -> node.asString();
            default -> "None";
        };
    }
}
