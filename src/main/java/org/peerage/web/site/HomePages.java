package org.peerage.web.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** The front page. */
public final class HomePages {
    private static final int MAX_OWN_SHOWN = 8;

    private final LatestChanges changes = new LatestChanges();
    private final AtomicReference<@Nullable CachedTotals> counted = new AtomicReference<>();

    private record CachedTotals(long version, Map<ObjectType, Integer> counts) {}

    public PageResponse show(PageRequest request) {
        Snapshot snapshot = request.snapshot();
        return PageResponse.TemplateResponse.of(
                "site/home.jte",
                Map.of(
                        "tasks",
                                request.user()
                                        .map(user -> WaitingTasks.of(request, user))
                                        .orElse(List.of()),
                        "shell", request.frame(Texts.text("home.title")),
                        "totals", totals(snapshot),
                        "news",
                                changes.of(
                                        snapshot,
                                        request.services().store(),
                                        request.services().clock().instant()),
                        "own",
                                request.user()
                                        .map(user -> ownObjects(user, snapshot))
                                        .orElse(List.of())));
    }

    private List<TypeCount> totals(Snapshot snapshot) {
        CachedTotals last = counted.get();
        if (last == null || last.version != snapshot.version()) {
            Map<ObjectType, Integer> counts = new LinkedHashMap<>();
            Search.TYPES.forEach(type -> counts.put(type, count(type, snapshot)));
            counts.put(NetIxLan.TYPE, count(NetIxLan.TYPE, snapshot));
            last = new CachedTotals(snapshot.version(), counts);
            counted.set(last);
        }
        List<TypeCount> totals = new ArrayList<>();
        last.counts.forEach((type, count) -> totals.add(
                type == NetIxLan.TYPE
                        ? new TypeCount(Texts.text("home.connections"), Texts.number(count), "/exchanges")
                        : new TypeCount(
                                Texts.plural(type), Texts.number(count), "/advanced_search?type=" + type.typeName())));
        return totals;
    }

    private static int count(ObjectType type, Snapshot snapshot) {
        return new Query(type, Set.of(Status.OK), List.of(), 0, null, 0, 0)
                .ids(snapshot.visibleTo(Visibility.PUBLIC))
                .length;
    }

    private static List<OwnObjects> ownObjects(UserAccount user, Snapshot snapshot) {
        List<OwnObjects> all = new ArrayList<>();
        for (long id : user.organizations().keySet().stream().sorted().toList()) {
            Row org = snapshot.find(Org.TYPE, id);
            if (org != null && org.status() != Status.DELETED) {
                List<OwnObjects.OwnObject> objects = objects(id, snapshot);
                all.add(new OwnObjects(
                        org.name(),
                        org.url(),
                        objects.stream().limit(MAX_OWN_SHOWN).toList(),
                        Math.max(0, objects.size() - MAX_OWN_SHOWN)));
            }
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    private static List<OwnObjects.OwnObject> objects(long organization, Snapshot snapshot) {
        List<OwnObjects.OwnObject> objects = new ArrayList<>();
        for (ObjectType type : Search.TYPES) {
            type.field("org_id").ifPresent(reference -> ObjectValues.active(
                            snapshot, (Field<Long>) reference, organization)
                    .forEach(row -> objects.add(new OwnObjects.OwnObject(
                            row.name(),
                            Texts.singular(type)
                                    + (ObjectValues.detail(row).isEmpty() ? "" : " · " + ObjectValues.detail(row)),
                            row.url()))));
        }
        return objects;
    }
}
