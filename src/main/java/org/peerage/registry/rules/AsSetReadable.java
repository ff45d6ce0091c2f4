package org.peerage.registry.rules;

import org.peerage.net.AsSets;
import org.peerage.registry.types.Net;

/** {@code irr_as_set} names sets that registries know how to find (docs/spec/objects.md §3.4). */
final class AsSetReadable implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.input().has("irr_as_set") || draft.problems().concern("irr_as_set")) {
            return;
        }
        boolean strict = !draft.author().isUnbound();
        AsSets.Reading reading = AsSets.read(draft.get(Net.IRR_AS_SET), strict);
        draft.set(Net.IRR_AS_SET, reading.text());
        draft.problems().addAll("irr_as_set", reading.problems());
        String before = draft.before().map(row -> row.get(Net.IRR_AS_SET)).orElse("");
        if (strict && reading.problems().isEmpty() && !AsSets.isSame(before, reading.text())) {
            draft.problems().addAll("irr_as_set", AsSets.strictProblems(reading.text()));
        }
    }
}
