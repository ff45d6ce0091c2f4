package org.peerage.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A country by its two upper-case letters: ISO 3166-1 alpha-2, and XK for Kosovo (objects §1.10). There is one instance
 * for each of the 250. Sorts by its letters.
 */
public final class CountryCode implements Comparable<CountryCode> {

    private static final List<CountryCode> ALL = Arrays.stream(
                    CountryLists.ALL.strip().split("\\s+", -1))
            .map(CountryCode::new)
            .toList();

    private static final Map<String, CountryCode> BY_CODE =
            ALL.stream().collect(Collectors.toUnmodifiableMap(CountryCode::toString, Function.identity()));

    private final String code;
    private final String englishName;
    private final String commonName;
    private final Optional<String> region;
    private final boolean hasPostalCodes;

    private CountryCode(String code) {
        this.code = code;
        this.englishName = CountryNames.of(code);
        this.commonName = CountryNames.common(code);
        this.region = CountryLists.regionOf(code);
        this.hasPostalCodes = !CountryLists.WITHOUT_POSTAL_CODES.contains(code);
    }

    /** Empty unless the text is exactly a country's two capitals: names and lower case are refused. */
    public static Optional<CountryCode> parse(String text) {
        return Optional.ofNullable(BY_CODE.get(text));
    }

    /** All countries in the order of the choice list, by English name. */
    public static List<CountryCode> all() {
        return ALL;
    }

    /** Whether a text is a country's code, or, from three letters on, a part of one of the names that are asked for. */
    public static boolean isMeantBy(String text, Function<CountryCode, Stream<String>> names) {
        String wanted = Folding.key(text);
        return ALL.stream()
                .anyMatch(country -> Folding.key(country.code).equals(wanted)
                        || (wanted.length() > 2
                                && names.apply(country)
                                        .anyMatch(name -> Folding.key(name).contains(wanted))));
    }

    /** Its name as choice lists show it. */
    public String englishName() {
        return englishName;
    }

    /** Its English name in Unicode's locale data, by which filters and descriptions know it: {@code United States}. */
    public String commonName() {
        return commonName;
    }

    /** The same of a code that may be no country's. */
    public static String commonName(String code) {
        return parse(code).map(CountryCode::commonName).orElseGet(() -> CountryNames.common(code));
    }

    /** The same in another language, from the same data; of a code that is no country's, the code. */
    public static String name(String code, Locale language) {
        return CountryNames.common(code, language);
    }

    /** The region that a facility there belongs to (objects A.3); empty for the countries that have none. */
    public Optional<String> region() {
        return region;
    }

    /** Whether an address there has a postal code (objects A.4). */
    public boolean hasPostalCodes() {
        return hasPostalCodes;
    }

    @Override
    public int compareTo(CountryCode other) {
        return code.compareTo(other.code);
    }

    /** The two letters. */
    @Override
    public String toString() {
        return code;
    }
}
