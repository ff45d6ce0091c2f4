package org.peerage.registry.rules;

import org.peerage.registry.types.NetIxLan;

/** A network that peers can be written to (docs/spec/objects.md §2.7). */
final class ContactBeforePeering implements Rule {
    @Override
    public void check(Draft draft) {
        if (!Contacts.reachable(draft.workingCopy(), draft.get(NetIxLan.NET_ID))) {
            draft.errors()
                    .addGeneral(
                            "Network must have a Technical, NOC, or Policy point of contact with valid email before adding"
                                    + " exchange point.");
        }
    }
}
