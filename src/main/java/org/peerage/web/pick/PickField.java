package org.peerage.web.pick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.net.Asn;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/**
 * A field of a form that takes things by name: what was chosen, and what was typed without being clear. What is chosen comes under
 * the field's name, several with commas or by themselves; what is typed under that name with {@code -text}. The template
 * {@code picker.jte} shows it; it works without scripts, and offers suggestions with them.
 *
 * @param several whether more than one can be chosen
 * @param unknown what was chosen or typed and means nothing here
 * @param text what was typed and may mean several things; else empty
 * @param candidates what it may mean
 * @param waiting what else was typed, for after that: it comes back as it was
 */
public record PickField(
        PickKind kind,
        String name,
        String label,
        String hint,
        boolean several,
        List<PickChoice> chosen,
        List<String> unknown,
        String text,
        List<PickChoice> candidates,
        List<String> waiting) {
    /** What is added to the name of the field for what is typed. */
    public static final String TEXT_SUFFIX = "-text";

    private static final int MAX_VALUES = 100;
    private static final int MAX_TEXT = 300;
    private static final int MAX_PARTS = 12;

    public PickField {
        chosen = List.copyOf(chosen);
        unknown = List.copyOf(unknown);
        candidates = List.copyOf(candidates);
        waiting = List.copyOf(waiting);
    }

    /** A field for one thing, as a form sent it. */
    public static PickField one(PageRequest request, String name, PickKind kind, String label) {
        return read(request, List.of(name), kind, label, false);
    }

    /** A field for several things, as a form or an address sent it. */
    public static PickField several(PageRequest request, String name, PickKind kind, String label) {
        return read(request, List.of(name), kind, label, true);
    }

    /**
     * The same where values may come under several names.
     *
     * @param names the field's own first
     */
    public static PickField read(
            PageRequest request, List<String> names, PickKind kind, String label, boolean several) {
        Picker picker = new Picker(kind, request.snapshot(), request.search());
        List<String> values = names.stream()
                .flatMap(name -> request.values(name).stream())
                .flatMap(value -> Stream.of(value.split("[,;\\s]+")))
                .filter(value -> !value.isEmpty())
                .limit(MAX_VALUES)
                .toList();
        String typed = names.stream()
                .map(name -> request.value(name + TEXT_SUFFIX))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        return new PickReader(picker, several)
                .read(values, typed.length() > MAX_TEXT ? typed.substring(0, MAX_TEXT) : typed)
                .field(kind, names.getFirst(), label);
    }

    public PickField withHint(String words) {
        return new PickField(kind, name, label, words, several, chosen, unknown, text, candidates, waiting);
    }

    /** The same for more of them, where the page shows in its own way what was chosen. */
    public PickField toAdd(String words) {
        return new PickField(kind, name, words, hint, several, List.of(), unknown, text, candidates, waiting);
    }

    /** The same, sent under another name from now on. */
    public PickField withName(String other) {
        return new PickField(kind, other, label, hint, several, chosen, unknown, text, candidates, waiting);
    }

    /** Whether all that was sent is clear, and is there. */
    public boolean isClear() {
        return unknown.isEmpty() && text.isEmpty() && waiting.isEmpty();
    }

    /** What the field for typing has: what is to be typed otherwise, or was not looked at yet. */
    public String typed() {
        return String.join(
                ", ", Stream.concat(unknown.stream(), waiting.stream()).toList());
    }

    /** Whether anything was chosen or typed. */
    public boolean isSet() {
        return !chosen.isEmpty() || !isClear();
    }

    /** The values that were chosen, also by typing what is clear. */
    public List<String> values() {
        return chosen.stream().map(PickChoice::value).toList();
    }

    /** The first of them. */
    public Optional<String> value() {
        return values().stream().findFirst();
    }

    public String textName() {
        return name + TEXT_SUFFIX;
    }

    /** What can be typed. */
    public String placeholder() {
        return switch (kind) {
            case COUNTRY -> Texts.text("picker.placeholder.country");
            case NETWORK, ASN, OBJECT -> Texts.text("picker.placeholder.network");
            default -> Texts.text("picker.placeholder.name");
        };
    }

    public String id() {
        return "f-" + name;
    }

    /** Sorts what was sent into what is clear and what is not. */
    private static final class PickReader {
        private final Picker picker;
        private final boolean several;
        private final Map<String, PickChoice> chosen = new LinkedHashMap<>();
        private final List<String> unknown = new ArrayList<>();
        private String text = "";
        private List<PickChoice> candidates = List.of();
        private final List<String> waiting = new ArrayList<>();

        PickReader(Picker picker, boolean several) {
            this.picker = picker;
            this.several = several;
        }

        PickReader read(List<String> values, String typed) {
            if (several || typed.isEmpty()) {
                for (String value : values) {
                    picker.of(value).ifPresentOrElse(this::choose, () -> unknown.add(value));
                }
            }
            if (!typed.isEmpty()) {
                // A name may have commas in it.
                boolean whole = picker.resolve(typed).isClear();
                List<String> parts = whole ? List.of(typed) : parts(typed).toList();
                int most = Math.min(MAX_PARTS, parts.size());
                parts.subList(0, most).forEach(this::take);
                waiting.addAll(parts.subList(most, parts.size()));
            }
            return this;
        }

        /** What was typed may be a name with commas in it, or several things. */
        private Stream<String> parts(String typed) {
            boolean numbers = Stream.of(typed.split("[,;\\s]+"))
                    .allMatch(part -> Asn.parse(part).isPresent());
            boolean splits = several || numbers;
            return splits
                    ? Stream.of(typed.split(numbers ? "[,;\\s]+" : "[,;\\n]+"))
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                    : Stream.of(typed);
        }

        private void take(String part) {
            Picker.Meaning meaning = picker.resolve(part);
            if (meaning.isClear()) {
                choose(meaning.choices().getFirst());
            } else if (meaning.choices().isEmpty()) {
                unknown.add(part);
            } else if (!candidates.isEmpty()) {
                waiting.add(part);
            } else {
                text = part;
                candidates = meaning.choices();
            }
        }

        private void choose(PickChoice choice) {
            if (!several) {
                chosen.clear();
            }
            chosen.put(choice.value(), choice);
        }

        PickField field(PickKind kind, String name, String label) {
            return new PickField(
                    kind, name, label, "", several, List.copyOf(chosen.values()), unknown, text, candidates, waiting);
        }
    }
}
