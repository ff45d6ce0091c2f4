package org.peerage.registry.rules;

import java.util.List;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.IxPfx;
import org.peerage.schema.Row;

/** Prefixes of LANs do not overlap, and none is changed away under its peers (docs/spec/objects.md §2.6). The reference does
 * not look at overlaps of a new prefix; here it does (docs/spec/deviations.md §5). */
final class PrefixApart implements Rule {
    @Override
    public void check(Draft draft) {
        IpPrefix prefix = draft.get(IxPfx.PREFIX);
        IpPrefix stored = draft.before().map(row -> row.get(IxPfx.PREFIX)).orElse(null);
        boolean stays = draft.before()
                .filter(row -> row.get(IxPfx.IXLAN_ID).equals(draft.get(IxPfx.IXLAN_ID)))
                .isPresent();
        if (stored != null && stays && withinLan(draft, stored, prefix)) {
            return;
        }
        PrefixSpace.overlap(draft.workingCopy(), prefix, draft.isNew() ? 0 : draft.id())
                .ifPresent(draft.errors()::addGeneral);
        if (draft.errors().isEmpty() && !draft.isNew()) {
            DeletionGuard.prefixInUse(draft.workingCopy(), draft.before().orElseThrow())
                    .ifPresent(reason -> draft.errors().add(IxPfx.PREFIX, reason));
        }
    }

    /** Whether the change is one of the LAN with itself, which is judged here. */
    private static boolean withinLan(Draft draft, IpPrefix stored, IpPrefix prefix) {
        if (stored.equals(prefix)) {
            return true;
        }
        List<IpPrefix> others = draft.workingCopy().referring(IxPfx.IXLAN_ID, draft.get(IxPfx.IXLAN_ID)).stream()
                .filter(Row::isActive)
                .map(row -> row.get(IxPfx.PREFIX))
                .toList();
        if (others.stream().anyMatch(prefix::contains)) {
            return PrefixSpace.overlap(draft.workingCopy(), prefix, draft.id())
                    .map(message -> {
                        draft.errors().addGeneral(message);
                        return true;
                    })
                    .orElse(true);
        }
        if (others.stream().noneMatch(other -> other.contains(prefix))) {
            return false;
        }
        boolean leavesPeers = DeletionGuard.peersIn(
                        draft.workingCopy(), draft.before().orElseThrow())
                .stream()
                .anyMatch(address -> !prefix.contains(address));
        if (leavesPeers) {
            draft.errors()
                    .addGeneral(
                            "Cannot change prefix because at least one peer still uses an IP address in the original block.");
        }
        return true;
    }
}
