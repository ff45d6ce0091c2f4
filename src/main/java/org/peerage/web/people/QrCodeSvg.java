package org.peerage.web.people;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as a path of squares for an SVG picture.
 *
 * @param size of the picture with its margin, in squares
 * @param path for {@code <path d="…">}
 */
public record QrCodeSvg(int size, String path) {
    private static final int MARGIN = 4;

    static QrCodeSvg of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + MARGIN)
                            .append(',')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrCodeSvg(code.size + 2 * MARGIN, path.toString());
    }
}
