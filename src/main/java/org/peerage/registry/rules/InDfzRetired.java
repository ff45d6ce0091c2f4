package org.peerage.registry.rules;

import org.peerage.registry.types.IxPfx;

/** Whether a prefix is announced is nothing that can be said any more (docs/spec/objects.md §2.6). */
final class InDfzRetired implements Rule {
    @Override
    public void check(Draft draft) {
        boolean refused = draft.changes(IxPfx.IN_DFZ)
                && draft.fields()
                        .find(IxPfx.IN_DFZ)
                        .filter(sent -> sent.isBoolean() && !sent.booleanValue())
                        .isPresent();
        if (refused) {
            draft.errors()
                    .addGeneral(
                            "The `in_dfz` property has been deprecated and setting it to `False` is no longer supported");
        }
    }
}
