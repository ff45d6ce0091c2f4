package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Row;
import org.peerage.store.OutboxEntry;

/** What becomes of an operation. */
public sealed interface Decision {

    /**
     * It is done, in the {@link org.peerage.registry.rules.WorkingCopy} it was decided on.
     *
     * @param subject the row that the answer shows; null where it shows none
     * @param extras further ids that the answer shows
     * @param instead keys that this one answer shows with another value than the row has, as JSON
     */
    record Applied(
            @Nullable Row subject,
            Map<String, Long> extras,
            List<OutboxEntry> outboxEntries,
            Map<String, String> instead)
            implements Decision {
        Applied(@Nullable Row subject, Map<String, Long> extras, List<OutboxEntry> entries) {
            this(subject, extras, entries, Map.of());
        }

        static Applied of(@Nullable Row subject) {
            return new Applied(subject, Map.of(), List.of());
        }

        public Optional<Row> row() {
            return Optional.ofNullable(subject);
        }
    }

    /** Nothing changes; somebody may have to be told all the same. */
    record Rejected(Refusal refusal, List<OutboxEntry> outboxEntries) implements Decision {
        static Rejected of(Refusal refusal) {
            return new Rejected(refusal, List.of());
        }
    }

    /** It cannot be decided before it is known what the registries have about a number. */
    record NeedsAsnRecord(Asn asn) implements Decision {}
}
