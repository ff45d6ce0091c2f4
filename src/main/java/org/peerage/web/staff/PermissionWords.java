package org.peerage.web.staff;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.peerage.access.Permission;
import org.peerage.web.page.Texts;

/** Permission bits in the page's language, such as {@code read, update}. */
final class PermissionWords {
    private PermissionWords() {}

    static String of(int bits) {
        String words = Arrays.stream(Permission.values())
                .filter(permission -> (bits & permission.bit()) != 0)
                .map(permission -> Texts.text("permission." + permission.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? Texts.text("permission.nothing") : words;
    }
}
