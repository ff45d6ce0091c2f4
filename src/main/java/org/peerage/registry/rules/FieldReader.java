package org.peerage.registry.rules;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpAddressErrors;
import org.peerage.net.IpPrefix;
import org.peerage.net.MacAddress;
import org.peerage.schema.Field;
import org.peerage.schema.ValueType;
import org.peerage.text.Email;
import org.peerage.text.Excerpt;
import org.peerage.text.Url;
import org.peerage.text.WhiteSpace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads one value of a request into its field, with the reference's messages (docs/spec/objects.md §1.1). What it leaves to
 * rules: whatever needs other values.
 */
final class FieldReader {
    static final String REQUIRED = "This field is required.";
    private static final String NULL = "This field may not be null.";
    private static final String BLANK = "This field may not be blank.";
    private static final Set<String> NULLS = Set.of("null", "None");

    private final Draft draft;
    private final ValidationErrors errors;

    FieldReader(Draft draft) {
        this.draft = draft;
        this.errors = draft.errors();
    }

    /** Sets the field from the request, or tells what is wrong. */
    <T> void read(Field<T> field) {
        JsonNode sent = draft.fields().find(field).orElse(null);
        if (sent == null) {
            absent(field);
        } else if (field.type() == ValueType.STRING_LIST) {
            lists().texts(as(field), sent);
        } else if (field.type() == ValueType.SOCIAL_MEDIA) {
            lists().links(as(field), sent);
        } else {
            present(field, sent);
        }
    }

    private ListReader lists() {
        return new ListReader(draft);
    }

    private <T> void absent(Field<T> field) {
        boolean leftOut = field.type() == ValueType.ADDRESS && draft.fields().form() && draft.find(field) == null;
        if (field.isRequired() && !(leftOut && !draft.isNew())) {
            errors.add(field, REQUIRED);
        } else if (field.valueWhenOmitted() != null) {
            draft.set(field, field.valueWhenOmitted());
        }
    }

    private <T> void present(Field<T> field, JsonNode sent) {
        boolean empty = sent.isString() && WhiteSpace.isAll(sent.stringValue());
        if (field.isReference()) {
            reference(as(field), sent, empty);
        } else if (sent.isNull() || isNullOfForm(field, sent, empty)) {
            nothing(field);
        } else {
            switch (field.type().kind()) {
                case INTEGER -> integer(field, sent, empty);
                case DECIMAL -> decimal(as(field), sent, empty);
                case BOOLEAN -> bool(as(field), sent);
                default -> text(field, sent);
            }
        }
    }

    /** Forms have no null: numbers and hardware addresses that are not there are empty in them, addresses a word. */
    private boolean isNullOfForm(Field<?> field, JsonNode sent, boolean empty) {
        if (!draft.fields().form() || !field.isNullable()) {
            return false;
        }
        if (field.type() == ValueType.ADDRESS) {
            return !draft.isNew() && sent.isString() && NULLS.contains(sent.stringValue());
        }
        boolean number = field.type().kind() == ValueType.ValueKind.INTEGER
                && field.choices().isEmpty();
        return empty && (number || field.type() == ValueType.MAC);
    }

    private <T> void nothing(Field<T> field) {
        // Who adds a connection sends an empty text for the address it lacks; who changes one may send back the null.
        boolean refused = field.type() == ValueType.ADDRESS && draft.isNew();
        if (!field.isNullable() || refused) {
            errors.add(field, NULL);
        } else {
            draft.set(field, field.isNullBlank() ? cast("") : null);
        }
    }

    private void reference(Field<Long> field, JsonNode sent, boolean empty) {
        if (sent.isNull() || empty) {
            if (field.isNullable()) {
                draft.set(field, null);
            } else {
                errors.add(field, NULL);
            }
            return;
        }
        BigInteger id = sent.isBoolean() ? null : JsonScalars.wholeNumber(sent).orElse(null);
        if (id == null) {
            errors.add(field, "Incorrect type. Expected pk value, received " + ReferenceMessages.typeOf(sent) + ".");
        } else if (id.bitLength() > 31 || draft.workingCopy().find(field.target(), id.longValue()) == null) {
            errors.add(field, "Invalid pk \"" + ReferenceMessages.excerpt(sent) + "\" - object does not exist.");
        } else {
            draft.set(field, id.longValue());
        }
    }

    private <T> void integer(Field<T> field, JsonNode sent, boolean empty) {
        if (empty && field.isNullable() && field.choices().isEmpty() && !field.isEmptyWrong()) {
            draft.set(field, null);
            return;
        }
        if (!field.choices().isEmpty()) {
            choice(field, sent);
            return;
        }
        BigInteger value = number(field, sent);
        if (value == null) {
            errors.add(field, "A valid integer is required.");
        } else if (value.bitLength() >= Long.SIZE && field.max() == Long.MAX_VALUE) {
            // Bounds that no declaration has are a rule's, which tells them.
            draft.set(field, cast(value.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE));
        } else if (value.compareTo(BigInteger.valueOf(field.max())) > 0) {
            errors.add(field, "Ensure this value is less than or equal to " + field.max() + ".");
        } else if (value.compareTo(BigInteger.valueOf(field.min())) < 0) {
            errors.add(field, "Ensure this value is greater than or equal to " + field.min() + ".");
        } else {
            draft.set(
                    field, field.type() == ValueType.ASN ? cast(new Asn(value.longValue())) : cast(value.longValue()));
        }
    }

    /** AS numbers may have {@code AS} or {@code ASN} before them (docs/spec/objects.md §1.10). */
    private static @Nullable BigInteger number(Field<?> field, JsonNode sent) {
        boolean prefixed = field.type() == ValueType.ASN && sent.isString();
        return JsonScalars.wholeNumber(prefixed ? StringNode.valueOf(AsnReadable.digits(sent.stringValue())) : sent)
                .orElse(null);
    }

    private void decimal(Field<Double> field, JsonNode sent, boolean empty) {
        if (empty && field.isNullable() && draft.fields().form()) {
            draft.set(field, null);
            return;
        }
        JsonScalars.decimal(sent)
                .ifPresentOrElse(
                        value -> draft.set(field, Math.abs(value) < 1e9 ? Math.rint(value * 1e6) / 1e6 : value),
                        () -> errors.add(field, "A valid number is required."));
    }

    private void bool(Field<Boolean> field, JsonNode sent) {
        if (field.isNullable()
                && sent.isString()
                && Set.of("", "null", "none").contains(sent.stringValue().toLowerCase(java.util.Locale.ROOT))) {
            draft.set(field, null);
            return;
        }
        JsonScalars.bool(sent)
                .ifPresentOrElse(value -> draft.set(field, value), () -> errors.add(field, "Must be a valid boolean."));
    }

    private <T> void choice(Field<T> field, JsonNode sent) {
        String text = ReferenceMessages.of(sent);
        for (Object choice : field.choices()) {
            if (choice.toString().equals(text)) {
                draft.set(field, cast(choice));
                return;
            }
        }
        if (text.isEmpty() && field.mayBeBlank()) {
            draft.set(field, cast(""));
            return;
        }
        errors.add(field, "\"" + Excerpt.of(text) + "\" is not a valid choice.");
    }

    private <T> void text(Field<T> field, JsonNode sent) {
        if (!field.choices().isEmpty()) {
            choice(field, sent);
            return;
        }
        if (!sent.isString() && !sent.isNumber()) {
            errors.add(field, "Not a valid string.");
            return;
        }
        String text = WhiteSpace.strip(sent.asString());
        if (text.isEmpty()) {
            blank(field);
            return;
        }
        List<String> wrong = new ArrayList<>();
        @Nullable Object value = field.type() == ValueType.TEXT ? plain(field, text, wrong) : typed(field, text, wrong);
        errors.addAll(field, wrong);
        if (wrong.isEmpty()) {
            draft.set(field, cast(value));
        }
    }

    private <T> void blank(Field<T> field) {
        if (field.type() == ValueType.ADDRESS) {
            draft.set(field, null);
        } else if (field.type() == ValueType.MAC) {
            errors.add(field, "Enter a valid value.");
        } else if (field.type() == ValueType.TEXT && field.mayBeBlank()) {
            draft.set(field, cast(""));
        } else {
            errors.add(field, BLANK);
        }
    }

    /** Tells what is wrong with a text of a field, as far as its declaration says. */
    static String plain(Field<?> field, String text, List<String> wrong) {
        field.maxLength().ifPresent(max -> {
            // A phone number is measured in the form in which it is stored.
            if (text.codePointCount(0, text.length()) > max) {
                wrong.add("Ensure this field has no more than " + max + " characters.");
            }
        });
        unprintable(text, wrong);
        if (field.format().equals("url") && !Url.isValid(text, field.urlSchemes())) {
            wrong.add("Enter a valid URL.");
        } else if (field.format().equals("email") && !Email.isValid(text)) {
            wrong.add("Enter a valid email address.");
        }
        return text;
    }

    static void unprintable(String text, List<String> wrong) {
        if (text.indexOf(0) >= 0) {
            wrong.add("Null characters are not allowed.");
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                wrong.add(String.format(java.util.Locale.ROOT, "Surrogate characters are not allowed: U+%04X.", point));
                return;
            }
        }
    }

    private @Nullable Object typed(Field<?> field, String text, List<String> wrong) {
        String named = Excerpt.of(text);
        if (field.type() == ValueType.ADDRESS) {
            (field.isIpv6() ? IpAddressErrors.of6(named) : IpAddressErrors.of4(named)).ifPresent(wrong::add);
            return wrong.isEmpty() ? IpAddress.parseZoned(text).orElseThrow() : null;
        }
        if (field.type() == ValueType.PREFIX) {
            wrong.addAll(IpAddressErrors.prefixProblems(named));
            return wrong.isEmpty() ? IpPrefix.parse(text).orElseThrow() : null;
        }
        if (field.type() == ValueType.MAC) {
            MacAddress address = MacAddress.parse(text).orElse(null);
            if (address == null) {
                wrong.add("Enter a valid value.");
            }
            return address;
        }
        throw new IllegalStateException("no reader for " + field);
    }

    /** What a field of that kind holds, as its type; the kind was looked at before. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T cast(@Nullable Object value) {
        return (T) value;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> Field<T> as(Field<?> field) {
        return (Field<T>) field;
    }
}
