package org.peerage.registry.rules;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Numbers and truth values in the spellings that requests may use (docs/spec/objects.md §1.1). */
final class JsonScalars {
    private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "on", "1");
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off", "0");
    private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?[0-9](?:_?[0-9])*(?:\\.0*)?\\s*");
    private static final int MAX_NUMBER_LENGTH = 1000;

    private JsonScalars() {}

    /** A whole number, also written {@code "12"}, {@code 12.0} or {@code " 12 "}; empty for anything else. */
    static Optional<BigInteger> wholeNumber(JsonNode node) {
        if (!node.isNumber() && !node.isString()) {
            return Optional.empty();
        }
        String text = node.asString();
        if (text.length() > MAX_NUMBER_LENGTH || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        String plain = text.strip().replace("_", "");
        int point = plain.indexOf('.');
        return Optional.of(new BigInteger(point < 0 ? plain : plain.substring(0, point)));
    }

    static OptionalDouble decimal(JsonNode node) {
        if ((!node.isNumber() && !node.isString()) || node.asString().length() > MAX_NUMBER_LENGTH) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(node.asString().strip());
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    static Optional<Boolean> bool(JsonNode node) {
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue());
        }
        String text =
                node.isString() || node.isNumber() ? node.asString().strip().toLowerCase(java.util.Locale.ROOT) : "";
        if (TRUE.contains(text) || text.equals("1.0")) {
            return Optional.of(true);
        }
        return FALSE.contains(text) || text.equals("0.0") ? Optional.of(false) : Optional.empty();
    }
}
