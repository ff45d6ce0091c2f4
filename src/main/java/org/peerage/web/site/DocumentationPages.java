package org.peerage.web.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.site.DocumentedType.DocumentedField;

/** {@code /apidocs/}: what the API has, for people, from the declarations; programs read {@code /api/schema}. */
public final class DocumentationPages {
    private static final int MANY_CHOICES = 12;

    private final List<DocumentedType> types =
            ObjectTypes.ALL.stream().map(DocumentationPages::type).toList();

    public PageResponse show(PageRequest request) {
        request.response().set("X-Auth-Status", request.user().isPresent() ? "authenticated" : "unauthenticated");
        return PageResponse.TemplateResponse.of(
                "site/documentation.jte",
                Map.of("shell", request.frame("API"), "types", types, "server", request.siteUrl()));
    }

    private static DocumentedType type(ObjectType type) {
        List<DocumentedField> fields = new ArrayList<>();
        for (JsonKey key : type.keys()) {
            fields.add(
                    switch (key) {
                        case Field<?> field ->
                            new DocumentedField(
                                    field.name(), kind(field.type()), about(field), type.isFilter(field.name()));
                        case JsonKey.Computed<?> computed ->
                            new DocumentedField(computed.name(), kind(computed.type()), "read only", false);
                        case JsonKey.Parent parent ->
                            new DocumentedField(
                                    parent.name(),
                                    "object",
                                    "the " + parent.reference().target().typeName() + ", from depth 1 on",
                                    false);
                        case JsonKey.Members members ->
                            new DocumentedField(
                                    members.name(),
                                    "list of " + members.type().get().typeName(),
                                    "ids at depth 1, objects from depth 2 on",
                                    false);
                        case JsonKey.WriteOnly only ->
                            new DocumentedField(only.name(), kind(only.type()), "only in requests", false);
                    });
        }
        List<String> relations = type.filterRelations().stream()
                .map(DocumentationPages::link)
                .distinct()
                .sorted()
                .toList();
        return new DocumentedType(type.typeName(), type.title(), type.isCreatable(), fields, relations);
    }

    private static String link(FilterRelation link) {
        return link.names().getFirst() + "__… (" + link.target().get().typeName() + ")";
    }

    private static String kind(ValueType<?> type) {
        return switch (type.kind()) {
            case TEXT -> "text";
            case INTEGER -> type == ValueType.ASN ? "AS number" : "number";
            case DECIMAL -> "decimal";
            case BOOLEAN -> "true or false";
            case TIME -> "time";
            case REFERENCE -> "id";
            case LIST -> "list";
        };
    }

    private static String about(Field<?> field) {
        List<String> rules = new ArrayList<>();
        if (field.isReadOnly()) {
            rules.add("read only");
        } else {
            if (field.isRequired()) {
                rules.add("required");
            }
            if (field.isImmutable()) {
                rules.add("never changes");
            }
        }
        if (field.isReference()) {
            rules.add("of a " + field.target().typeName());
        }
        if (field.isUnique()) {
            rules.add("unique");
        }
        if (field.isNullable()) {
            rules.add("may be null");
        }
        field.maxLength().ifPresent(length -> rules.add("up to " + length + " characters"));
        if (!field.format().isEmpty() && field.choices().isEmpty()) {
            rules.add(field.format().toLowerCase(Locale.ROOT));
        }
        if (!field.choices().isEmpty()) {
            rules.add("one of " + choices(field.choices()));
        }
        return String.join("; ", rules);
    }

    private static String choices(List<?> choices) {
        String shown = choices.stream()
                .limit(MANY_CHOICES)
                .map(choice -> choice.toString().isEmpty() ? "nothing" : choice.toString())
                .collect(Collectors.joining(", "));
        return choices.size() > MANY_CHOICES ? shown + " and " + (choices.size() - MANY_CHOICES) + " more" : shown;
    }
}
