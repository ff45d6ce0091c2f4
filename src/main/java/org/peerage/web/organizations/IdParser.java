package org.peerage.web.organizations;

import java.util.OptionalLong;

/** Ids as they stand in addresses and forms. */
final class IdParser {
    private IdParser() {}

    static OptionalLong parse(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
