package org.peerage.registry.rules;

import java.util.List;
import org.peerage.registry.types.Fac;

/** A facility without power offers no voltage (docs/spec/objects.md §2.2). */
final class VoltagesAgree implements Rule {
    @Override
    public void check(Draft draft) {
        List<String> services = draft.find(Fac.AVAILABLE_VOLTAGE_SERVICES);
        if (services != null && services.size() > 1 && services.contains("No Power")) {
            draft.errors()
                    .add(
                            Fac.AVAILABLE_VOLTAGE_SERVICES,
                            "\"No Power\" is mutually exclusive with other voltage options.");
        }
    }
}
