package org.peerage.store;

import java.util.Map;
import java.util.Properties;

/**
 * How long PostgreSQL and we wait for each other. What a URL says goes before these. Who writes is bounded more
 * tightly by {@link HeadTable}: a lock is let go after 1.5 s of silence, so that others, who wait 6 s for it, get it.
 */
final class PostgresSettings {
    /** Seconds until an answer must begin to come; longer than the server itself takes to give up. */
    private static final String ANSWER_SECONDS = "12";

    private static final String WATCH_ANSWER_SECONDS = "2";

    /** Said to the server by each connection of the pool. */
    static final String SESSION = """
            SET lock_timeout = '6s';
            SET idle_in_transaction_session_timeout = '30s';
            SET tcp_keepalives_idle = 5;
            SET tcp_keepalives_interval = 2;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = '10s'""";

    /** Said in a transaction that loads a whole registry. */
    static final String LONG_TRANSACTION = """
            SET LOCAL lock_timeout = '60s';
            SET LOCAL idle_in_transaction_session_timeout = '10min'""";

    private PostgresSettings() {}

    /** For the driver, of connections of the pool. */
    static Map<String, String> ofPool() {
        return Map.of(
                "reWriteBatchedInserts",
                "true",
                "tcpKeepAlive",
                "true",
                "connectTimeout",
                "2",
                "socketTimeout",
                ANSWER_SECONDS,
                "logServerErrorDetail",
                "false", // it has values of rows, and messages go to logs and traces
                "ApplicationName",
                "peerage");
    }

    /** For the driver, of the one connection that watches: it must notice soon that the database is gone, or back. */
    static Properties ofWatch() {
        Properties properties = new Properties();
        properties.put("tcpKeepAlive", "true");
        properties.put("connectTimeout", "1");
        properties.put("socketTimeout", WATCH_ANSWER_SECONDS);
        properties.put("ApplicationName", "peerage-watch");
        return properties;
    }
}
