package org.peerage.registry.rules;

import org.peerage.registry.types.IxPfx;

/**
 * A LAN's prefix is public and of a usual size (docs/spec/objects.md §2.6).
 *
 * @param documentation whether prefixes for documentation are taken, too
 */
record PrefixUsable(boolean documentation) implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.fields().has(IxPfx.PREFIX) && !draft.errors().hasErrorOn(IxPfx.PREFIX)) {
            PrefixSpace.check(draft, IxPfx.PREFIX, draft.get(IxPfx.PREFIX), documentation);
        }
    }
}
