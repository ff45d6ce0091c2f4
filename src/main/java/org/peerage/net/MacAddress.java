package org.peerage.net;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A 48-bit hardware address as its owner wrote it: six pairs of hex digits with {@code :} or {@code -} between them
 * (objects §2.5). The text is kept for output; case doesn't matter for equality, the separators do.
 */
public final class MacAddress {

    private static final Pattern SYNTAX = Pattern.compile("([0-9a-fA-F]{2}[-:]){5}[0-9a-fA-F]{2}");

    private final String text;
    private final String folded;

    private MacAddress(String text) {
        this.text = text;
        this.folded = text.toLowerCase(Locale.ROOT);
    }

    /** Empty unless the whole text is an address. */
    public static Optional<MacAddress> parse(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new MacAddress(text)) : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MacAddress mac && folded.equals(mac.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    /** The text as given. */
    @Override
    public String toString() {
        return text;
    }
}
