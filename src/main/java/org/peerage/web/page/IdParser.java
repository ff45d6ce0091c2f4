package org.peerage.web.page;

import java.util.OptionalLong;

/** Ids as they stand in addresses and forms. */
public final class IdParser {
    private IdParser() {}

    public static OptionalLong parse(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
