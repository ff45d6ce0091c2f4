package org.peerage.registry.rules;

import java.util.Locale;
import org.peerage.registry.types.Net;
import tools.jackson.databind.JsonNode;

/** The AS number can be read, before anything else is looked at (docs/spec/objects.md §2.3). */
final class AsnReadable implements Rule {
    @Override
    public void check(Draft draft) {
        JsonNode sent = draft.fields().find(Net.ASN).orElse(null);
        boolean readable = sent != null
                && (sent.isIntegralNumber() ? sent.bigIntegerValue().signum() >= 0 : sent.isString() && isNumber(sent));
        if (!readable) {
            draft.errors().add(Net.ASN, "ASN contains invalid value");
        }
    }

    private static boolean isNumber(JsonNode sent) {
        String digits = digits(sent.stringValue());
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number without {@code AS} or {@code ASN} before it; a blank is part of no number. */
    static String digits(String text) {
        String plain = text.toUpperCase(Locale.ROOT);
        if (plain.startsWith("ASN")) {
            return plain.substring(3);
        }
        return plain.startsWith("AS") ? plain.substring(2) : plain;
    }
}
