package org.peerage.registry.rules;

import org.peerage.registry.types.NetIxLan;

/** A connection has an address (docs/spec/objects.md §2.7). */
final class AddressGiven implements Rule {
    @Override
    public void check(Draft draft) {
        if (draft.find(NetIxLan.IPADDR4) == null && draft.find(NetIxLan.IPADDR6) == null) {
            draft.errors().add(NetIxLan.IPADDR4, "Input required for IPv4 or IPv6");
            draft.errors().add(NetIxLan.IPADDR6, "Input required for IPv4 or IPv6");
        }
    }
}
