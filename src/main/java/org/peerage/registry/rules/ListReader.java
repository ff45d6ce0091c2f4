package org.peerage.registry.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Choices;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.SocialLink;
import org.peerage.schema.SocialServices;
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

    void words(Field<List<String>> field, JsonNode sent) {
        JsonNode list = draft.input().form() ? asList(sent) : sent;
        if (list.isNull()) {
            if (field.isNullable()) {
                draft.set(field, List.of());
            } else {
                draft.problems().add(field.name(), "This field may not be null.");
            }
            return;
        }
        if (!list.isContainer()) {
            draft.problems().add(field.name(), notAList(list));
            return;
        }
        Set<String> words = new LinkedHashSet<>();
        for (String text : items(list)) {
            if (!field.choices().contains(text)) {
                draft.problems().add(field.name(), "\"" + text + "\" is not a valid choice.");
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
                : list.valueStream().map(Words::of).toList();
    }

    void links(Field<List<SocialLink>> field, JsonNode sent) {
        if (draft.input().form() && isBareKeys(sent)) {
            return; // how python-requests sends a list of mappings: what they held is lost, so nothing changes
        }
        JsonNode list = draft.input().form() ? asList(sent) : sent;
        if (list.isNull()) {
            draft.problems().add(field.name(), "This field may not be null.");
        } else if (!list.isArray()) {
            draft.problems().json(field.name(), "{\"non_field_errors\": [" + quoted(notAList(list)) + "]}");
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
                        entry.get("service").stringValue(), WhiteSpace.strip(Words.of(entry.get("identifier")))));
            }
        }
        if (!right) {
            draft.problems().json(field.name(), "[" + String.join(", ", wrong) + "]");
            return;
        }
        draft.set(field, List.copyOf(links));
        SocialServices.problems(links).forEach(draft.problems()::general);
    }

    /** What is wrong with one entry, as a mapping of JSON; null: nothing. */
    private static @Nullable String problem(JsonNode entry) {
        if (!entry.isObject()) {
            return "{\"non_field_errors\": ["
                    + quoted("Invalid data. Expected a dictionary, but got " + Words.typeOf(entry) + ".") + "]}";
        }
        List<String> wrong = new ArrayList<>();
        JsonNode service = entry.get("service");
        if (service == null) {
            wrong.add("\"service\": [" + quoted(FieldReader.REQUIRED) + "]");
        } else if (service.isNull()) {
            wrong.add("\"service\": [" + quoted("This field may not be null.") + "]");
        } else if (!service.isString() || !Choices.SOCIAL_SERVICES.contains(service.stringValue())) {
            wrong.add("\"service\": [" + quoted("\"" + Words.of(service) + "\" is not a valid choice.") + "]");
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
        FieldReader.unprintable(Words.of(identifier), wrong);
        if (!wrong.isEmpty()) {
            return wrong.getFirst();
        }
        return WhiteSpace.isAll(Words.of(identifier)) ? "This field may not be blank." : null;
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
        for (JsonNode word : sent) {
            if (!word.isString() || !LINK_KEYS.contains(word.stringValue())) {
                return false;
            }
        }
        return !sent.isEmpty();
    }

    private static String notAList(JsonNode sent) {
        return "Expected a list of items but got type \"" + Words.typeOf(sent) + "\".";
    }

    private static String quoted(String text) {
        return new JsonBuffer(text.length() + 16).quoted(text).toString();
    }
}
