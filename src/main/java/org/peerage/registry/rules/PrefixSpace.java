package org.peerage.registry.rules;

import java.util.Optional;
import org.peerage.net.AddressSpace;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Which prefixes may be those of a peering LAN (docs/spec/objects.md §2.6, §1.16). */
final class PrefixSpace {
    private static final int SHORTEST4 = 18;
    private static final int LONGEST4 = 28;
    private static final int SHORTEST6 = 64;
    private static final int LONGEST6 = 116;

    private PrefixSpace() {}

    static void check(Draft draft, String key, IpPrefix prefix, boolean documentation) {
        if (!AddressSpace.isUsable(prefix) && !(documentation && AddressSpace.isForDocumentation(prefix))) {
            draft.problems().add(key, "Address space invalid: " + prefix);
        } else if (!draft.author().isUnbound()) {
            length(draft, key, prefix);
        }
    }

    private static void length(Draft draft, String key, IpPrefix prefix) {
        int shortest = prefix.isV6() ? SHORTEST6 : SHORTEST4;
        int longest = prefix.isV6() ? LONGEST6 : LONGEST4;
        if (prefix.length() < shortest) {
            draft.problems().add(key, "Maximum allowed prefix length is " + shortest);
        } else if (prefix.length() > longest) {
            draft.problems().add(key, "Minimum allowed prefix length is " + longest);
        }
    }

    /** The message about another exchange's active prefix that overlaps; the identical one is left to uniqueness. */
    static Optional<String> overlap(Work work, IpPrefix prefix, long exceptId) {
        for (Row other : work.all(IxPfx.TYPE)) {
            IpPrefix there = other.get(IxPfx.PREFIX);
            if (other.isOk() && other.id() != exceptId && !there.equals(prefix) && there.overlaps(prefix)) {
                Row lan = work.find(IxLan.TYPE, other.get(IxPfx.IXLAN_ID));
                Row ix = lan == null ? null : work.find(Ix.TYPE, lan.get(IxLan.IX_ID));
                return Optional.of("Prefix overlaps with prefix " + there + " on IXP '"
                        + (ix == null ? "" : ix.get(Ix.NAME)) + "'");
            }
        }
        return Optional.empty();
    }

    /** Whether the prefix is an active or pending row's. */
    static boolean isTaken(Work work, IpPrefix prefix) {
        return work.having(IxPfx.PREFIX, prefix).stream().anyMatch(row -> row.status() != Status.DELETED);
    }
}
