package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.schema.ValueType;
import org.peerage.web.page.PageRequest;

/**
 * The values of a form, as texts by the names of its fields: as they are stored, or as they were typed. A list has a text
 * for each word; links have service and identifier in turn; a box that is ticked has {@code true}.
 */
record FieldValues(Map<String, List<String>> texts) {
    private static final String SERVICE = ".service";
    private static final String IDENTIFIER = ".identifier";

    List<String> of(String name) {
        return texts.getOrDefault(name, List.of());
    }

    String single(String name) {
        List<String> all = of(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    FieldValues with(String name, List<String> values) {
        Map<String, List<String>> more = new LinkedHashMap<>(texts);
        more.put(name, List.copyOf(values));
        return new FieldValues(more);
    }

    /** What the fields hold in a row. */
    static FieldValues of(Row row, List<FieldLayout.LayoutItem> items) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (FieldLayout.LayoutItem item : items) {
            if (item.key() instanceof Field<?> field) {
                texts.put(field.name(), texts(field, row.find(field)));
            }
        }
        return new FieldValues(texts);
    }

    /** A value as a form has it. */
    static List<String> texts(Field<?> field, @Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Boolean flag when field.isNullable() -> List.of(flag.toString());
            case Boolean flag -> flag ? List.of("true") : List.of();
            case List<?> list when field.type() == ValueType.SOCIAL_MEDIA -> links(list);
            case List<?> list -> list.stream().map(Object::toString).toList();
            case String text -> text.isEmpty() ? List.of() : List.of(lines(text));
            case Object other -> List.of(other.toString());
        };
    }

    private static List<String> links(List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object entry : list) {
            SocialLink link = (SocialLink) entry;
            texts.add(link.service());
            texts.add(link.identifier());
        }
        return texts;
    }

    /** What was sent; of a field that was not sent at all, what is stored, so that nothing is lost by it. */
    static FieldValues submitted(PageRequest request, List<FieldLayout.LayoutItem> items, FieldValues stored) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (FieldLayout.LayoutItem item : items) {
            String name = item.key().name();
            texts.put(name, submitted(request, item.key(), name, stored));
        }
        return new FieldValues(texts);
    }

    private static List<String> submitted(PageRequest request, JsonKey key, String name, FieldValues stored) {
        if (key instanceof Field<?> field && field.type() == ValueType.SOCIAL_MEDIA) {
            return request.has(name + SERVICE) ? submittedLinks(request, name) : stored.of(name);
        }
        if (!request.has(name)) {
            return stored.of(name);
        }
        // Boxes send an empty text too, so that none ticked differs from not sent.
        return request.values(name).stream()
                .map(FieldValues::lines)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<String> submittedLinks(PageRequest request, String name) {
        List<String> services = request.values(name + SERVICE);
        List<String> identifiers = request.values(name + IDENTIFIER);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < Math.min(services.size(), identifiers.size()); i++) {
            String identifier = identifiers.get(i).strip();
            if (!services.get(i).isBlank() || !identifier.isEmpty()) {
                texts.add(services.get(i).strip());
                texts.add(identifier);
            }
        }
        return texts;
    }

    /** Browsers send lines that end in CR and LF. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    /** Whether the field holds the same in both; spaces around a text count for nothing, as they are not stored. */
    boolean isSame(String name, FieldValues other) {
        return of(name).stream()
                .map(String::strip)
                .toList()
                .equals(other.of(name).stream().map(String::strip).toList());
    }
}
