package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.ixf.FeedSettings;
import org.peerage.ixf.FeedSettingsStore;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.Texts;

/**
 * An exchange whose feed has settings other than the usual ones, for those who look after the registry.
 *
 * @param told the settings, in words
 */
public record FeedSettingsLine(long exchange, String name, String told) {

    /** Of all exchanges that have any. */
    public static List<FeedSettingsLine> all(FeedSettingsStore store, Snapshot snapshot) {
        Map<Long, FeedSettings> settings = store.all();
        Map<Long, FeedSettingsStore.KnownHeader> headers = new LinkedHashMap<>(store.knownHeaders());
        Map<Long, FeedSettingsStore.PinnedKey> keys = store.pinnedKeys();
        Set<Long> lans = new LinkedHashSet<>(settings.keySet());
        lans.addAll(headers.keySet());
        lans.addAll(keys.keySet());
        List<FeedSettingsLine> lines = new ArrayList<>();
        for (long id : lans) {
            Row lan = snapshot.find(IxLan.TYPE, id);
            Row exchange = lan == null ? null : snapshot.find(Ix.TYPE, lan.get(IxLan.IX_ID));
            String told = told(lan, settings.getOrDefault(id, FeedSettings.STANDARD), headers.get(id), keys.get(id));
            if (exchange != null && !told.isEmpty()) {
                lines.add(new FeedSettingsLine(exchange.id(), exchange.get(Ix.NAME), told));
            }
        }
        return lines;
    }

    private static String told(
            @Nullable Row lan,
            FeedSettings settings,
            FeedSettingsStore.@Nullable KnownHeader header,
            FeedSettingsStore.@Nullable PinnedKey pinned) {
        List<String> told = new ArrayList<>();
        if (settings.countsDown()) {
            told.add(text("ixf.settings.told.down"));
        }
        if (!settings.vlans().isEmpty()) {
            told.add(text("ixf.settings.told.vlans", listed(settings.vlans())));
        }
        if (!settings.exchangeIds().isEmpty()) {
            told.add(text("ixf.settings.told.exchangeIds", listed(settings.exchangeIds())));
        }
        if (!settings.kept().isEmpty()) {
            told.add(text(
                    "ixf.settings.told.kept",
                    settings.kept().stream()
                            .map(field -> Texts.label(NetIxLan.TYPE.field(field).orElseThrow()))
                            .collect(Collectors.joining(", "))));
        }
        if (settings.graceDays() > 0) {
            told.add(text("ixf.settings.told.grace", settings.graceDays()));
        }
        if (header != null && lan != null) {
            told.add(
                    header.isSentTo(lan)
                            ? text("ixf.settings.told.header", header.name())
                            : text("ixf.settings.told.headerNotSent", header.name()));
        }
        if (pinned != null) {
            told.add(text("ixf.settings.told.key", pinned.key().fingerprint()));
        }
        return String.join("; ", told);
    }

    private static String listed(Set<Long> ids) {
        return ids.stream().map(Objects::toString).collect(Collectors.joining(", "));
    }
}
