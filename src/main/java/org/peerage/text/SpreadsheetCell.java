package org.peerage.text;

/** Texts in files that people open in a spreadsheet: what somebody wrote into a name is never taken for a formula. */
public final class SpreadsheetCell {
    private SpreadsheetCell() {}

    /** A text that could be taken for a formula gets an apostrophe before it; numbers stay as they are. */
    public static String withoutFormula(String text) {
        if (text.isEmpty() || text.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            return text;
        }
        return "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 || "＝＋－＠".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
