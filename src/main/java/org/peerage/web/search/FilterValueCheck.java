package org.peerage.web.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.text.CountryCode;
import org.peerage.text.Folding;
import org.peerage.web.page.Texts;

/** Whether the value of a filter can be one of its field's: the API finds nothing for others, and does not say why. */
record FilterValueCheck(ObjectType type, String name, String value) {
    private static final Set<String> ORDERINGS = Set.of("lt", "lte", "gt", "gte");
    private static final Set<String> PARTS = Set.of("contains", "startswith");
    private static final Set<String> BOOLEANS = Set.of("true", "false", "1", "0");

    /** What is wrong with it, in words; empty where it can be meant. */
    Optional<String> problem() {
        if (name.equals("asn_overlap") && !value.contains(",")) {
            return Optional.of(Texts.text("search.problem.overlap", Texts.text("search.filter.allNetworks")));
        }
        int last = name.lastIndexOf("__");
        String operator = last < 0 ? "" : name.substring(last + 2);
        boolean known = ORDERINGS.contains(operator) || PARTS.contains(operator) || operator.equals("in");
        String base = known ? name.substring(0, last) : name;
        Optional<Field<?>> field = type.field(base.equals("info_type") ? "info_types" : base);
        return field.isEmpty() || PARTS.contains(operator)
                ? Optional.empty()
                : items(operator)
                        .filter(item -> !fits(field.get(), item, ORDERINGS.contains(operator)))
                        .findFirst()
                        .map(item -> words(field.get(), item));
    }

    private Stream<String> items(String operator) {
        return operator.equals("in") ? Stream.of(value.split(",")).map(String::strip) : Stream.of(value);
    }

    private static boolean fits(Field<?> field, String item, boolean ordered) {
        if (field.format().equals("country")) {
            return ordered || CountryCode.isMeantBy(item, country -> Stream.of(country.commonName()));
        }
        if (!field.choices().isEmpty() && !ordered) {
            return field.choices().stream()
                    .anyMatch(choice -> Folding.key(choice.toString()).equals(Folding.key(item)));
        }
        return switch (field.type().kind()) {
            case INTEGER, REFERENCE -> item.matches("-?[0-9]{1,18}");
            case BOOLEAN -> BOOLEANS.contains(Folding.key(item));
            case TIME ->
                item.matches("[0-9]{4}(-[0-9]{1,2}){0,2}([T ].*)?") && (!ordered || item.matches("....-..?-.*"));
            case DECIMAL -> item.matches("[+-]?[0-9]{1,9}(\\.[0-9]*)?");
            case TEXT, LIST -> true;
        };
    }

    private static String words(Field<?> field, String item) {
        String label = FilterForm.label(field);
        if (field.format().equals("country")) {
            return Texts.text("search.problem.country", label, item);
        }
        List<String> choices = field.choices().stream()
                .map(Object::toString)
                .filter(choice -> !choice.isEmpty())
                .toList();
        if (!choices.isEmpty()) {
            return Texts.text("search.problem.choice", label, item, String.join(", ", choices));
        }
        return switch (field.type().kind()) {
            case BOOLEAN -> Texts.text("search.problem.boolean", label, item);
            case TIME -> Texts.text("search.problem.date", label, item);
            default -> Texts.text("search.problem.number", label, item);
        };
    }
}
