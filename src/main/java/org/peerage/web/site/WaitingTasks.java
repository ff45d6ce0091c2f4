package org.peerage.web.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Permission;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.BestEffort;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What waits for somebody: people who ask to join their organizations, what exchanges propose, and keys that end soon. */
final class WaitingTasks {
    private static final long SOON_SECONDS = 30L * 24 * 60 * 60;
    /** Of more networks the front page does not look for proposals. */
    private static final int MAX_NETWORKS = 50;

    private WaitingTasks() {}

    static List<WaitingTask> of(PageRequest request, UserAccount user) {
        List<WaitingTask> tasks = new ArrayList<>();
        expiring(request, new StoredKey.Owner.UserOwner(user.id()), Texts.text("home.you"), "/profile", tasks);
        for (long id : user.organizations().keySet().stream().sorted().toList()) {
            if (request.caller().administers(id)) {
                String name = Optional.ofNullable(request.snapshot().find(Org.TYPE, id))
                        .filter(Row::isActive)
                        .map(row -> row.get(Org.NAME))
                        .orElse("");
                int requests = BestEffort.read(
                        "requests to join organization " + id,
                        () -> request.services().affiliations().requestsTo(id).size(),
                        0);
                if (requests > 0) {
                    tasks.add(new WaitingTask(Texts.text("home.requests", requests, name), "/org_admin/" + id));
                }
                expiring(request, new StoredKey.Owner.OrganizationOwner(id), name, "/org_admin/" + id + "/keys", tasks);
            }
        }
        proposals(request, user, tasks);
        return tasks;
    }

    private static void proposals(PageRequest request, UserAccount user, List<WaitingTask> tasks) {
        List<Row> networks = user.organizations().keySet().stream()
                .sorted()
                .flatMap(id -> request.snapshot().referring(Net.ORG_ID, id).stream())
                .filter(Row::isActive)
                .filter(network ->
                        request.caller().may(Permission.UPDATE, Net.TYPE.namespace(network, request.snapshot())))
                .limit(MAX_NETWORKS)
                .toList();
        Map<Asn, Long> waiting = BestEffort.read(
                "proposals", () -> request.services().proposals().waiting(networks), Map.of());
        for (Row network : networks) {
            long open = waiting.getOrDefault(network.get(Net.ASN), 0L);
            if (open > 0) {
                tasks.add(new WaitingTask(Texts.text("home.proposals", open, network.name()), network.path() + "/ixf"));
            }
        }
    }

    private static void expiring(
            PageRequest request, StoredKey.Owner owner, String whose, String link, List<WaitingTask> tasks) {
        long now = request.services().clock().instant().getEpochSecond();
        for (StoredKey key : request.services().accounts().current().keysOf(owner)) {
            boolean soon = key.status() == StoredKey.KeyStatus.ACTIVE
                    && key.expiry().isPresent()
                    && !key.isExpired(now)
                    && key.expiry().getAsLong() - now < SOON_SECONDS;
            if (soon) {
                long days = (key.expiry().getAsLong() - now) / (24 * 60 * 60);
                tasks.add(new WaitingTask(Texts.text("home.expiring", key.name(), whose, days), link));
            }
        }
    }
}
