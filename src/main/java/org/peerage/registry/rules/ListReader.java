package org.peerage.registry.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.SocialLink;
import org.peerage.schema.SocialServices;
import org.peerage.text.Excerpt;
import org.peerage.text.WhiteSpace;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads lists: of words from a closed list, and of links (docs/spec/objects.md §1.1, §1.11). */
final class ListReader {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> LINK_KEYS = Set.of("service", "identifier");

    private final Draft draft;

    ListReader(Draft draft) {
        this.draft = draft;
    }

    void texts(Field<List<String>> field, JsonNode sent) {
        JsonNode list = draft.fields().form() ? asList(sent) : sent;
        if (list.isNull()) {
            if (field.isNullable()) {
                draft.set(field, List.of());
            } else {
                draft.errors().add(field, "This field may not be null.");
            }
            return;
        }
        if (!list.isContainer()) {
            draft.errors().add(field, notAList(list));
            return;
        }
        Set<String> words = new LinkedHashSet<>();
        for (String text : items(list)) {
            if (!field.choices().contains(text)) {
                draft.errors().add(field, "\"" + Excerpt.of(text) + "\" is not a valid choice.");
                return;
            }
            words.add(text);
        }
        draft.set(
                field,
                field.choices().stream()
                        .map(Object::toString)
                        .filter(words::contains)
                        .toList());
    }

    /** The words of a list; of a mapping, where one came, its keys, as the reference reads it. */
    static List<String> items(JsonNode list) {
        return list.isObject()
                ? List.copyOf(list.propertyNames())
                : list.valueStream().map(ReferenceMessages::of).toList();
    }

    void links(Field<List<SocialLink>> field, JsonNode sent) {
        if (draft.fields().form() && isBareKeys(sent)) {
            return; // how python-requests sends a list of mappings: what they held is lost, so nothing changes
        }
        JsonNode list = draft.fields().form() ? asList(sent) : sent;
        if (list.isNull()) {
            draft.errors().add(field, "This field may not be null.");
        } else if (!list.isArray()) {
            draft.errors().addJson(field, "{\"non_field_errors\": [" + quoted(notAList(list)) + "]}");
        } else {
            links(field, list.values());
        }
    }

    private void links(Field<List<SocialLink>> field, Iterable<JsonNode> sent) {
        List<SocialLink> links = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        boolean right = true;
        for (JsonNode entry : sent) {
            String problem = problem(entry);
            wrong.add(problem == null ? "{}" : problem);
            right &= problem == null;
            if (problem == null) {
                links.add(new SocialLink(
                        entry.get("service").stringValue(),
                        WhiteSpace.strip(ReferenceMessages.of(entry.get("identifier")))));
            }
        }
        if (!right) {
            draft.errors().addJson(field, "[" + String.join(", ", wrong) + "]");
            return;
        }
        draft.set(field, List.copyOf(links));
        SocialServices.problems(links).forEach(draft.errors()::addGeneral);
    }

    /** What is wrong with one entry, as a mapping of JSON; null: nothing. */
    private static @Nullable String problem(JsonNode entry) {
        if (!entry.isObject()) {
            return "{\"non_field_errors\": ["
                    + quoted("Invalid data. Expected a dictionary, but got " + ReferenceMessages.typeOf(entry) + ".")
                    + "]}";
        }
        List<String> wrong = new ArrayList<>();
        JsonNode service = entry.get("service");
        if (service == null) {
            wrong.add("\"service\": [" + quoted(FieldReader.REQUIRED) + "]");
        } else if (service.isNull()) {
            wrong.add("\"service\": [" + quoted("This field may not be null.") + "]");
        } else if (!service.isString() || !ChoiceLists.SOCIAL_SERVICES.contains(service.stringValue())) {
            wrong.add("\"service\": [" + quoted("\"" + ReferenceMessages.excerpt(service) + "\" is not a valid choice.")
                    + "]");
        }
        JsonNode identifier = entry.get("identifier");
        String text = identifier == null ? FieldReader.REQUIRED : identifierProblem(identifier);
        if (text != null) {
            wrong.add("\"identifier\": [" + quoted(text) + "]");
        }
        return wrong.isEmpty() ? null : "{" + String.join(", ", wrong) + "}";
    }

    private static @Nullable String identifierProblem(JsonNode identifier) {
        if (identifier.isNull()) {
            return "This field may not be null.";
        }
        if (!identifier.isString() && !identifier.isNumber()) {
            return "Not a valid string.";
        }
        List<String> wrong = new ArrayList<>();
        FieldReader.unprintable(ReferenceMessages.of(identifier), wrong);
        if (!wrong.isEmpty()) {
            return wrong.getFirst();
        }
        return WhiteSpace.isAll(ReferenceMessages.of(identifier)) ? "This field may not be blank." : null;
    }

    /** What a form holds where a list is expected: a list of JSON, one word of it, or nothing (docs/spec/deviations.md §1). */
    static JsonNode asList(JsonNode sent) {
        if (!sent.isString()) {
            return sent;
        }
        String text = sent.stringValue().strip();
        if (text.isEmpty()) {
            return JSON.createArrayNode();
        }
        if (text.startsWith("[") || text.startsWith("{")) {
            try {
                JsonNode read = JSON.readTree(text);
                return read.isObject() ? JSON.createArrayNode().add(read) : read;
            } catch (JacksonException notJson) {
                return sent;
            }
        }
        return JSON.createArrayNode().add(text);
    }

    private static boolean isBareKeys(JsonNode sent) {
        if (!sent.isArray()) {
            return sent.isString() && LINK_KEYS.contains(sent.stringValue());
        }
        for (JsonNode entry : sent) {
            if (!entry.isString() || !LINK_KEYS.contains(entry.stringValue())) {
                return false;
            }
        }
        return !sent.isEmpty();
    }

    private static String notAList(JsonNode sent) {
        return "Expected a list of items but got type \"" + ReferenceMessages.typeOf(sent) + "\".";
    }

    private static String quoted(String text) {
        return new JsonBuffer(text.length() + 16).quoted(text).toString();
    }
}
