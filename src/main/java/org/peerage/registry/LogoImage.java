package org.peerage.registry;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.peerage.schema.ParseResult;

/**
 * A picture as an upload brings it: known by its bytes, never by its name, and decoded once, so that what is served is a
 * picture. {@code type} is {@code image/png} or {@code image/jpeg}.
 */
record LogoImage(String type, int width, int height) {
    private static final int MAX_BYTES = 50 * 1024;
    /** What a small file may unfold to, at most. */
    private static final long MAX_PIXELS = 4_000_000;

    static ParseResult<LogoImage> read(byte[] bytes, int mostHeight) {
        if (bytes.length > MAX_BYTES) {
            return ParseResult.problem("File size too big, max. 50 kb");
        }
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return ParseResult.problem("Unsupported file type. Only PNG and JPEG are allowed");
            }
            return read(readers.next(), in, mostHeight);
        } catch (IOException | RuntimeException broken) {
            return ParseResult.problem("Unable to process image");
        }
    }

    private static ParseResult<LogoImage> read(ImageReader reader, ImageInputStream in, int mostHeight)
            throws IOException {
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!format.equals("png") && !format.equals("jpeg")) {
                return ParseResult.problem("Unsupported file type. Only PNG and JPEG are allowed");
            }
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (height > mostHeight) {
                return ParseResult.problem("Image height too large. Maximum allowed: " + mostHeight + " pixels");
            }
            if ((long) width * height > MAX_PIXELS) {
                return ParseResult.problem("Unable to process image");
            }
            BufferedImage image = reader.read(0);
            return ParseResult.value(new LogoImage("image/" + format, image.getWidth(), image.getHeight()));
        } finally {
            reader.dispose();
        }
    }

    String extension() {
        return type.equals("image/png") ? "png" : "jpg";
    }
}
