package org.peerage.registry.rules;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a request says: values by key, as JSON.
 *
 * @param form whether they came as a form, where every value is a text and a repeated key is a list (spec/deviations §1)
 */
public record Input(Map<String, JsonNode> values, boolean form) {

    public Optional<JsonNode> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }
}
