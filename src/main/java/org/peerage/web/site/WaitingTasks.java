package org.peerage.web.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What waits for somebody: people who ask to join their organizations, and keys that end soon. */
final class WaitingTasks {
    private static final long SOON_SECONDS = 30L * 24 * 60 * 60;

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
                int requests = request.services().affiliations().requestsTo(id).size();
                if (requests > 0) {
                    tasks.add(new WaitingTask(Texts.text("home.requests", requests, name), "/org_admin/" + id));
                }
                expiring(request, new StoredKey.Owner.OrganizationOwner(id), name, "/org_admin/" + id + "/keys", tasks);
            }
        }
        return tasks;
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
