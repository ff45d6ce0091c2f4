package org.peerage.registry.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a request says: values by key, as JSON.
 *
 * @param form whether they came as a form, where every value is a text and a repeated key is a list (docs/spec/deviations.md §1)
 */
public record RequestFields(Map<String, JsonNode> values, boolean form) {

    public Optional<JsonNode> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The words of a list, in the order in which they were sent; none where there is none. */
    public List<String> words(String key) {
        JsonNode sent = find(key).orElse(null);
        JsonNode list = sent != null && form ? ListReader.asList(sent) : sent;
        return list == null || !list.isContainer() ? List.of() : ListReader.items(list);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }
}
