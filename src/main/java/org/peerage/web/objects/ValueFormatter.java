package org.peerage.web.objects;

import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.i18n.Messages;
import org.peerage.net.Asn;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.SocialLink;
import org.peerage.schema.ValueType;
import org.peerage.text.Email;
import org.peerage.text.Url;
import org.peerage.web.page.Texts;

/** Values as people read them. */
final class ValueFormatter {
    private static final Set<String> WEB = Set.of("http", "https");

    private ValueFormatter() {}

    /** One value of a field, such as the log of changes holds; empty where there is none. */
    static String text(Field<?> field, @Nullable Object value, Rows rows) {
        if (value instanceof Long id && field.isReference()) {
            Row row = rows.find(field.target(), id);
            return row == null ? "#" + id : Texts.name(row, rows);
        }
        return value instanceof List<?> list && field.type() == ValueType.STRING_LIST
                ? list.stream().map(word -> Texts.choice(word.toString())).collect(Collectors.joining(", "))
                : Texts.choice(field, text(value));
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Boolean flag -> Texts.text(flag ? "object.yes" : "object.no");
            case Instant time -> time(time);
            case Asn asn -> "AS" + asn;
            case List<?> list ->
                String.join(", ", list.stream().map(ValueFormatter::label).toList());
            case Object other -> other.toString();
        };
    }

    private static String label(Object value) {
        return value instanceof SocialLink(String service, String identifier)
                ? service + ": " + identifier
                : value.toString();
    }

    /** The two values of a flag, to choose from. */
    static List<FormView.Option> flags() {
        return List.of(new FormView.Option("yes", text(true)), new FormView.Option("no", text(false)));
    }

    /** To the minute, in UTC. */
    static String time(Instant time) {
        return time.toString().substring(0, 16).replace('T', ' ') + " UTC";
    }

    /** A speed of so many Mbit/s as it is spoken of: 100G. */
    static String speed(long mbits) {
        if (mbits >= 1000 && mbits < 1_000_000 && mbits % 1000 == 0) {
            return mbits / 1000 + "G";
        }
        if (mbits >= 1_000_000) {
            return rounded(mbits / 1_000_000.0) + "T";
        }
        return mbits >= 1000 ? rounded(mbits / 1000.0) + "G" : mbits + "M";
    }

    /** The same in a sentence of the page's language; what stands in tables, and so in files, is the same in all. */
    static String total(long mbits) {
        char point =
                DecimalFormatSymbols.getInstance(Messages.current().locale()).getDecimalSeparator();
        return speed(mbits).replace('.', point);
    }

    private static String rounded(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    /** The link that a value is, by what its field holds; empty where it is none, or none to be trusted. */
    static String link(Field<?> field, String text) {
        return switch (field.format()) {
            case "url" -> Url.isValid(text, WEB) ? text : "";
            case "email" -> Email.isValid(text) ? "mailto:" + text : "";
            case "phone" -> text.matches("\\+?[0-9]{3,20}") ? "tel:" + text : "";
            default -> field.type() == ValueType.TEXT && isEmail(field, text) ? "mailto:" + text : "";
        };
    }

    /** The sales address of exchanges is free text. */
    private static boolean isEmail(Field<?> field, String text) {
        return field.name().endsWith("_email") && Email.isValid(text);
    }
}
