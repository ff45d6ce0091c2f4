package org.peerage.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import net.logstash.logback.encoder.LogstashEncoder;

/**
 * What is logged, and how: lines on stderr, as text or, with {@code peerage.log} set to {@code json}, each a JSON object; requests in the file that
 * {@code PEERAGE_ACCESS_LOG} names, as {@code PEERAGE_ACCESS_LOG_FORMAT} says. Said
 * here, as reading it from a file takes every command a tenth of a second; {@code -Dlogback.configurationFile} still works.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String ACCESS_LOG = "PEERAGE_ACCESS_LOG";
    private static final String ACCESS_LOG_FORMAT = "PEERAGE_ACCESS_LOG_FORMAT";
    private static final int QUEUE = 8192;
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{30} %msg%n%ex{20}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getStatusManager().add(new NopStatusListener());
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context));
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("org.peerage").setLevel(Level.INFO);
        // Filters of metrics may come after the first meters, which is fine.
        context.getLogger("io.micrometer.prometheusmetrics").setLevel(Level.ERROR);
        context.getLogger("org.apache.lucene.internal.vectorization").setLevel(Level.ERROR);
        String file = System.getenv(ACCESS_LOG);
        if (file != null && !file.isEmpty()) {
            logAccess(context, file, "json".equals(System.getenv(ACCESS_LOG_FORMAT)));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Requests never wait for the disk: while it is too slow, lines are left out. */
    private static void logAccess(LoggerContext context, String file, boolean asJson) {
        OutputStreamAppender<ILoggingEvent> written = file.equals("-") ? standardError() : file(file);
        written.setContext(context);
        written.setEncoder(asJson ? json(context) : text(context, "%msg%n"));
        written.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("access");
        queue.setQueueSize(QUEUE);
        queue.setNeverBlock(true);
        queue.addAppender(written);
        queue.start();
        // Either has a logger of its own, so that nothing is put together for the form that nobody wants.
        Logger access = context.getLogger(asJson ? "requests" : "access");
        access.setLevel(Level.INFO);
        access.setAdditive(false);
        access.addAppender(queue);
    }

    private static OutputStreamAppender<ILoggingEvent> file(String path) {
        FileAppender<ILoggingEvent> file = new FileAppender<>();
        file.setName("access-file");
        file.setFile(path);
        return file;
    }

    private static OutputStreamAppender<ILoggingEvent> standardError() {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setName("access-console");
        console.setTarget("System.err");
        return console;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        return System.getProperty("peerage.log", "text").equals("json") ? json(context) : text(context, LINE);
    }

    /** Names and values that a line comes with stand beside its message, so that who collects logs can ask for them. */
    static Encoder<ILoggingEvent> json(LoggerContext context) {
        LogstashEncoder json = new LogstashEncoder();
        json.setContext(context);
        json.setTimeZone("UTC");
        json.start();
        return json;
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context, String pattern) {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(pattern);
        text.start();
        return text;
    }
}
