package org.peerage.registry.rules;

import java.util.Optional;
import org.peerage.net.AddressSpace;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Which prefixes may be those of a peering LAN (docs/spec/objects.md §2.6, §1.16). */
final class PrefixSpace {
    private static final int MIN_LENGTH4 = 18;
    private static final int MAX_LENGTH4 = 28;
    private static final int MIN_LENGTH6 = 64;
    private static final int MAX_LENGTH6 = 116;

    private PrefixSpace() {}

    static void check(Draft draft, JsonKey key, IpPrefix prefix, boolean documentation) {
        if (!AddressSpace.isUsable(prefix) && !(documentation && AddressSpace.isForDocumentation(prefix))) {
            draft.errors().add(key, "Address space invalid: " + prefix);
        } else if (!draft.author().bypassesRules()) {
            length(draft, key, prefix);
        }
    }

    private static void length(Draft draft, JsonKey key, IpPrefix prefix) {
        int shortest = prefix.isV6() ? MIN_LENGTH6 : MIN_LENGTH4;
        int longest = prefix.isV6() ? MAX_LENGTH6 : MAX_LENGTH4;
        if (prefix.length() < shortest) {
            draft.errors().add(key, "Maximum allowed prefix length is " + shortest);
        } else if (prefix.length() > longest) {
            draft.errors().add(key, "Minimum allowed prefix length is " + longest);
        }
    }

    /** The message about another exchange's active prefix that overlaps; the identical one is left to uniqueness. */
    static Optional<String> overlap(WorkingCopy workingCopy, IpPrefix prefix, long exceptId) {
        for (Row other : workingCopy.all(IxPfx.TYPE)) {
            IpPrefix there = other.get(IxPfx.PREFIX);
            if (other.isActive() && other.id() != exceptId && !there.equals(prefix) && there.overlaps(prefix)) {
                Row lan = workingCopy.find(IxLan.TYPE, other.get(IxPfx.IXLAN_ID));
                Row ix = lan == null ? null : workingCopy.find(Ix.TYPE, lan.get(IxLan.IX_ID));
                return Optional.of("Prefix overlaps with prefix " + there + " on IXP '"
                        + (ix == null ? "" : ix.get(Ix.NAME)) + "'");
            }
        }
        return Optional.empty();
    }

    /** Whether the prefix is an active or pending row's. */
    static boolean isTaken(WorkingCopy workingCopy, IpPrefix prefix) {
        return workingCopy.rowsWhere(IxPfx.PREFIX, prefix).stream().anyMatch(row -> row.status() != Status.DELETED);
    }
}
