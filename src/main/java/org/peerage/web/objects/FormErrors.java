package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.registry.rules.Violation;
import org.peerage.web.page.RuleMessages;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with a form: by field, and what belongs to no field of it. */
record FormErrors(Map<String, String> fields, List<String> general) {
    static final FormErrors NONE = new FormErrors(Map.of(), List.of());

    static FormErrors of(String message) {
        return new FormErrors(Map.of(), List.of(message));
    }

    /** The broken rules of a write; those about fields that the form does not have are told in general. */
    static FormErrors of(List<Violation> violations, List<FieldLayout.LayoutItem> items) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> general = new ArrayList<>();
        for (Violation violation : violations) {
            if (violation.form() == Violation.MessageForm.META) {
                continue;
            }
            String text = violation.form() == Violation.MessageForm.JSON
                    ? messages(violation.message())
                    : RuleMessages.translated(violation.message());
            boolean known = items.stream().anyMatch(item -> item.key().name().equals(violation.field()));
            if (known) {
                fields.merge(violation.field(), text, (one, more) -> one.contains(more) ? one : one + " " + more);
            } else if (violation.field().equals(Violation.NO_FIELD)) {
                general.add(text);
            } else {
                general.add(violation.field() + ": " + text);
            }
        }
        return new FormErrors(fields, general);
    }

    /** All messages inside of a piece of JSON. */
    private static String messages(String json) {
        try {
            List<String> found = new ArrayList<>();
            collect(JsonMapper.shared().readTree(json), found);
            return String.join(" ", found);
        } catch (JacksonException notJson) {
            return json;
        }
    }

    private static void collect(JsonNode node, List<String> found) {
        if (node.isString()) {
            found.add(RuleMessages.translated(node.stringValue()));
        } else {
            node.values().forEach(value -> collect(value, found));
        }
    }
}
