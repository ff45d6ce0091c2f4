package org.peerage.registry.rules;

import org.peerage.net.IpAddress;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** A connection's address lies in an active prefix of the LAN, and is neither its first nor its last
 * (docs/spec/objects.md §2.7). */
record AddressInPrefix(Field<IpAddress> field, String version) implements Rule {
    @Override
    public void check(Draft draft) {
        IpAddress address = draft.find(field);
        if (address == null) {
            return;
        }
        boolean inside = draft.workingCopy().referring(IxPfx.IXLAN_ID, draft.get(NetIxLan.IXLAN_ID)).stream()
                .filter(Row::isActive)
                .map(row -> row.get(IxPfx.PREFIX))
                .anyMatch(prefix -> prefix.contains(address)
                        && !prefix.first().equals(address)
                        && !prefix.last().equals(address));
        if (!inside) {
            draft.errors().add(field, version + " address outside of prefix");
        }
    }
}
