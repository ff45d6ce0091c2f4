package org.peerage.text;

import java.util.List;

/** Where addresses have a postal code (docs/spec/objects.md §A.4). */
public final class PostalCodes {
    private static final List<String> WITHOUT = List.of(
            ("AE AG AN AO AW BF BI BJ BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GD GH GM GN GQ GY HK IE JM KE KI KM KN KP"
                            + " LC ML MO MR MS MU MW NR NU PA QA RW SB SC SL SO SR ST SY TF TK TL TO TT TV TZ UG VU YE"
                            + " ZA ZW")
                    .split(" "));

    private PostalCodes() {}

    /** The codes of countries whose addresses have none. */
    public static List<String> countriesWithout() {
        return WITHOUT;
    }

    /** Whether addresses in a country of that code have one. */
    public static boolean isUsedIn(String country) {
        return !WITHOUT.contains(country);
    }
}
