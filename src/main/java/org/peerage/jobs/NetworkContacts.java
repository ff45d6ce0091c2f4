package org.peerage.jobs;

import java.util.LinkedHashSet;
import java.util.Set;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Whom jobs write to about a network: all who run it or decide for it, unlike notices of imports, which go to one group. */
final class NetworkContacts {
    private static final Set<String> ROLES = Set.of("Technical", "NOC", "Policy");

    private NetworkContacts() {}

    /** Their addresses, each once. */
    static Set<String> of(Snapshot snapshot, Row network) {
        Set<String> emails = new LinkedHashSet<>();
        for (Row contact : snapshot.referring(Poc.NET_ID, network.id())) {
            String email = contact.find(Poc.EMAIL);
            if (contact.isActive() && ROLES.contains(contact.get(Poc.ROLE)) && email != null && !email.isEmpty()) {
                emails.add(email);
            }
        }
        return emails;
    }
}
