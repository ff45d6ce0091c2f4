package org.peerage.registry.types;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In which region of the world a country is (docs/spec/objects.md §A.3). */
public final class Regions {
    private static final Map<String, String> BY_COUNTRY = byCountry();

    private Regions() {}

    /** The region of a country of that code; empty for codes without one. */
    public static Optional<String> of(String country) {
        return Optional.ofNullable(BY_COUNTRY.get(country));
    }

    private static Map<String, String> byCountry() {
        Map<String, String> regions = new HashMap<>();
        put(
                regions,
                "Africa",
                "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG"
                        + " ML MR MU MW MZ NA NE NG RW SC SD SL SN SO ST SZ TD TG TN TZ UG ZA ZM ZW");
        put(
                regions,
                "Asia Pacific",
                "AF AM AZ BD BN BT CN FJ FM GE HK ID IN JP KG KH KI KP KR KZ LA LK MH MM MN MV MY NP"
                        + " NR NZ PG PH PK PW SB SG TH TJ TL TM TO TV TW UZ VN VU WS");
        put(regions, "Australia", "AU");
        put(
                regions,
                "Europe",
                "AD AL AT BA BE BG BY CH CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD"
                        + " ME MK MT NL NO PL PT RO RS RU SE SI SK SM UA VA XK");
        put(regions, "Middle East", "AE BH CY EG IL IQ IR JO KW LB OM QA SA SY TR YE");
        put(regions, "North America", "AG BB BS BZ CA CR CU DM DO GD GT HN HT JM KN LC MX NI PA PR SV TT US VC");
        put(regions, "South America", "AR BO BR CL CO EC GY PE PY SR UY VE");
        return Map.copyOf(regions);
    }

    private static void put(Map<String, String> regions, String region, String countries) {
        for (String country : countries.split(" ")) {
            regions.put(country, region);
        }
    }
}
