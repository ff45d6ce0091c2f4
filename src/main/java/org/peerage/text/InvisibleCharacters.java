package org.peerage.text;

/** Characters that nobody sees, with which one name is made to look like another. */
public final class InvisibleCharacters {
    private InvisibleCharacters() {}

    /** Whether nothing in the text can be seen. */
    public static boolean isAll(String text) {
        return text.codePoints().allMatch(InvisibleCharacters::is);
    }

    /** Whether controls are in the text, breaks of lines among them, or characters that turn the direction of what follows. */
    public static boolean hasControls(String text) {
        return text.codePoints().anyMatch(point -> isControl(point) || isDirectionOverride(point));
    }

    private static boolean isControl(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean is(int point) {
        return WhiteSpace.is(point)
                || Character.getType(point) == Character.CONTROL
                || Character.getType(point) == Character.FORMAT
                || isDefaultIgnorable(point)
                || point == 0x2800; // the empty braille cell
    }

    /** Embeddings, overrides and isolates (UAX #9 §2); marks, which names in Arabic and Hebrew need, are none of them. */
    private static boolean isDirectionOverride(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }

    /** Those with Unicode's property Default_Ignorable_Code_Point that are neither controls nor formats. */
    private static boolean isDefaultIgnorable(int point) {
        return point == 0x034F
                || point == 0x115F
                || point == 0x1160
                || point == 0x17B4
                || point == 0x17B5
                || (point >= 0x180B && point <= 0x180F)
                || point == 0x2065
                || point == 0x3164
                || (point >= 0xFE00 && point <= 0xFE0F)
                || point == 0xFFA0
                || (point >= 0xFFF0 && point <= 0xFFF8)
                || (point >= 0xE0000 && point <= 0xE0FFF);
    }
}
