package org.peerage.registry.rules;

import java.util.List;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.Status;

/** An address is of one active connection (spec/objects.md §2.7). */
final class AddressFree implements Rule {
    @Override
    public void check(Draft draft) {
        for (Field<IpAddress> field : List.of(NetIxLan.IPADDR4, NetIxLan.IPADDR6)) {
            IpAddress address = draft.find(field);
            boolean taken = address != null
                    && draft.work().having(field, address).stream()
                            .anyMatch(other ->
                                    other.status() != Status.DELETED && (draft.isNew() || other.id() != draft.id()));
            if (taken) {
                draft.problems().add(field.name(), "IP already exists");
            }
        }
    }
}
