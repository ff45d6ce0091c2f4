package org.peerage.text;

import java.util.Locale;
import java.util.Map;

/** Names of countries. The English ones are the reference's: those of the JDK's locale data but for these. */
final class CountryNames {
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("AG", "Antigua and Barbuda"),
            Map.entry("BA", "Bosnia and Herzegovina"),
            Map.entry("BL", "Saint Barthélemy"),
            Map.entry("BQ", "Bonaire, Sint Eustatius and Saba"),
            Map.entry("BS", "Bahamas (The)"),
            Map.entry("CD", "Democratic Republic of the Congo"),
            Map.entry("CG", "Congo"),
            Map.entry("CI", "Côte d'Ivoire"),
            Map.entry("CV", "Cabo Verde"),
            Map.entry("FK", "Falkland Islands (Malvinas)"),
            Map.entry("GS", "South Georgia"),
            Map.entry("HK", "Hong Kong"),
            Map.entry("HM", "Heard Island and McDonald Islands"),
            Map.entry("KN", "Saint Kitts and Nevis"),
            Map.entry("LC", "Saint Lucia"),
            Map.entry("MF", "Saint Martin (French part)"),
            Map.entry("MM", "Myanmar"),
            Map.entry("MO", "Macao"),
            Map.entry("PM", "Saint Pierre and Miquelon"),
            Map.entry("PN", "Pitcairn"),
            Map.entry("PS", "Palestine"),
            Map.entry("SH", "Saint Helena"),
            Map.entry("SJ", "Svalbard and Jan Mayen"),
            Map.entry("ST", "Sao Tome and Principe"),
            Map.entry("SX", "Sint Maarten (Dutch part)"),
            Map.entry("TC", "Turks and Caicos Islands"),
            Map.entry("TT", "Trinidad and Tobago"),
            Map.entry("UM", "United States Minor Outlying Islands"),
            Map.entry("US", "United States of America"),
            Map.entry("VC", "Saint Vincent and the Grenadines"),
            Map.entry("VG", "Virgin Islands (British)"),
            Map.entry("VI", "Virgin Islands (U.S.)"),
            Map.entry("WF", "Wallis and Futuna"),
            Map.entry("XK", "Kosovo"));

    private CountryNames() {}

    /** The reference's. */
    static String of(String code) {
        String name = OTHERS.get(code);
        return name == null ? common(code) : name;
    }

    /** The JDK's locale data's. */
    static String common(String code) {
        return common(code, Locale.ENGLISH);
    }

    /** The same in another language. */
    static String common(String code, Locale language) {
        return Locale.of("", code).getDisplayCountry(language);
    }
}
