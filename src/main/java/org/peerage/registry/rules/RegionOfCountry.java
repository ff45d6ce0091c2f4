package org.peerage.registry.rules;

import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Regions;

/** The region follows from the country; a country without one leaves it (docs/spec/objects.md §A.3). */
final class RegionOfCountry implements Rule {
    @Override
    public void check(Draft draft) {
        Regions.of(draft.get(Fac.COUNTRY)).ifPresent(region -> draft.set(Fac.REGION_CONTINENT, region));
    }
}
