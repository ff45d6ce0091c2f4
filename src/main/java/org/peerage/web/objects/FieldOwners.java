package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.HashMap;
import java.util.Map;
import org.peerage.ixf.FeedSettings;
import org.peerage.ixf.FieldOwner;
import org.peerage.ixf.Importer;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.web.page.BestEffort;
import org.peerage.web.page.PageRequest;

/** Tells whoever edits a connection which of its fields the exchange's member list sets: what is typed there does not last. */
final class FieldOwners {
    private FieldOwners() {}

    /** Hints by field; of other objects than connections none. */
    static Map<String, String> hints(PageRequest request, Row row) {
        if (row.type() != NetIxLan.TYPE) {
            return Map.of();
        }
        Row network = ObjectValues.linkedRow(row, NetIxLan.NET_ID, request.snapshot());
        Row lan = ObjectValues.linkedRow(row, NetIxLan.IXLAN_ID, request.snapshot());
        if (!Importer.isImporting(lan)) {
            return Map.of();
        }
        String exchange =
                ObjectValues.linkedRow(lan, IxLan.IX_ID, request.snapshot()).get(Ix.NAME);
        FeedSettings settings = BestEffort.read(
                "settings of " + lan.path(),
                () -> request.services().importer().store().settings().of(lan.id()),
                FeedSettings.STANDARD);
        Map<String, String> hints = new HashMap<>();
        for (String field : FeedSettings.FIELDS) {
            if (FieldOwner.of(network, settings, field) == FieldOwner.LIST) {
                hints.put(field, text("ixf.owner.hint", exchange));
            }
        }
        return hints;
    }
}
