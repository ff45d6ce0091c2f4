package org.peerage.registry.rules;

import java.util.Map;
import java.util.Optional;
import org.peerage.net.Asn;

/** What was found out elsewhere before a write is decided, since nothing may be asked while the lane is held. */
public record ExternalFacts(Map<Asn, AsnRecord> records) {
    public static final ExternalFacts NONE = new ExternalFacts(Map.of());

    public ExternalFacts {
        records = Map.copyOf(records);
    }

    public Optional<AsnRecord> record(Asn asn) {
        return Optional.ofNullable(records.get(asn));
    }

    /** What the registries say of a number. */
    public sealed interface AsnRecord {

        /** @param emails of all its contacts, in lower case */
        record Assigned(java.util.Set<String> emails) implements AsnRecord {}

        record Unassigned() implements AsnRecord {}

        /** They could not be asked. */
        record Unknown() implements AsnRecord {}

        /** Nobody asks: the check is switched off. */
        record Unchecked() implements AsnRecord {}
    }
}
