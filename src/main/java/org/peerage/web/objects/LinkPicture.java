package org.peerage.web.objects;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.peerage.schema.Row;
import org.peerage.web.objects.ObjectView.HeadFact;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The picture that others show with a link to an object (Open Graph, 1200 by 630): its name and what its page begins with. Drawn
 * when it is first asked for and kept for a while. A machine without fonts cannot draw; then pages name no picture.
 */
final class LinkPicture {
    private static final Logger LOG = LoggerFactory.getLogger(LinkPicture.class);
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 630;
    private static final int MARGIN = 70;
    private static final int MAX_KEPT = 256;
    private static final int MAX_FACTS = 6;
    private static final Color GROUND = new Color(0x0f1613);
    private static final Color ACCENT = new Color(0x62d6a8);
    private static final Color INK = new Color(0xe7efeb);
    private static final Color QUIET = new Color(0xa8b8af);
    private static final Cache<PictureKey, byte[]> KEPT =
            Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

    private static volatile boolean withoutFonts;

    private LinkPicture() {}

    /** What a picture shows. */
    private record PictureKey(String kind, String name, List<HeadFact> facts) {}

    /** The picture's path; empty where none can be drawn. */
    static String path(Row row) {
        return withoutFonts ? "" : row.path() + "/picture.png";
    }

    static PageResponse answer(PageRequest request, Row row) {
        PictureKey key = new PictureKey(Texts.singular(row.type()), row.name(), ObjectHead.of(request, row));
        return draw(key)
                .<PageResponse>map(png -> new PageResponse.BytesResponse(
                        "image/png",
                        png,
                        Map.of(
                                "Cache-Control",
                                request.caller().isAnonymous() ? "public, max-age=3600" : "private, no-store",
                                "Vary",
                                "Accept-Language, Cookie",
                                "Cross-Origin-Resource-Policy",
                                "cross-origin")))
                .orElseGet(PageResponse.NotFoundResponse::new);
    }

    private static Optional<byte[]> draw(PictureKey key) {
        if (withoutFonts) {
            return Optional.empty();
        }
        try {
            return Optional.of(KEPT.get(key, LinkPicture::png));
        } catch (RuntimeException onlyThisOne) {
            LOG.warn("the picture of {} {} cannot be drawn", key.kind, key.name, onlyThisOne);
            return Optional.empty();
        } catch (LinkageError | InternalError noFonts) {
            withoutFonts = true;
            LOG.warn("no pictures of links are drawn: {}", noFonts.toString());
            return Optional.empty();
        }
    }

    private static byte[] png(PictureKey key) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(GROUND);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        mark(pen);
        text(pen, key.kind, MARGIN, 215, font(Font.PLAIN, 34), QUIET);
        title(pen, key.name);
        facts(pen, key.facts);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 * 1024);
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException inMemory) {
            throw new IllegalStateException(inMemory);
        }
        return out.toByteArray();
    }

    /** Two points and a line between them, as the site's icon. */
    private static void mark(Graphics2D pen) {
        pen.setColor(ACCENT);
        pen.setStroke(new java.awt.BasicStroke(8));
        pen.draw(new Line2D.Double(MARGIN + 12, 128, MARGIN + 52, 88));
        pen.fill(new Ellipse2D.Double(MARGIN, 112, 28, 28));
        pen.fill(new Ellipse2D.Double(MARGIN + 38, 74, 28, 28));
        text(pen, "Peerage", MARGIN + 90, 124, font(Font.BOLD, 44), INK);
    }

    /** As large as it fits in one line; what is too long even small is cut. */
    private static void title(Graphics2D pen, String name) {
        int size = 92;
        while (size > 44 && pen.getFontMetrics(font(Font.BOLD, size)).stringWidth(name) > WIDTH - 2 * MARGIN) {
            size -= 4;
        }
        text(
                pen,
                fitting(pen, name, font(Font.BOLD, size), WIDTH - 2 * MARGIN),
                MARGIN,
                315,
                font(Font.BOLD, size),
                INK);
    }

    private static void facts(Graphics2D pen, List<HeadFact> facts) {
        int column = (WIDTH - 2 * MARGIN) / 3;
        int shown = 0;
        for (HeadFact fact : facts.subList(0, Math.min(MAX_FACTS, facts.size()))) {
            int x = MARGIN + shown % 3 * column;
            int y = 410 + shown / 3 * 110;
            text(pen, fitting(pen, fact.label(), font(Font.PLAIN, 26), column - 20), x, y, font(Font.PLAIN, 26), QUIET);
            text(pen, fitting(pen, fact.text(), font(Font.BOLD, 38), column - 20), x, y + 46, font(Font.BOLD, 38), INK);
            shown++;
        }
    }

    private static String fitting(Graphics2D pen, String text, Font font, int width) {
        FontMetrics metrics = pen.getFontMetrics(font);
        if (metrics.stringWidth(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && metrics.stringWidth(text.substring(0, end) + "…") > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    private static void text(Graphics2D pen, String text, int x, int y, Font font, Color colour) {
        pen.setFont(font);
        pen.setColor(colour);
        pen.drawString(text, x, y);
    }
}
