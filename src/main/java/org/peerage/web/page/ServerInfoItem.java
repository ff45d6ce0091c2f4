package org.peerage.web.page;

import java.util.function.Supplier;

/**
 * One thing about how a server runs.
 *
 * @param key what it is: the message {@code server.<key>}
 * @param text what it is like, in the language of the page that shows it
 */
public record ServerInfoItem(String key, Supplier<String> text) {
    /** Something that is the same in all languages. */
    public static ServerInfoItem of(String key, String value) {
        return new ServerInfoItem(key, () -> value);
    }

    public String label() {
        return Texts.text("server." + key);
    }

    public String value() {
        return text.get();
    }
}
