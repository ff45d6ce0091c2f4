package org.peerage.web.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.peerage.access.credentials.StoredKey;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;
import org.peerage.web.site.DocumentedType.DocumentedField;

/** {@code /apidocs/}: what the API has, for people, from the declarations; programs read {@code /api/schema}. */
public final class DocumentationPages {
    private static final int MANY_CHOICES = 12;

    public PageResponse show(PageRequest request) {
        if (request.pathSegment(1).equals("explorer")) {
            return PageResponse.TemplateResponse.of(
                    "site/explorer.jte", Map.of("shell", request.frame(Texts.text("apidocs.explorer"))));
        }
        request.response().set("X-Auth-Status", request.user().isPresent() ? "authenticated" : "unauthenticated");
        return PageResponse.TemplateResponse.of(
                "site/documentation.jte",
                Map.of(
                        "shell", request.frame(Texts.text("apidocs.title")),
                        "types", types(),
                        "errors", ApiError.ALL,
                        "keyName", keyName(request),
                        "server", request.siteUrl()));
    }

    /** The first of one's own keys that works; empty where there is none. */
    private static String keyName(PageRequest request) {
        long now = request.services().clock().instant().getEpochSecond();
        return request.user().stream()
                .flatMap(user ->
                        request
                                .services()
                                .accounts()
                                .current()
                                .keysOf(new StoredKey.Owner.UserOwner(user.id()))
                                .stream())
                .filter(key -> key.status() == StoredKey.KeyStatus.ACTIVE && !key.isExpired(now))
                .map(key -> key.name() + " (" + key.prefix() + "…)")
                .findFirst()
                .orElse("");
    }

    private static List<DocumentedType> types() {
        return ObjectTypes.ALL.stream().map(DocumentationPages::type).toList();
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
                            new DocumentedField(
                                    computed.name(),
                                    kind(computed.type()),
                                    Texts.text("apidocs.field.readOnly"),
                                    false);
                        case JsonKey.Parent parent ->
                            new DocumentedField(
                                    parent.name(),
                                    Texts.text("apidocs.field.object"),
                                    Texts.text(
                                            "apidocs.field.parent",
                                            parent.reference().target().typeName()),
                                    false);
                        case JsonKey.Members members ->
                            new DocumentedField(
                                    members.name(),
                                    Texts.text(
                                            "apidocs.field.listOf",
                                            members.type().get().typeName()),
                                    Texts.text("apidocs.field.members"),
                                    false);
                        case JsonKey.WriteOnly only ->
                            new DocumentedField(
                                    only.name(), kind(only.type()), Texts.text("apidocs.field.writeOnly"), false);
                    });
        }
        List<String> relations = type.filterRelations().stream()
                .map(DocumentationPages::link)
                .distinct()
                .sorted()
                .toList();
        return new DocumentedType(type.typeName(), Texts.plural(type), type.isCreatable(), fields, relations);
    }

    private static String link(FilterRelation link) {
        return link.names().getFirst() + "__… (" + link.target().get().typeName() + ")";
    }

    private static String kind(ValueType<?> type) {
        return switch (type.kind()) {
            case TEXT -> Texts.text("apidocs.field.text");
            case INTEGER ->
                type == ValueType.ASN ? Texts.text("apidocs.field.asn") : Texts.text("apidocs.field.number");
            case DECIMAL -> Texts.text("apidocs.field.decimal");
            case BOOLEAN -> Texts.text("apidocs.field.boolean");
            case TIME -> Texts.text("apidocs.field.time");
            case REFERENCE -> Texts.text("apidocs.field.id");
            case LIST -> Texts.text("apidocs.field.list");
        };
    }

    private static String about(Field<?> field) {
        List<String> rules = new ArrayList<>();
        if (field.isReadOnly()) {
            rules.add(Texts.text("apidocs.field.readOnly"));
        } else {
            if (field.isRequired()) {
                rules.add(Texts.text("apidocs.field.required"));
            }
            if (field.isImmutable()) {
                rules.add(Texts.text("apidocs.field.immutable"));
            }
        }
        if (field.isReference()) {
            rules.add(Texts.text("apidocs.field.of", field.target().typeName()));
        }
        if (field.isUnique()) {
            rules.add(Texts.text("apidocs.field.unique"));
        }
        if (field.isNullable()) {
            rules.add(Texts.text("apidocs.field.nullable"));
        }
        field.maxLength().ifPresent(length -> rules.add(Texts.text("apidocs.field.length", length)));
        if (!field.format().isEmpty() && field.choices().isEmpty()) {
            rules.add(field.format().toLowerCase(Locale.ROOT));
        }
        if (!field.choices().isEmpty()) {
            rules.add(Texts.text("apidocs.field.oneOf", choices(field.choices())));
        }
        return String.join("; ", rules);
    }

    private static String choices(List<?> choices) {
        String shown = choices.stream()
                .limit(MANY_CHOICES)
                .map(choice -> choice.toString().isEmpty() ? Texts.text("apidocs.field.nothing") : choice.toString())
                .collect(Collectors.joining(", "));
        return choices.size() > MANY_CHOICES
                ? Texts.text("apidocs.field.more", shown, choices.size() - MANY_CHOICES)
                : shown;
    }
}
