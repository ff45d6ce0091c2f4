package org.peerage.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.api.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Each request as names and values, for logs in JSON. Written to the logger {@code requests}, which is off unless a file is named. Callers
 * are named as the log of changes names them; of credentials nothing is written, nor of the queries of pages.
 */
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("requests");

    private RequestLog() {}

    static void write(Exchange exchange, String route) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Caller caller = exchange.caller();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("request_id", exchange.id())
                .addKeyValue("client", exchange.remoteAddress())
                .addKeyValue("caller", caller == null ? "unknown" : caller.actor())
                .addKeyValue("method", exchange.method())
                .addKeyValue("path", exchange.rawPath())
                .addKeyValue("route", route)
                .addKeyValue("status", AccessLog.status(exchange))
                .addKeyValue("bytes", exchange.sentBytes())
                .addKeyValue("seconds", Math.round(exchange.nanosSinceStart() / 1e6) / 1e3);
        add(line, "query", Route.isOfApi(exchange.path()) ? exchange.query() : null);
        add(line, "referer", AccessLog.withoutQuery(exchange.header("Referer")));
        add(line, "user_agent", exchange.header("User-Agent"));
        add(line, "trace_id", exchange.span().traceId());
        line.log(
                "{} {} {}", exchange.method().toUpperCase(Locale.ROOT), exchange.rawPath(), AccessLog.status(exchange));
    }

    private static void add(LoggingEventBuilder line, String name, @Nullable String value) {
        if (value != null) {
            var _ = line.addKeyValue(name, value);
        }
    }
}
