package org.peerage.access.rights;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.i18n.Messages;

/** One of the four things a grant can allow, each a bit of the grant (docs/spec/access.md §1). */
public enum Permission {
    READ('r', 1),
    UPDATE('u', 2),
    CREATE('c', 4),
    DELETE('d', 8);

    /** All four bits. */
    public static final int ALL = 15;

    private final char letter;
    private final int bit;

    Permission(char letter, int bit) {
        this.letter = letter;
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    /** Bits in words, such as {@code read, update}. */
    public static String describe(Messages language, int bits) {
        String words = java.util.Arrays.stream(values())
                .filter(permission -> (bits & permission.bit) != 0)
                .map(permission ->
                        language.text("permission." + permission.name().toLowerCase(java.util.Locale.ROOT)))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? language.text("permission.nothing") : words;
    }

    /** The bits of letters such as {@code crud} or {@code r}, in any order; throws {@link IllegalArgumentException}. */
    public static int bitsOf(String letters) {
        int bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            bits |= ofLetter(letters.charAt(i)).bit;
        }
        return bits;
    }

    /** The letters of bits, in the order of {@code crud}; {@code -} for none. */
    public static String lettersOf(int bits) {
        String letters = Stream.of(CREATE, READ, UPDATE, DELETE)
                .filter(permission -> (bits & permission.bit) != 0)
                .map(permission -> String.valueOf(permission.letter))
                .collect(Collectors.joining());
        return letters.isEmpty() ? "-" : letters;
    }

    private static Permission ofLetter(char letter) {
        for (Permission permission : values()) {
            if (permission.letter == letter) {
                return permission;
            }
        }
        throw new IllegalArgumentException("A permission is one of c, r, u and d, not " + letter);
    }
}
