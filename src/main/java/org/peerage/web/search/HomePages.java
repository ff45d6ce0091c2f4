package org.peerage.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.search.Search;
import org.peerage.snapshot.Query;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** The front page. */
public final class HomePages {
    private static final int OWN_SHOWN = 8;

    private final LatestChanges changes = new LatestChanges();
    private final AtomicReference<@Nullable Counted> counted = new AtomicReference<>();

    private record Counted(long version, List<Total> totals) {}

    public Reply show(Visit visit) {
        Snapshot snapshot = visit.snapshot();
        return Reply.Page.of(
                "search/home.jte",
                Map.of(
                        "shell", visit.shell("Who connects where"),
                        "totals", totals(snapshot),
                        "news",
                                changes.of(
                                        snapshot,
                                        visit.site().store(),
                                        visit.site().clock().instant()),
                        "own", visit.user().map(user -> own(user, snapshot)).orElse(List.of())));
    }

    private List<Total> totals(Snapshot snapshot) {
        Counted last = counted.get();
        if (last == null || last.version != snapshot.version()) {
            List<Total> totals = new ArrayList<>();
            for (ObjectType type : Search.TYPES) {
                totals.add(total(Kinds.many(type), type, snapshot, "/advanced_search?type=" + type.tag()));
            }
            totals.add(total("Peering connections", NetIxLan.TYPE, snapshot, ""));
            last = new Counted(snapshot.version(), List.copyOf(totals));
            counted.set(last);
        }
        return last.totals;
    }

    private static Total total(String title, ObjectType type, Snapshot snapshot, String link) {
        int count = new Query(type, Set.of(Status.OK), List.of(), 0, null, 0, 0)
                .ids(snapshot.seenBy(Visibility.PUBLIC))
                .length;
        return new Total(title, String.format(Locale.ROOT, "%,d", count), link);
    }

    private static List<OwnObjects> own(UserAccount user, Snapshot snapshot) {
        List<OwnObjects> all = new ArrayList<>();
        for (long id : user.organizations().keySet().stream().sorted().toList()) {
            Row org = snapshot.find(Org.TYPE, id);
            if (org != null && org.status() != Status.DELETED) {
                List<Hit> objects = objects(id, snapshot);
                all.add(new OwnObjects(
                        Kinds.name(org),
                        Kinds.address(org),
                        objects.stream().limit(OWN_SHOWN).toList(),
                        Math.max(0, objects.size() - OWN_SHOWN)));
            }
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<Hit> objects(long organization, Snapshot snapshot) {
        List<Hit> objects = new ArrayList<>();
        for (ObjectType type : Search.TYPES) {
            type.field("org_id").ifPresent(reference -> Kinds.active(snapshot, (Field<Long>) reference, organization)
                    .forEach(row -> objects.add(new Hit(
                            Kinds.name(row),
                            Kinds.one(type) + (Kinds.detail(row).isEmpty() ? "" : " · " + Kinds.detail(row)),
                            "",
                            Kinds.address(row)))));
        }
        return objects;
    }
}
