package org.peerage.search;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.i18n.Languages;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.text.CountryCode;

/** What of an object is searched, read by the names of its fields. */
final class SearchFields {
    /** In the order in which results of equal worth are shown. */
    static final List<ObjectType> TYPES = List.of(Net.TYPE, Ix.TYPE, Fac.TYPE, Org.TYPE, Carrier.TYPE, Campus.TYPE);

    private SearchFields() {}

    static String key(Row row) {
        return row.reference();
    }

    static List<String> texts(Row row, String... fields) {
        return Stream.of(fields)
                .map(field -> row.text(field))
                .filter(text -> !text.isBlank())
                .toList();
    }

    /** Whether a text is one of the object's names, whatever stands between its letters: {@code amsix}. */
    static boolean isNamed(Row row, String text) {
        String wanted = Tokenizer.joined(Tokenizer.tokens(text));
        return !wanted.isEmpty()
                && texts(row, "name", "aka", "name_long").stream()
                        .anyMatch(
                                name -> Tokenizer.joined(Tokenizer.tokens(name)).equals(wanted));
    }

    /** Code and names of the country, in all languages of the interface. */
    static List<String> country(Row row) {
        String code = row.text("country");
        if (code.isEmpty()) {
            return List.of();
        }
        return Stream.concat(Stream.of(code), countryNames(code)).distinct().toList();
    }

    static Stream<String> countryNames(String code) {
        return Stream.concat(
                CountryCode.parse(code).map(CountryCode::englishName).stream(),
                Languages.all().stream().map(language -> CountryCode.name(code, language.locale())));
    }

    /** How much is connected there: of two that fit equally, the larger one is more often meant. */
    static long size(Row row) {
        return Stream.of("net_count", "ix_count", "fac_count", "carrier_count")
                .map(row.type()::field)
                .flatMap(Optional::stream)
                .map(row::find)
                .filter(Objects::nonNull)
                .mapToLong(count -> count instanceof Long number ? number : 0)
                .sum();
    }
}
