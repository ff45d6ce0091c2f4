package org.peerage.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.peerage.access.RateLimitSettings;
import org.peerage.store.Database;
import org.peerage.web.page.ServerInfoItem;

/** How a server runs, for its superusers; no secrets. */
final class ServerInfo {
    private static final long MEBIBYTE = 1024 * 1024;

    private ServerInfo() {}

    static List<ServerInfoItem> of(ServeSettings settings, Database database, Clock clock) {
        List<ServerInfoItem> facts = new ArrayList<>();
        facts.add(new ServerInfoItem("Program", "Peerage 0.1.0"));
        facts.add(new ServerInfoItem(
                "Started", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
        facts.add(new ServerInfoItem("Java", Runtime.version().toString()));
        facts.add(new ServerInfoItem("Heap at most", Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB"));
        facts.add(new ServerInfoItem(
                "Processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
        facts.add(new ServerInfoItem("Database", product(database)));
        facts.add(new ServerInfoItem(
                "Listens on",
                settings.web().host() + ", port " + orAny(settings.web().port())));
        facts.add(new ServerInfoItem(
                "Health and metrics",
                settings.web().managementPort() == 0
                        ? "off"
                        : "port " + settings.web().managementPort() + " of this machine"));
        facts.add(new ServerInfoItem(
                "Address in mail", settings.site().isEmpty() ? "as this machine is reached" : settings.site()));
        facts.add(new ServerInfoItem("Mail goes to", settings.mail().destination(settings.outbox())));
        facts.add(
                new ServerInfoItem("AS numbers are asked of", settings.rdap().isEmpty() ? "nobody" : settings.rdap()));
        limits(facts, settings.limits());
        return facts;
    }

    private static void limits(List<ServerInfoItem> facts, RateLimitSettings limits) {
        facts.add(new ServerInfoItem("Limits of requests", limits.enabled() ? "on" : "off"));
        facts.add(new ServerInfoItem(
                "Reads without signing in", limits.anonymousReads().toString()));
        facts.add(new ServerInfoItem(
                "Reads of a user or key", limits.signedInReads().toString()));
        facts.add(new ServerInfoItem("Writes", limits.writes().toString()));
        facts.add(new ServerInfoItem(
                "Pages without signing in", limits.anonymousPages().toString()));
        facts.add(new ServerInfoItem(
                "Wrong passwords", limits.credentialsFailures().toString()));
    }

    private static String orAny(int port) {
        return port == 0 ? "any" : Integer.toString(port);
    }

    private static String product(Database database) {
        try (Connection connection = database.source().getConnection()) {
            var about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
        } catch (SQLException unknown) {
            return database.dialect().name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
