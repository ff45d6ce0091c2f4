package org.peerage.api.handlers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.text.CountryCode;

/** Describes keys as the reference's framework does for OPTIONS, from the declarations. */
final class KeyDescriptions {
    private static final Map<String, String> NAMES = Map.of(
            "", "Not Disclosed",
            "Lessee", "Leased or Rented",
            "linkedin", "LinkedIn",
            "tiktok", "TikTok",
            "youtube", "YouTube",
            "whatsapp", "WhatsApp",
            "wechat", "WeChat",
            "qq", "QQ");

    private final JsonBuffer out;

    KeyDescriptions(JsonBuffer out) {
        this.out = out;
    }

    /**
     * Writes the keys of a type, without the braces around them.
     *
     * @param sets whether sets are described, with what is in them
     */
    void write(ObjectType type, boolean sets, Set<String> omitted) {
        String separator = "";
        for (JsonKey key : type.keys()) {
            if ((sets || !(key instanceof JsonKey.Members)) && !omitted.contains(key.name())) {
                out.ascii(separator).quoted(key.name()).ascii(": ");
                write(key);
                separator = ", ";
            }
        }
    }

    private void write(JsonKey key) {
        boolean required = key instanceof Field<?> field && field.isRequired();
        boolean readOnly = isReadOnly(key);
        begin(typeOf(key), required, readOnly);
        out.ascii(", \"label\": ").quoted(key.optionsLabel());
        if (key instanceof Field<?> field && !field.help().isEmpty()) {
            out.ascii(", \"help_text\": ").quoted(field.help());
        }
        if (key instanceof Field<?> field && !readOnly) {
            limits(field);
        }
        if (key instanceof JsonKey.Members membersHandler) {
            members(membersHandler);
        }
        out.ascii("}");
    }

    private void begin(String type, boolean required, boolean readOnly) {
        out.ascii("{\"type\": ")
                .quoted(type)
                .ascii(", \"required\": ")
                .bool(required)
                .ascii(", \"read_only\": ")
                .bool(readOnly);
    }

    /** Computed keys are read, but for the deprecated type of a network. */
    private static boolean isReadOnly(JsonKey key) {
        return switch (key) {
            case Field<?> field -> field.isReadOnly();
            case JsonKey.WriteOnly written -> false;
            case JsonKey.Computed<?> computed -> !computed.equals(Net.INFO_TYPE);
            case JsonKey.Parent parent -> true;
            case JsonKey.Members membersHandler -> true;
        };
    }

    private void limits(Field<?> field) {
        if (field.isLimitTold()) {
            out.ascii(", \"max_length\": ").number(field.maxLength().orElse(0));
        }
        if (field.max() != Long.MAX_VALUE) {
            out.ascii(", \"min_value\": ")
                    .number(field.min())
                    .ascii(", \"max_value\": ")
                    .number(field.max());
        }
        if (field.type() == ValueType.SOCIAL_MEDIA) {
            links();
        } else if (!field.choices().isEmpty() && field.optionsType().isEmpty()) {
            choices(field.choices(), field.format().equals("country"));
        }
    }

    private void links() {
        out.ascii(", \"child\": ");
        begin("nested object", false, false);
        out.ascii(", \"children\": {\"service\": ");
        begin("choice", true, false);
        out.ascii(", \"label\": \"Service\"");
        choices(ChoiceLists.SOCIAL_SERVICES, false);
        out.ascii("}, \"identifier\": ");
        begin("string", true, false);
        out.ascii(", \"label\": \"Identifier\"}}}");
    }

    private void members(JsonKey.Members membersHandler) {
        out.ascii(", \"child\": ");
        begin("nested object", false, true);
        out.ascii(", \"children\": {");
        write(membersHandler.type().get(), false, membersHandler.omitted());
        out.ascii("}}");
    }

    private void choices(List<?> choices, boolean countries) {
        out.ascii(", \"choices\": [");
        String separator = "";
        for (Object choice : choices) {
            String text = choice.toString();
            out.ascii(separator).ascii("{\"value\": ");
            if (choice instanceof Long number) {
                out.number(number);
            } else {
                out.quoted(text);
            }
            out.ascii(", \"display_name\": ")
                    .quoted(
                            countries
                                    ? CountryCode.parse(text)
                                            .map(CountryCode::commonName)
                                            .orElse(text)
                                    : name(text, choices))
                    .ascii("}");
            separator = ", ";
        }
        out.ascii("]");
    }

    private static String name(String choice, List<?> choices) {
        String plain = NAMES.getOrDefault(choice, choice);
        boolean service = choices.equals(ChoiceLists.SOCIAL_SERVICES) && plain.equals(choice);
        return service ? choice.substring(0, 1).toUpperCase(Locale.ROOT) + choice.substring(1) : plain;
    }

    private static String typeOf(JsonKey key) {
        return switch (key) {
            case JsonKey.WriteOnly written -> typeOf(written.type());
            case JsonKey.Computed<?> computed when computed.type() == ValueType.ASN -> "integer";
            case Field<?> field when !field.isReference() -> typeOf(field);
            default -> "field";
        };
    }

    private static String typeOf(Field<?> field) {
        if (!field.optionsType().isEmpty()) {
            return field.optionsType();
        }
        if (field.type() == ValueType.STRING_LIST) {
            return "multiple choice";
        }
        if (field.type() == ValueType.SOCIAL_MEDIA) {
            return "field";
        }
        if (!field.choices().isEmpty()) {
            return "choice";
        }
        if (field.type().kind() != ValueType.ValueKind.TEXT || field.isTerminalUrl()) {
            return typeOf(field.type());
        }
        return switch (field.format()) {
            case "url" -> "url";
            case "email" -> "email";
            default -> "string";
        };
    }

    private static String typeOf(ValueType<?> type) {
        return switch (type.kind()) {
            case INTEGER -> "integer";
            case BOOLEAN -> "boolean";
            case DECIMAL -> "float";
            case TIME -> "datetime";
            case TEXT -> "string";
            case REFERENCE, LIST -> "field";
        };
    }
}
