package org.peerage.web.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlTemplateOutput;
import java.text.NumberFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.peerage.i18n.Languages;
import org.peerage.i18n.MessageOutput;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.LetterCase;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.text.CountryCode;

/** The texts of pages, in the language of the page that is answered; for templates and for the classes behind them. */
public final class Texts {
    /** Before the name of an exchange in that of its LAN. */
    private static final String OF = " of ";

    private Texts() {}

    /** The text of that key in {@code messages/en.properties} and its neighbours. */
    public static String text(String key, Object... arguments) {
        return Messages.current().text(key, arguments);
    }

    /** The same where arguments are parts of a page: {@link #link}, {@link #code}. */
    public static Content html(String key, Object... arguments) {
        Messages messages = Messages.current();
        return out -> messages.write(key, new HtmlOutput(out), arguments);
    }

    /** A link inside a sentence. */
    public static Content link(String url, String label) {
        return out -> {
            out.writeContent("<a href=\"");
            context(out, "a", "href");
            out.writeUserContent(url);
            context(out, "a", null);
            out.writeContent("\">");
            out.writeUserContent(label);
            out.writeContent("</a>");
        };
    }

    /** Something to be typed as it is, inside a sentence. */
    public static Content code(String text) {
        return out -> {
            out.writeContent("<code>");
            out.writeUserContent(text);
            out.writeContent("</code>");
        };
    }

    /** The same with an id, to be copied from or filled in by scripts. */
    public static Content code(String id, String text) {
        return out -> {
            out.writeContent("<code id=\"");
            out.writeContent(id);
            out.writeContent("\">");
            out.writeUserContent(text);
            out.writeContent("</code>");
        };
    }

    /** Says where in the page follows what has to be escaped. */
    private static void context(TemplateOutput out, String tag, @Nullable String attribute) {
        if (out instanceof HtmlTemplateOutput html) {
            html.setContext(tag, attribute);
        }
    }

    /**
     * A field's label: the one that it is declared with, or, in other languages, the message {@code field.<type>.<name>}
     * or {@code field.<name>}.
     */
    public static String label(Field<?> field) {
        return label(field.owner().typeName(), field.name(), field.label());
    }

    /** The label of a key of a type that has none declared, such as one that is computed. */
    public static String label(String typeName, String name, String english) {
        return Messages.current().label(typeName, name, english);
    }

    /** What an object of a type is called, such as Network. */
    public static String singular(ObjectType type) {
        return singular(type, Messages.current());
    }

    /** The same in another language than the page's. */
    public static String singular(ObjectType type, Messages language) {
        return language.singular(type.typeName(), type.singular());
    }

    /** What a row is and is called, such as Network Example. */
    public static String kindAndName(Row row, Rows rows) {
        return singular(row.type()) + " " + name(row, rows);
    }

    /** What a row is called: links are called by what they link, in the page's language. */
    public static String name(Row row, Rows rows) {
        String english = row.name(rows);
        if (Messages.current() == Languages.english()) {
            return english;
        }
        ObjectType type = row.type();
        if (type == NetIxLan.TYPE) {
            String network = "AS" + row.get(NetIxLan.ASN);
            return text("object.name.netixlan", network, english.substring((network + " at ").length()));
        }
        if (type == IxLan.TYPE) {
            return text("object.name.ixlan", english.substring(english.indexOf(OF) + OF.length()));
        }
        if (type == Poc.TYPE) {
            String role = row.get(Poc.ROLE);
            // A deleted contact has no name any more.
            String name = english.substring((role + " contact").length());
            return text("object.name.poc", choice(role), name.strip()).strip();
        }
        return english;
    }

    /** What several are called. */
    public static String plural(ObjectType type) {
        return Messages.current().find("types." + type.typeName()).orElseGet(type::plural);
    }

    /** What one is called inside of a sentence. */
    public static String noun(ObjectType type) {
        return Messages.current()
                .find("type." + type.typeName())
                .orElseGet(() -> LetterCase.uncapitalized(type.singular()));
    }

    /** A value of a closed list, such as {@code Heavy Outbound}: the message {@code choice.heavy-outbound}, or itself. */
    public static String choice(String value) {
        return Messages.current().find(choiceKey(value)).orElse(value);
    }

    static String choiceKey(String value) {
        return "choice."
                + value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceFirst("-$", "");
    }

    /**
     * A value of a field with a closed list. Countries are their codes, as tables have them: {@link #country} is for those who
     * choose or read one. (Norway's code is a peering policy, too.)
     */
    public static String choice(Field<?> field, String value) {
        return field.choices().isEmpty() || field.format().equals("country") ? value : choice(value);
    }

    /** The name of a country by its code. */
    public static String country(String code) {
        return CountryCode.name(code, Messages.current().locale());
    }

    /** What the log of changes calls an operation, such as {@code update}: the message {@code operation.…}, or itself. */
    public static String operation(String operation) {
        return Messages.current().find("operation." + operation).orElse(operation);
    }

    /** A role in an organization, such as {@code admin}. */
    public static String role(String role) {
        return Messages.current().text("role." + role);
    }

    /** What somebody did, as {@code AuditLog} names it: {@code make key} is the message {@code audit.make-key}, or itself. */
    public static String auditAction(String action) {
        return Messages.current().find("audit." + action.replace(' ', '-')).orElse(action);
    }

    /** A number as people of the page's language write it. */
    public static String number(long number) {
        return NumberFormat.getIntegerInstance(Messages.current().locale()).format(number);
    }

    /** A share of so many hundredths as the page's language writes it. */
    public static String percent(long hundredths) {
        return NumberFormat.getPercentInstance(Messages.current().locale()).format(hundredths / 100.0);
    }

    /** The page's language, for {@code lang}. */
    public static String language() {
        return Messages.current().tag();
    }

    private record HtmlOutput(TemplateOutput out) implements MessageOutput {
        @Override
        public void literal(String text) {
            out.writeUserContent(text);
        }

        @Override
        public void argument(Object value) {
            if (value instanceof Content content) {
                content.writeTo(out);
            } else {
                out.writeUserContent(value.toString());
            }
        }
    }

    /** Why a moment of the past cannot be shown, by the status that says so. */
    public static String pastProblem(int status) {
        return switch (status) {
            case 410 -> text("past.before");
            case 429, 503 -> text("past.busy");
            default -> text("past.unreadable");
        };
    }
}
