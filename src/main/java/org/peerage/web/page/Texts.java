package org.peerage.web.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.text.NumberFormat;
import java.util.Locale;
import org.peerage.i18n.MessageOutput;
import org.peerage.i18n.Messages;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Words;

/** The texts of pages, in the language of the page that is answered; for templates and for the classes behind them. */
public final class Texts {
    private Texts() {}

    /** The text of that key in {@code messages/en.properties} and its neighbours. */
    public static String text(String key, Object... arguments) {
        return Messages.current().text(key, arguments);
    }

    /** The same where arguments are parts of a page, such as links. */
    public static Content html(String key, Object... arguments) {
        Messages messages = Messages.current();
        return out -> messages.write(key, new HtmlOutput(out), arguments);
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
        Messages messages = Messages.current();
        return messages.find("field." + typeName + "." + name)
                .or(() -> messages.find("field." + name))
                .orElse(english);
    }

    /** What an object of a type is called, such as Network. */
    public static String singular(ObjectType type) {
        return Messages.current().find("type." + type.typeName()).orElseGet(type::singular);
    }

    /** What several are called. */
    public static String plural(ObjectType type) {
        return Messages.current().find("types." + type.typeName()).orElseGet(type::plural);
    }

    /** What one is called inside of a sentence. */
    public static String noun(ObjectType type) {
        return Messages.current().find("type." + type.typeName()).orElseGet(() -> Words.uncapitalized(type.singular()));
    }

    /** A value of a closed list, such as {@code Heavy Outbound}: the message {@code choice.heavy-outbound}, or itself. */
    public static String choice(String value) {
        String key = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return Messages.current().find("choice." + key).orElse(value);
    }

    /** A number as people of the page's language write it. */
    public static String number(long number) {
        return NumberFormat.getIntegerInstance(Messages.current().locale()).format(number);
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
}
