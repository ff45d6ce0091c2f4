package org.peerage.whois;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds a text of at most 80 columns: headings, facts, tables. Values come from strangers, so nothing in them steers a terminal:
 * control characters and those that turn the direction of writing become blanks.
 */
final class TextDocument {
    static final int WIDTH = 79;
    private static final int LABEL_WIDTH = 20;

    private final StringBuilder out = new StringBuilder();

    /**
     * A column of a table.
     *
     * @param width in characters; longer values are cut
     */
    record Column(String title, int width, boolean right) {
        Column(String title, int width) {
            this(title, width, false);
        }
    }

    TextDocument heading(String title) {
        if (!out.isEmpty()) {
            out.append("\n\n");
        }
        String shown = cut(clean(title), WIDTH);
        out.append(shown).append('\n').append("=".repeat(length(shown))).append("\n\n");
        return this;
    }

    TextDocument fact(String label, Object value) {
        List<String> lines = wrapped(clean(value.toString()), WIDTH - LABEL_WIDTH - 3);
        line(padded(label, LABEL_WIDTH, false) + " : " + lines.getFirst());
        lines.stream().skip(1).forEach(more -> line(" ".repeat(LABEL_WIDTH + 3) + more));
        return this;
    }

    TextDocument line(String text) {
        out.append(text.stripTrailing()).append('\n');
        return this;
    }

    TextDocument paragraph(String text) {
        wrapped(clean(text), WIDTH).forEach(this::line);
        return this;
    }

    TextDocument header(List<Column> columns) {
        row(columns, columns.stream().map(Column::title).toList());
        return row(
                columns,
                columns.stream()
                        .map(column -> "-".repeat(column.title.length()))
                        .toList());
    }

    TextDocument row(List<Column> columns, List<String> cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            row.append(i == 0 ? "" : " ")
                    .append(padded(cut(clean(cells.get(i)), column.width), column.width, column.right));
        }
        return line(row.toString());
    }

    /** A value alone on its line, from that column on, or further left if it needs the room. */
    TextDocument alone(int column, String value) {
        return line(" ".repeat(Math.clamp(WIDTH - (long) length(value), 0, column)) + value);
    }

    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                        ? ' '
                        : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - length(text)));
        return right ? blanks + text : text + blanks;
    }

    /** At blanks; what has none is broken. */
    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (length(rest) > width) {
            int end = rest.offsetByCodePoints(0, width);
            int blank = rest.lastIndexOf(' ', end);
            int cut = blank > 0 ? blank : end;
            lines.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        lines.add(rest);
        return lines;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
