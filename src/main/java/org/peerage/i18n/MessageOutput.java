package org.peerage.i18n;

/** Takes what a message is made of, in order: its own words, and arguments as they were given. */
public interface MessageOutput {
    void literal(String text);

    void argument(Object value);
}
