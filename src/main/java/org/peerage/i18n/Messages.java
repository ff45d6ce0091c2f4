package org.peerage.i18n;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The texts of one language, from {@code messages/<language>.properties}. What a language lacks is said in English.
 * A page's language is bound to the thread that answers ({@link #during}); everywhere else it is English, as API
 * texts are always (docs/spec/operations.md §10).
 */
public final class Messages {
    private static final ScopedValue<Messages> CURRENT = ScopedValue.newInstance();

    private final Locale locale;
    private final Map<String, MessagePattern> own;
    private final Map<String, MessagePattern> all;

    /** Makes those of a language from what its file says; what it lacks is in {@code fallback}. */
    Messages(Locale locale, Map<String, String> texts, Optional<Messages> fallback) {
        this.locale = locale;
        Map<String, MessagePattern> read = new TreeMap<>();
        texts.forEach((key, text) -> read.put(key, MessagePattern.parse(text, locale)));
        this.own = Map.copyOf(read);
        fallback.ifPresent(other -> other.all.forEach(read::putIfAbsent));
        this.all = Map.copyOf(read);
    }

    /** Those of the page that is answered now. */
    public static Messages current() {
        return CURRENT.isBound() ? CURRENT.get() : Languages.english();
    }

    /** Answers in this language. */
    public <T> T during(Supplier<T> answering) {
        return ScopedValue.where(CURRENT, this).call(answering::get);
    }

    /** The text of that key; numbers that choose a plural are {@link Number}s. */
    public String text(String key, Object... arguments) {
        return pattern(key).format(arguments);
    }

    /** The same for keys that are made while running, of texts without arguments: empty where there is no such text. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(all.get(key)).filter(MessagePattern::isPlain).map(MessagePattern::format);
    }

    /** What a field of a type is called, by the type's own message or that of fields of the name; else as declared. */
    public String label(String typeName, String field, String english) {
        return find("field." + typeName + "." + field)
                .or(() -> find("field." + field))
                .orElse(english);
    }

    /** What an object of a type is called; else as declared. */
    public String singular(String typeName, String english) {
        return find("type." + typeName).orElse(english);
    }

    /** Whether there is such a text. */
    public boolean has(String key) {
        return all.containsKey(key);
    }

    /** Hands a text to an output piece by piece, so that arguments may be parts of a page. */
    public void write(String key, MessageOutput to, Object... arguments) {
        pattern(key).write(to, arguments);
    }

    public Locale locale() {
        return locale;
    }

    /** As {@code lang} attributes say it. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** The keys that the language's own file has. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(own.keySet());
    }

    /** Which arguments a text takes, the first being 0. */
    public NavigableSet<Integer> arguments(String key) {
        return pattern(key).arguments();
    }

    private MessagePattern pattern(String key) {
        MessagePattern pattern = all.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no message " + key);
        }
        return pattern;
    }
}
