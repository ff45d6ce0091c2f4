package org.peerage.registry.rules;

import org.peerage.registry.types.NetIxLan;

/** A network that peers can be written to (docs/spec/objects.md §2.7). */
final class ContactBeforePeering implements Rule {
    @Override
    public void check(Draft draft) {
        long network = draft.get(NetIxLan.NET_ID);
        boolean reachable = draft.isAuthorized()
                ? Contacts.reachable(draft.workingCopy(), network)
                : Contacts.perhapsReachable(draft.workingCopy(), network);
        if (!reachable) {
            draft.errors()
                    .addGeneral(
                            "Network must have a Technical, NOC, or Policy point of contact with valid email before adding"
                                    + " exchange point.");
        }
    }
}
