package org.peerage.http;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.peerage.api.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request in the Combined Log Format of Apache and nginx, with the seconds it took at the end. Written to the logger {@code access},
 * which is off unless a file is named. Queries are logged for the API alone: those of pages hold one-time tokens.
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("access");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int GONE = 499;

    private AccessLog() {}

    static void write(Exchange exchange) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{}", line(exchange, ZonedDateTime.now(ZoneOffset.UTC)));
        }
    }

    static String line(Exchange exchange, ZonedDateTime now) {
        String query = exchange.query();
        String target = exchange.rawPath() + (query != null && Route.isOfApi(exchange.path()) ? "?" + query : "");
        return exchange.remoteAddress() + " - - [" + TIME.format(now) + "] \""
                + escaped(exchange.method() + " " + target) + "\" "
                + status(exchange) + " " + exchange.sentBytes()
                + " \"" + escaped(withoutQuery(exchange.header("Referer"))) + "\" \""
                + escaped(exchange.header("User-Agent")) + "\" "
                + String.format(Locale.ROOT, "%.6f", exchange.nanosSinceStart() / 1e9);
    }

    /** 499, as nginx has it, where the client went away before there was a response. */
    static int status(Exchange exchange) {
        return exchange.status() == 0 ? GONE : exchange.status();
    }

    static @Nullable String withoutQuery(@Nullable String url) {
        return url == null || url.indexOf('?') < 0 ? url : url.substring(0, url.indexOf('?'));
    }

    private static String escaped(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "-";
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c > 0x7E) {
                plain.append(String.format(Locale.ROOT, c > 0xFF ? "\\u%04x" : "\\x%02x", (int) c));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
