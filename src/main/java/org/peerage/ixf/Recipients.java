package org.peerage.ixf;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Whom notices go to (docs/spec/ixf.md §1, §6). */
final class Recipients {
    private static final List<String> ROLES = List.of("Technical", "NOC", "Policy");

    private Recipients() {}

    /** The first of a network's groups of contacts in which somebody has an address. */
    static List<String> ofNetwork(Snapshot snapshot, Row network) {
        List<Row> contacts = snapshot.referring(Poc.NET_ID, network.id()).stream()
                .filter(Row::isActive)
                .sorted(Comparator.comparingLong(Row::id))
                .toList();
        return ROLES.stream()
                .map(role -> contacts.stream()
                        .filter(contact -> contact.get(Poc.ROLE).equals(role))
                        .map(contact -> contact.find(Poc.EMAIL))
                        .filter(email -> email != null && !email.isBlank())
                        .map(Objects::requireNonNull)
                        .distinct()
                        .toList())
                .filter(emails -> !emails.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    static List<String> ofExchange(Row exchange) {
        for (Field<String> field : List.of(Ix.TECH_EMAIL, Ix.POLICY_EMAIL)) {
            String email = exchange.find(field);
            if (email != null && !email.isBlank()) {
                return List.of(email);
            }
        }
        return List.of();
    }
}
