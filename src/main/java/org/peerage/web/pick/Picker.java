package org.peerage.web.pick;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.search.SearchHit;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Collation;
import org.peerage.text.CountryCode;
import org.peerage.text.Folding;
import org.peerage.web.objects.ObjectValues;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.Texts;

/** Finds what people mean by a name, a number or a part of a name. Only what is active can be picked. */
public record Picker(PickKind kind, Snapshot snapshot, Search search) {
    static final int MAX_SUGGESTIONS = 12;
    private static final Pattern MARKED = Pattern.compile("(?:.*\\()?#([0-9]{1,18})\\)?");
    private static final Pattern OBJECT = Pattern.compile("([a-z]{1,20}):([0-9]{1,18})");
    /** What people write for codes that are others. */
    private static final Map<String, String> COUNTRY_ALIASES =
            Map.of("uk", "GB", "england", "GB", "usa", "US", "america", "US", "holland", "NL");

    /** What a value of a form or an address stands for; empty where there is no such thing. */
    public Optional<PickChoice> of(String value) {
        if (kind == PickKind.COUNTRY) {
            return CountryCode.parse(value.toUpperCase(Locale.ROOT)).map(Picker::choice);
        }
        if (kind == PickKind.ASN) {
            return network(value).map(this::choice);
        }
        return byId(value).map(this::choice);
    }

    /**
     * What a text that somebody typed may mean.
     *
     * @param isClear whether it is just one thing, which has that name or number
     */
    record Meaning(List<PickChoice> choices, boolean isClear) {
        Meaning {
            choices = List.copyOf(choices);
        }

        static Meaning clear(PickChoice choice) {
            return new Meaning(List.of(choice), true);
        }
    }

    /** What a text that somebody typed may mean; nothing where there is no such thing. */
    Meaning resolve(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return new Meaning(List.of(), false);
        }
        if (kind == PickKind.COUNTRY) {
            List<PickChoice> countries = countries(text, true);
            return new Meaning(countries, countries.size() == 1);
        }
        Optional<Row> numbered = numbered(text);
        if (numbered.isPresent()) {
            return Meaning.clear(choice(numbered.get()));
        }
        List<Row> found = best(text);
        String wanted = Folding.key(text);
        List<Row> named = found.stream()
                .filter(row -> Folding.key(row.name()).equals(wanted))
                .toList();
        List<Row> meant = named.isEmpty() ? found : named;
        // What is only alike was perhaps not meant: that is asked.
        return new Meaning(choices(meant), meant.size() == 1 && hasName(meant.getFirst(), wanted));
    }

    /** What fits while somebody types. */
    List<PickChoice> suggest(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        if (kind == PickKind.COUNTRY) {
            return countries(text, false);
        }
        Set<Row> rows = new LinkedHashSet<>();
        numbered(text).ifPresent(rows::add);
        rows.addAll(best(text));
        return choices(rows.stream().limit(MAX_SUGGESTIONS).toList());
    }

    /** By the number that a text is: of networks the AS number goes first, since that is what people know. */
    private Optional<Row> numbered(String text) {
        Matcher marked = MARKED.matcher(text);
        if (marked.matches()) {
            return byId(marked.group(1));
        }
        boolean takesNumbers = kind == PickKind.OBJECT || type() == Net.TYPE;
        Optional<Row> network = takesNumbers ? network(text) : Optional.empty();
        return network.isPresent() || kind == PickKind.ASN ? network : byId(text);
    }

    private List<Row> best(String text) {
        return kind == PickKind.OBJECT
                ? search.best(text, snapshot, MAX_SUGGESTIONS).stream()
                        .map(SearchHit::row)
                        .toList()
                : search.best(text, type(), snapshot, MAX_SUGGESTIONS);
    }

    private Optional<Row> byId(String id) {
        if (kind == PickKind.OBJECT) {
            Matcher object = OBJECT.matcher(id);
            return object.matches()
                    ? Search.type(object.group(1))
                            .flatMap(type -> Optional.ofNullable(snapshot.find(type, Long.parseLong(object.group(2)))))
                            .filter(Row::isActive)
                    : Optional.empty();
        }
        return Optional.ofNullable(IdParser.find(snapshot, type(), id)).filter(Row::isActive);
    }

    private Optional<Row> network(String asn) {
        return Asn.parse(asn).stream()
                .flatMap(number -> snapshot.rowsWhere(Net.ASN, number).stream())
                .filter(Row::isActive)
                .findFirst();
    }

    private ObjectType type() {
        return kind.type().orElseThrow();
    }

    private static boolean hasName(Row row, String wanted) {
        return Stream.of("name", "aka", "name_long")
                .anyMatch(field -> Folding.key(row.text(field)).contains(wanted));
    }

    private List<PickChoice> choices(List<Row> rows) {
        return rows.stream().map(this::choice).toList();
    }

    private PickChoice choice(Row row) {
        return switch (kind) {
            case ASN -> new PickChoice(row.get(Net.ASN).toString(), row.name(), ObjectValues.detail(row));
            case OBJECT ->
                new PickChoice(
                        row.reference(),
                        row.name(),
                        Stream.of(Texts.singular(row.type()), ObjectValues.detail(row))
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" · ")));
            default -> new PickChoice(Long.toString(row.id()), row.name(), ObjectValues.detail(row));
        };
    }

    private static PickChoice choice(CountryCode country) {
        return new PickChoice(country.toString(), Texts.country(country.toString()), country.toString());
    }

    /** Countries by code or name; by a part of the name, those that begin with it first. */
    private static List<PickChoice> countries(String text, boolean exactAlone) {
        String wanted = Folding.key(text);
        String code = COUNTRY_ALIASES.getOrDefault(wanted, text.toUpperCase(Locale.ROOT));
        List<CountryCode> exact = CountryCode.all().stream()
                .filter(country ->
                        country.toString().equals(code) || names(country).anyMatch(wanted::equals))
                .toList();
        if (exactAlone && exact.size() == 1) {
            return List.of(choice(exact.getFirst()));
        }
        List<CountryCode> beginning = new ArrayList<>();
        List<CountryCode> containing = new ArrayList<>();
        for (CountryCode country : CountryCode.all()) {
            if (names(country).anyMatch(name -> name.startsWith(wanted))) {
                beginning.add(country);
            } else if (names(country).anyMatch(name -> name.contains(wanted))) {
                containing.add(country);
            }
        }
        Set<CountryCode> fitting = new LinkedHashSet<>(exact);
        fitting.addAll(sorted(beginning));
        fitting.addAll(sorted(containing));
        return fitting.stream().limit(MAX_SUGGESTIONS).map(Picker::choice).toList();
    }

    /** By their names in the page's language. */
    private static List<CountryCode> sorted(List<CountryCode> countries) {
        return countries.stream()
                .sorted((one, other) ->
                        Collation.compare(Texts.country(one.toString()), Texts.country(other.toString())))
                .toList();
    }

    private static Stream<String> names(CountryCode country) {
        return Stream.of(country.commonName(), country.englishName(), Texts.country(country.toString()))
                .map(Folding::key);
    }
}
