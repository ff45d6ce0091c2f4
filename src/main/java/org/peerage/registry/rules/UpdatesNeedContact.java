package org.peerage.registry.rules;

import org.peerage.registry.types.Net;

/** Exchanges may manage a network's connections only if it can be written to (docs/spec/objects.md §2.3). */
final class UpdatesNeedContact implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.isNew() && draft.get(Net.ALLOW_IXP_UPDATE) && !Contacts.reachable(draft.workingCopy(), draft.id())) {
            draft.errors()
                    .addBare(
                            Net.ALLOW_IXP_UPDATE,
                            "Cannot be enabled - must have a Technical, NOC, or Policy point of contact with valid email.");
        }
    }
}
