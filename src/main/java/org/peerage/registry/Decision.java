package org.peerage.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Row;
import org.peerage.store.Effect;

/** What becomes of an operation. */
public sealed interface Decision {

    /**
     * It is done, in the {@link org.peerage.registry.rules.Work} it was decided on.
     *
     * @param subject the row that the answer shows; null where it shows none
     * @param extras further ids that the answer shows
     * @param instead keys that this one answer shows with another value than the row has, as JSON
     */
    record Applied(@Nullable Row subject, Map<String, Long> extras, List<Effect> effects, Map<String, String> instead)
            implements Decision {
        Applied(@Nullable Row subject, Map<String, Long> extras, List<Effect> effects) {
            this(subject, extras, effects, Map.of());
        }

        static Applied of(@Nullable Row subject) {
            return new Applied(subject, Map.of(), List.of());
        }

        public Optional<Row> row() {
            return Optional.ofNullable(subject);
        }
    }

    /** Nothing changes; somebody may have to be told all the same. */
    record Refused(Refusal refusal, List<Effect> effects) implements Decision {
        static Refused of(Refusal refusal) {
            return new Refused(refusal, List.of());
        }
    }

    /** It cannot be decided before it is known what the registries have about a number. */
    record Needs(Asn asn) implements Decision {}
}
