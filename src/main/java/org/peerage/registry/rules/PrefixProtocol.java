package org.peerage.registry.rules;

import org.peerage.registry.types.IxPfx;

/** A prefix is of the protocol that is named (docs/spec/objects.md §2.6). */
final class PrefixProtocol implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.get(IxPfx.PREFIX).isV6() != draft.get(IxPfx.PROTOCOL).equals("IPv6")) {
            draft.errors().addGeneral("Prefix address invalid, needs to be valid according to the selected protocol");
        }
    }
}
