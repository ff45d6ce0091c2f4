package org.peerage.i18n;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The languages of the interface: those that have a file {@code messages/<language>.properties}, such as {@code de}
 * or {@code zh-tw}. Which one a person gets says docs/spec/operations.md §10.
 */
public final class Languages {
    private static final int MAX_HEADER_LENGTH = 500;
    private static final Messages ENGLISH =
            new Messages(Locale.ENGLISH, texts("en").orElseThrow(), Optional.empty());
    private static final Map<Locale, Messages> ALL = read();

    private Languages() {}

    public static Messages english() {
        return ENGLISH;
    }

    /** All of them, in the order of their names' tags. */
    public static Collection<Messages> all() {
        return ALL.values();
    }

    /** The language of that tag, or the one that it is a kind of: {@code de-AT} is {@code de}. */
    public static Optional<Messages> of(String tag) {
        return ofHeader(tag.matches("[A-Za-z0-9_-]+") ? tag.replace('_', '-') : null);
    }

    /** The language of that tag; English where there is none. */
    public static Messages orEnglish(String tag) {
        return of(tag).orElse(ENGLISH);
    }

    /** The language that suits a browser best, by what its {@code Accept-Language} says (RFC 4647 §3.4). */
    public static Optional<Messages> ofHeader(@Nullable String header) {
        if (header == null || header.length() > MAX_HEADER_LENGTH) {
            return Optional.empty();
        }
        try {
            return best(Locale.LanguageRange.parse(header));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Messages> best(List<Locale.LanguageRange> wanted) {
        return Optional.ofNullable(Locale.lookup(wanted, ALL.keySet())).map(ALL::get);
    }

    private static Map<Locale, Messages> read() {
        Map<Locale, Messages> found = new TreeMap<>((a, b) -> a.toLanguageTag().compareTo(b.toLanguageTag()));
        // Files cannot be listed where the program is one archive; so all names that they may have are tried.
        Stream.concat(Stream.of(Locale.getISOLanguages()), Stream.of("pt-br", "zh-cn", "zh-tw"))
                .forEach(tag -> texts(tag).ifPresent(texts -> {
                    Locale locale = Locale.forLanguageTag(tag);
                    found.put(locale, tag.equals("en") ? ENGLISH : new Messages(locale, texts, Optional.of(ENGLISH)));
                }));
        return found;
    }

    private static Optional<Map<String, String>> texts(String tag) {
        try (InputStream in = Languages.class.getResourceAsStream("/messages/" + tag + ".properties")) {
            if (in == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return Optional.of(properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, properties::getProperty)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
