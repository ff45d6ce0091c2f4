package org.peerage.web.site;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.ChangeVisibility;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest entries of the log of changes, about things that everybody may see: no contacts, and no values. */
final class LatestChanges {
    private static final Logger LOG = LoggerFactory.getLogger(LatestChanges.class);
    private static final int MAX_VERSIONS = 400;
    private static final int MAX_SHOWN = 12;
    private static final Set<String> TOLD = Set.of("create", "update", "revive", "delete");
    private final AtomicReference<@Nullable CachedChanges> known = new AtomicReference<>();

    private record CachedChanges(long version, List<DisclosedChange> changes) {}

    List<RecentChange> of(Snapshot snapshot, RegistryStore store, Instant now) {
        List<RecentChange> news = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (DisclosedChange change : changes(snapshot, store).reversed()) {
            if (news.size() < MAX_SHOWN && TOLD.contains(change.apparentOperation())) {
                describe(change, snapshot, now)
                        .filter(item -> told.add(item.link() + item.detail()))
                        .ifPresent(news::add);
            }
        }
        return news;
    }

    /** Read once for each version: the front page is asked for more often than the registry changes. */
    private List<DisclosedChange> changes(Snapshot snapshot, RegistryStore store) {
        CachedChanges last = known.get();
        if (last != null && last.version == snapshot.version()) {
            return last.changes;
        }
        try {
            List<DisclosedChange> read = new ChangeVisibility(store)
                    .feed(
                            store.changesAfter(Math.max(0, snapshot.version() - MAX_VERSIONS), MAX_VERSIONS),
                            ChangeAudience.everybody(snapshot));
            known.set(new CachedChanges(snapshot.version(), read));
            return read;
        } catch (SQLException unreachable) {
            LOG.warn("the log of changes cannot be read: {}", unreachable.toString());
            return last == null ? List.of() : last.changes;
        }
    }

    private static Optional<RecentChange> describe(DisclosedChange change, Snapshot snapshot, Instant now) {
        Row row = snapshot.find(change.type(), change.id());
        if (row == null) {
            return Optional.empty();
        }
        ObjectType type = row.type();
        if (type.hasPage()) {
            return row.isActive() ? Optional.of(change(change, row, "", now)) : Optional.empty();
        }
        if (change.apparentOperation().equals("update") || !row.isActive()) {
            return Optional.empty();
        }
        if (type == NetIxLan.TYPE) {
            return joined(change, row, NetIxLan.NET_ID, NetIxLan.IXLAN_ID, snapshot, now);
        }
        if (type == NetFac.TYPE) {
            return joined(change, row, NetFac.NET_ID, NetFac.FAC_ID, snapshot, now);
        }
        return type == IxFac.TYPE ? joined(change, row, IxFac.IX_ID, IxFac.FAC_ID, snapshot, now) : Optional.empty();
    }

    private static Optional<RecentChange> joined(
            DisclosedChange change, Row link, Field<Long> owner, Field<Long> place, Snapshot snapshot, Instant now) {
        Row who = ObjectValues.linkedRow(link, owner, snapshot);
        Row there = ObjectValues.linkedRow(link, place, snapshot);
        Row where = there.type() == IxLan.TYPE ? ObjectValues.linkedRow(there, IxLan.IX_ID, snapshot) : there;
        return who.isActive() && where.isActive()
                ? Optional.of(change(change, who, Texts.text("home.change.nowAt", where.name()), now))
                : Optional.empty();
    }

    private static RecentChange change(DisclosedChange change, Row row, String detail, Instant now) {
        return new RecentChange(
                detail.isEmpty()
                        ? Texts.text("home.change." + change.apparentOperation())
                        : Texts.text("home.change.connected"),
                Texts.singular(row.type()),
                row.name(),
                detail.isEmpty() ? ObjectValues.detail(row) : detail,
                row.url(),
                change.at().toString(),
                ago(change.at(), now));
    }

    static String ago(Instant then, Instant now) {
        Duration since = Duration.between(then.truncatedTo(ChronoUnit.SECONDS), now);
        if (since.toMinutes() < 1) {
            return Texts.text("home.ago.now");
        }
        if (since.toHours() < 1) {
            return Texts.text("home.ago.minutes", since.toMinutes());
        }
        if (since.toDays() < 1) {
            return Texts.text("home.ago.hours", since.toHours());
        }
        return since.toDays() < 8
                ? Texts.text("home.ago.days", since.toDays())
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(Messages.current().locale())
                        .withZone(ZoneOffset.UTC)
                        .format(then);
    }
}
