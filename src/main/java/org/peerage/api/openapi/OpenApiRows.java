package org.peerage.api.openapi;

import static org.peerage.api.openapi.OpenApi.object;
import static org.peerage.api.openapi.OpenApi.ordered;
import static org.peerage.api.openapi.OpenApi.ref;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.api.handlers.ImportStatusColumn;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.text.PostalCodes;

/**
 * The schemas of rows in the OpenAPI document. One schema serves reading and writing; a request adds to it what must be
 * there, and the forms that values entered today must have: rows that were loaded may have older ones.
 */
final class OpenApiRows {
    private static final String NOT_NUL = "[^\\u0000]*";
    private static final String WEB = "([hH][tT][tT][pP][sS]?|[fF][tT][pP][sS]?)";
    private static final String TERMINAL = "([hH][tT][tT][pP][sS]?|[tT][eE][lL][nN][eE][tT]|[sS][sS][hH])";
    private static final String LETTER = "a-zA-Z0-9\\u00a1-\\uffff";
    private static final String LABEL = "[" + LETTER + "]([" + LETTER + "-]{0,61}[" + LETTER + "])?\\.";
    private static final String TOP = "([a-zA-Z\\u00a1-\\uffff]{2,63}|[xX][nN]--[a-zA-Z0-9-]{1,59})\\.?";
    private static final String HOST = "((" + LABEL + ")+" + TOP
            + "|[lL][oO][cC][aA][lL][hH][oO][sS][tT]|([0-9]{1,3}\\.){3}[0-9]{1,3}|\\[[0-9a-fA-F:.]+\\])";
    private static final String REST = "(:[0-9]{1,5})?([/?#][^\\s\\u0000]*)?";
    private static final String USER = "([^\\s\\u0000/?#@]+@)?";
    private static final String MAC = "^\\s*([0-9a-fA-F]{2}[-:]){5}[0-9a-fA-F]{2}\\s*$";
    private static final String PREFIX =
            "^\\s*(([0-9]{1,3}\\.){3}[0-9]{1,3}/[0-9]{1,2}|[0-9a-fA-F]*:[0-9a-fA-F:.]*/[0-9]{1,3})\\s*$";

    /** A suggestion comes under an organization that is kept for them. */
    private static final List<Object> OWNED_OR_SUGGESTED =
            List.of(Map.of("required", List.of("org_id")), Map.of("required", List.of("suggest")));

    private static final List<Object> WITH_POSTAL_CODE = List.of(
            Map.of("properties", Map.of("country", Map.of("enum", PostalCodes.countriesWithout()))),
            ordered(
                    "required",
                    List.of("zipcode"),
                    "properties",
                    Map.of("zipcode", Map.of("pattern", "[^\\s\\u0000]"))));

    private OpenApiRows() {}

    /** A row as it is answered, and as it may be sent. */
    static Map<String, Object> of(ObjectType type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (JsonKey key : type.keys()) {
            properties.put(key.name(), property(key));
        }
        if (type == Ix.TYPE) {
            properties.put(ImportStatusColumn.KEY, with(OpenApiImports.ofExchange(), "readOnly"));
        }
        return object(properties);
    }

    private static Map<String, Object> property(JsonKey key) {
        return switch (key) {
            case Field<?> field -> property(field);
            case JsonKey.Computed<?> computed -> with(ofKind(computed.type(), List.of(), true), "readOnly");
            case JsonKey.Parent _ -> ordered("type", List.of("object", "null"), "readOnly", true);
            case JsonKey.Members _ ->
                ordered(
                        "type",
                        "array",
                        "readOnly",
                        true,
                        "items",
                        Map.of("anyOf", List.of(Map.of("type", "integer"), Map.of("type", "object"))));
            case JsonKey.WriteOnly given -> with(ofKind(given.type(), List.of(), true), "writeOnly");
        };
    }

    private static Map<String, Object> property(Field<?> field) {
        Map<String, Object> property = ofKind(field.type(), choices(field), isNullable(field));
        if (field.isReadOnly()) {
            property.put("readOnly", true);
        }
        field.maxLength().ifPresent(length -> property.put("maxLength", length));
        if (field.isReference() || field.type() == ValueType.ID) {
            property.putAll(OpenApi.ID);
            property.put("type", typeOf("integer", isNullable(field)));
        } else if (field.max() != Long.MAX_VALUE) {
            property.put("minimum", field.min());
            property.put("maximum", field.max());
        }
        return property;
    }

    /** What is only shown may be shown as null where something is stored. */
    private static boolean isNullable(Field<?> field) {
        return field.isNullable() || (field.isReadOnly() && field.hasPresentation());
    }

    /** A closed list, with the empty text where that may be sent. */
    private static List<Object> choices(Field<?> field) {
        List<Object> choices = new ArrayList<>(field.choices());
        boolean blank = field.mayBeBlank() && field.type() == ValueType.TEXT;
        if (!choices.isEmpty() && blank && !choices.contains("")) {
            choices.addFirst("");
        }
        return choices;
    }

    private static Map<String, Object> ofKind(ValueType<?> type, List<Object> choices, boolean nullable) {
        if (type == ValueType.STRING_LIST) {
            return typed("array", nullable, "items", plain("string", choices));
        }
        if (type == ValueType.SOCIAL_MEDIA) {
            return typed("array", nullable, "items", link());
        }
        if (!choices.isEmpty()) {
            String choice = type.kind() == ValueType.ValueKind.INTEGER ? "integer" : "string";
            List<Object> all = new ArrayList<>(choices);
            if (nullable) {
                all.add(null);
            }
            return typed(choice, nullable, "enum", all);
        }
        return switch (type.kind()) {
            case INTEGER, REFERENCE -> typed("integer", nullable, "format", "int64");
            case DECIMAL -> typed("number", nullable, "format", "double");
            case BOOLEAN -> typed("boolean", nullable);
            case TIME -> typed("string", nullable, "format", "date-time");
            case TEXT, LIST -> typed("string", nullable);
        };
    }

    private static Map<String, Object> link() {
        Map<String, Object> link = object(ordered(
                "service",
                plain("string", List.copyOf(ChoiceLists.SOCIAL_SERVICES)),
                "identifier",
                ordered("type", "string", "minLength", 1)));
        link.put("required", List.of("service", "identifier"));
        return link;
    }

    private static Map<String, Object> plain(String type, List<Object> choices) {
        return choices.isEmpty() ? ordered("type", type) : ordered("type", type, "enum", choices);
    }

    private static Map<String, Object> typed(String type, boolean nullable, Object... more) {
        Map<String, Object> typed = ordered("type", typeOf(type, nullable));
        typed.putAll(ordered(more));
        return typed;
    }

    private static Object typeOf(String type, boolean nullable) {
        return nullable ? List.of(type, "null") : type;
    }

    private static Map<String, Object> with(Map<String, Object> property, String mark) {
        property.put(mark, true);
        return property;
    }

    /** A row as a request sends it: the same schema, and what a request must keep to. */
    static Map<String, Object> sent(ObjectType type, boolean isNew) {
        Map<String, Object> schema = new LinkedHashMap<>(ref(type.title()));
        Map<String, Object> forms = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Field<?> field : type.fields()) {
            if (field.isRequired() || field == Fac.COUNTRY) {
                required.add(field.name());
            }
            Map<String, Object> form = field.isReadOnly() || field.isHidden() ? Map.of() : form(field);
            if (!form.isEmpty()) {
                forms.put(field.name(), form);
            }
        }
        if (type == Ix.TYPE) {
            forms.put("prefix", ordered("type", "string", "pattern", PREFIX)); // a changed one may repeat it
        }
        schema.put("required", required);
        schema.put("properties", forms);
        if (isNew) {
            addDemandsOnNew(type, schema, required, forms);
        }
        return schema;
    }

    /** What only a new row must keep to: one that was read may be sent back with what it has. */
    private static void addDemandsOnNew(
            ObjectType type, Map<String, Object> schema, List<String> required, Map<String, Object> forms) {
        if (type == Ix.TYPE) {
            required.add("prefix");
        } else if (type == Poc.TYPE) {
            List<Object> levels = Poc.VISIBLE.choices().stream()
                    .filter(level -> !level.equals("Private"))
                    .<Object>map(level -> level)
                    .toList();
            forms.put(Poc.VISIBLE.name(), Map.of("enum", levels));
        } else if (type == Net.TYPE) {
            // Reserved for ever (docs/spec/deviations.md §11); further ones hang on a setting.
            forms.put(
                    Net.ASN.name(),
                    ordered("minimum", 1, "maximum", 4294967294L, "not", Map.of("enum", List.of(23456, 65535))));
            required.remove(Net.ORG_ID.name());
            schema.put("anyOf", OWNED_OR_SUGGESTED);
        } else if (type == Fac.TYPE) {
            required.remove(Fac.ORG_ID.name());
            schema.put("allOf", List.of(Map.of("anyOf", OWNED_OR_SUGGESTED), Map.of("anyOf", WITH_POSTAL_CODE)));
        }
    }

    private static Map<String, Object> form(Field<?> field) {
        if (!field.choices().isEmpty()) {
            return Map.of();
        }
        if (field.type() == ValueType.ADDRESS) {
            String format = field.isIpv6() ? "ipv6" : "ipv4";
            return Map.of("anyOf", List.of(Map.of("maxLength", 0), Map.of("format", format)));
        }
        if (field.type() == ValueType.PREFIX) {
            return Map.of("pattern", PREFIX);
        }
        if (field.type() == ValueType.MAC) {
            return Map.of("pattern", MAC);
        }
        return field.type() == ValueType.TEXT ? text(field) : Map.of();
    }

    private static Map<String, Object> text(Field<?> field) {
        if (field.format().equals("url")) {
            return Map.of("pattern", "^\\s*(" + schemes(field) + "://" + USER + HOST + REST + "\\s*)?$");
        }
        if (field.format().equals("email")) {
            return field.mayBeBlank()
                    ? Map.of("anyOf", List.of(Map.of("maxLength", 0), Map.of("format", "email")))
                    : Map.of("format", "email");
        }
        return Map.of(
                "pattern", field.mayBeBlank() ? "^" + NOT_NUL + "$" : "^" + NOT_NUL + "[^\\s\\u0000]" + NOT_NUL + "$");
    }

    private static String schemes(Field<?> field) {
        return field.isTerminalUrl() ? TERMINAL : WEB;
    }
}
