package org.peerage.text;

import java.util.Optional;
import java.util.Set;

/** The lists behind {@link CountryCode}: docs/spec/fields.json (countries), objects A.3 (regions) and A.4 (postal codes). */
final class CountryLists {

    /** In the order of the reference's choice list, by English name. */
    static final String ALL = """
        AF AX AL DZ AS AD AO AI AQ AG AR AM AW AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BQ BA BW BV BR IO
        BN BG BF BI CV KH CM CA KY CF TD CL CN CX CC CO KM CG CK CR CI HR CU CW CY CZ CD DK DJ DM DO EC EG
        SV GQ ER EE SZ ET FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR GL GD GP GU GT GG GN GW GY HT HM HN
        HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI XK KW KG LA LV LB LS LR LY LI LT LU MO MG MW
        MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS MA MZ MM NA NR NP NL NC NZ NI NE NG NU NF KP MK MP
        NO OM PK PW PS PA PG PY PE PH PN PL PT PR QA RE RO RU RW BL SH KN LC MF PM VC WS SM ST SA SN RS SC
        SL SG SX SK SI SB SO ZA GS KR SS ES LK SD SR SJ SE CH SY TW TJ TZ TH TL TG TK TO TT TN TR TM TC TV
        UG UA AE GB UM US UY UZ VU VA VE VN VG VI WF EH YE ZM ZW
        """;

    /** Includes AN, the Netherlands Antilles, which are no country any more. */
    static final Set<String> WITHOUT_POSTAL_CODES = codes("""
        AE AG AN AO AW BF BI BJ BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GD GH GM GN GQ GY HK IE JM KE KI KM
        KN KP LC ML MO MR MS MU MW NR NU PA QA RW SB SC SL SO SR ST SY TF TK TL TO TT TV TZ UG VU YE ZA ZW
        """);

    private static final Set<String> AFRICA = codes("""
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ
        NA NE NG RW SC SD SL SN SO ST SZ TD TG TN TZ UG ZA ZM ZW
        """);

    private static final Set<String> ASIA_PACIFIC = codes("""
        AF AM AZ BD BN BT CN FJ FM GE HK ID IN JP KG KH KI KP KR KZ LA LK MH MM MN MV MY NP NR NZ PG PH PK
        PW SB SG TH TJ TL TM TO TV TW UZ VN VU WS
        """);

    private static final Set<String> AUSTRALIA = codes("""
        AU
        """);

    private static final Set<String> EUROPE = codes("""
        AD AL AT BA BE BG BY CH CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO
        PL PT RO RS RU SE SI SK SM UA VA XK
        """);

    private static final Set<String> MIDDLE_EAST = codes("""
        AE BH CY EG IL IQ IR JO KW LB OM QA SA SY TR YE
        """);

    private static final Set<String> NORTH_AMERICA = codes("""
        AG BB BS BZ CA CR CU DM DO GD GT HN HT JM KN LC MX NI PA PR SV TT US VC
        """);

    private static final Set<String> SOUTH_AMERICA = codes("""
        AR BO BR CL CO EC GY PE PY SR UY VE
        """);

    private CountryLists() {}

    static Set<String> codes(String list) {
        return Set.of(list.strip().split("\\s+", -1));
    }

    /** The region of a facility in this country; empty for the countries that the reference doesn't map. */
    static Optional<String> regionOf(String code) {
        if (AFRICA.contains(code)) {
            return Optional.of("Africa");
        }
        if (ASIA_PACIFIC.contains(code)) {
            return Optional.of("Asia Pacific");
        }
        if (AUSTRALIA.contains(code)) {
            return Optional.of("Australia");
        }
        if (EUROPE.contains(code)) {
            return Optional.of("Europe");
        }
        if (MIDDLE_EAST.contains(code)) {
            return Optional.of("Middle East");
        }
        if (NORTH_AMERICA.contains(code)) {
            return Optional.of("North America");
        }
        if (SOUTH_AMERICA.contains(code)) {
            return Optional.of("South America");
        }
        return Optional.empty();
    }
}
