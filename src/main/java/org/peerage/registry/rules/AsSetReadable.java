package org.peerage.registry.rules;

import org.peerage.net.AsSets;
import org.peerage.registry.types.Net;

/** {@code irr_as_set} names sets that registries know how to find (docs/spec/objects.md §3.4). */
final class AsSetReadable implements Rule {
    @Override
    public void check(Draft draft) {
        if (!draft.fields().has(Net.IRR_AS_SET) || draft.errors().hasErrorOn(Net.IRR_AS_SET)) {
            return;
        }
        boolean strict = !draft.author().bypassesRules();
        AsSets.AsSetList reading = AsSets.read(draft.get(Net.IRR_AS_SET), strict);
        draft.set(Net.IRR_AS_SET, reading.text());
        draft.errors().addAll(Net.IRR_AS_SET, reading.problems());
        String before = draft.before().map(row -> row.get(Net.IRR_AS_SET)).orElse("");
        if (strict && reading.problems().isEmpty() && !AsSets.isSame(before, reading.text())) {
            draft.errors().addAll(Net.IRR_AS_SET, AsSets.strictProblems(reading.text()));
        }
    }
}
