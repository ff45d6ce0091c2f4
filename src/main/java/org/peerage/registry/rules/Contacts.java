package org.peerage.registry.rules;

import java.util.Set;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;

/** Which contacts of a network others can write to (docs/spec/objects.md §2.3, §2.7). */
public final class Contacts {
    private static final Set<String> TECHNICAL = Set.of("Technical", "NOC", "Policy");

    private Contacts() {}

    static boolean isTechnical(Row contact) {
        return TECHNICAL.contains(contact.get(Poc.ROLE));
    }

    /** The same as far as everybody may know: of a contact that is hidden from some it is known that there is one. */
    static boolean perhapsReachable(Rows rows, long network) {
        return reachable(rows, network)
                || rows.referring(Poc.NET_ID, network).stream()
                        .anyMatch(contact ->
                                contact.isActive() && !contact.get(Poc.VISIBLE).equals("Public"));
    }

    /** Whether a network has an active technical contact with an e-mail address that others may see. */
    public static boolean reachable(Rows rows, long network) {
        return rows.referring(Poc.NET_ID, network).stream()
                .anyMatch(contact -> contact.isActive()
                        && isTechnical(contact)
                        && !contact.get(Poc.VISIBLE).equals("Private")
                        && !contact.get(Poc.EMAIL).isEmpty());
    }
}
