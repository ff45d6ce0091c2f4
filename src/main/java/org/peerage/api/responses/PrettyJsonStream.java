package org.peerage.api.responses;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Spreads JSON over lines, indented by two, as {@code pretty} asks for. Takes JSON with spaces after separators. */
public final class PrettyJsonStream extends FilterOutputStream {
    private int depth;
    private boolean inText;
    private boolean escaped;
    private boolean opened;
    private boolean afterComma;

    public PrettyJsonStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void write(int b) throws IOException {
        if (inText) {
            writeInText(b);
            return;
        }
        if (b == ' ' && afterComma) {
            afterComma = false;
            return;
        }
        afterComma = false;
        switch (b) {
            case '{', '[' -> {
                open();
                depth++;
                opened = true;
                out.write(b);
            }
            case '}', ']' -> {
                depth--;
                if (!opened) {
                    line();
                }
                opened = false;
                out.write(b);
            }
            case ',' -> {
                out.write(b);
                line();
                afterComma = true;
            }
            default -> {
                open();
                inText = b == '"';
                out.write(b);
            }
        }
    }

    private void writeInText(int b) throws IOException {
        out.write(b);
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inText = false;
        }
    }

    private void open() throws IOException {
        if (opened) {
            opened = false;
            line();
        }
    }

    private void line() throws IOException {
        out.write('\n');
        for (int i = 0; i < depth; i++) {
            out.write(' ');
            out.write(' ');
        }
    }
}
