package org.peerage.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.peerage.access.ThrottleSettings;
import org.peerage.store.Database;
import org.peerage.web.page.ServerFact;

/** How a server runs, for its superusers; no secrets. */
final class ServerFacts {
    private static final long MEBIBYTE = 1024 * 1024;

    private ServerFacts() {}

    static List<ServerFact> of(ServeSettings settings, Database database, Clock clock) {
        List<ServerFact> facts = new ArrayList<>();
        facts.add(new ServerFact("Program", "Peerage 0.1.0"));
        facts.add(new ServerFact(
                "Started", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
        facts.add(new ServerFact("Java", Runtime.version().toString()));
        facts.add(new ServerFact("Heap at most", Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB"));
        facts.add(new ServerFact(
                "Processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
        facts.add(new ServerFact("Database", product(database)));
        facts.add(new ServerFact(
                "Listens on",
                settings.web().host() + ", port " + orAny(settings.web().port())));
        facts.add(new ServerFact(
                "Health and metrics",
                settings.web().managementPort() == 0
                        ? "off"
                        : "port " + settings.web().managementPort() + " of this machine"));
        facts.add(new ServerFact(
                "Address in mail", settings.site().isEmpty() ? "as this machine is reached" : settings.site()));
        facts.add(new ServerFact("Mail goes to", settings.mail().destination(settings.outbox())));
        facts.add(new ServerFact("AS numbers are asked of", settings.rdap().isEmpty() ? "nobody" : settings.rdap()));
        limits(facts, settings.limits());
        return facts;
    }

    private static void limits(List<ServerFact> facts, ThrottleSettings limits) {
        facts.add(new ServerFact("Limits of requests", limits.enabled() ? "on" : "off"));
        facts.add(new ServerFact(
                "Reads without signing in", limits.anonymousReads().toString()));
        facts.add(
                new ServerFact("Reads of a user or key", limits.signedInReads().toString()));
        facts.add(new ServerFact("Writes", limits.writes().toString()));
        facts.add(new ServerFact(
                "Pages without signing in", limits.anonymousPages().toString()));
        facts.add(new ServerFact("Wrong passwords", limits.credentialsFailures().toString()));
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
