package org.peerage.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.peerage.access.limits.RateLimit;
import org.peerage.access.limits.RateLimitSettings;
import org.peerage.i18n.Messages;
import org.peerage.store.Database;
import org.peerage.web.page.ServerInfoItem;

/** How a server runs, for its superusers; no secrets. */
final class ServerInfo {
    static final String VERSION = "0.1.0";

    private static final long MEBIBYTE = 1024 * 1024;

    private ServerInfo() {}

    static List<ServerInfoItem> of(ServeSettings settings, Database database, Clock clock) {
        List<ServerInfoItem> facts = new ArrayList<>();
        facts.add(ServerInfoItem.of("program", "Peerage " + VERSION));
        facts.add(ServerInfoItem.of(
                "started", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
        facts.add(ServerInfoItem.of("java", Runtime.version().toString()));
        facts.add(ServerInfoItem.of("heap", Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB"));
        facts.add(ServerInfoItem.of(
                "processors", Integer.toString(Runtime.getRuntime().availableProcessors())));
        facts.add(ServerInfoItem.of("database", product(database)));
        facts.add(ServerInfoItem.of(
                "listens", settings.web().host() + ":" + orAny(settings.web().port())));
        facts.add(new ServerInfoItem(
                "management",
                () -> settings.web().managementPort() == 0
                        ? Messages.current().text("common.off")
                        : "127.0.0.1:" + settings.web().managementPort()));
        facts.add(new ServerInfoItem(
                "site",
                () -> settings.site().isEmpty() ? Messages.current().text("server.site.asReached") : settings.site()));
        facts.add(ServerInfoItem.of("mail", settings.mail().destination(settings.outbox())));
        facts.add(new ServerInfoItem(
                "rdap", () -> settings.rdap().isEmpty() ? Messages.current().text("common.none") : settings.rdap()));
        limits(facts, settings.limits());
        return facts;
    }

    private static void limits(List<ServerInfoItem> facts, RateLimitSettings limits) {
        facts.add(new ServerInfoItem(
                "limits", () -> Messages.current().text(limits.enabled() ? "common.on" : "common.off")));
        facts.add(limit("anonymousReads", limits.anonymousReads()));
        facts.add(limit("signedInReads", limits.signedInReads()));
        facts.add(limit("writes", limits.writes()));
        facts.add(limit("anonymousPages", limits.anonymousPages()));
        facts.add(limit("passwords", limits.credentialsFailures()));
    }

    private static ServerInfoItem limit(String key, RateLimit limit) {
        return new ServerInfoItem(key, () -> limit.in(Messages.current()));
    }

    private static String orAny(int port) {
        return port == 0 ? "*" : Integer.toString(port);
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
