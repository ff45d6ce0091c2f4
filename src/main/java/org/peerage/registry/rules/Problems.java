package org.peerage.registry.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.peerage.schema.Key;
import org.peerage.schema.ObjectType;

/** Collects what is wrong with a request. */
public final class Problems {
    private final List<Violation> found = new ArrayList<>();

    public void add(String field, String message) {
        found.add(Violation.of(field, message));
    }

    public void addAll(String field, List<String> messages) {
        messages.forEach(message -> add(field, message));
    }

    public void general(String message) {
        add(Violation.NO_FIELD, message);
    }

    /** A message that stands alone, not in a list. */
    public void bare(String field, String message) {
        found.add(new Violation(field, message, Violation.Form.BARE));
    }

    public void json(String field, String json) {
        found.add(new Violation(field, json, Violation.Form.JSON));
    }

    public void meta(String key, String word) {
        found.add(new Violation(key, word, Violation.Form.META));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public boolean concern(String field) {
        return found.stream().anyMatch(violation -> violation.field().equals(field));
    }

    /** In wire order of the fields, what concerns none of them last; what is found while saving as it was found. */
    public List<Violation> of(ObjectType type) {
        if (found.stream().anyMatch(violation -> violation.form() == Violation.Form.BARE)) {
            return List.copyOf(found);
        }
        List<String> order = type.keys().stream().map(Key::name).toList();
        return found.stream()
                .sorted(Comparator.comparingInt(violation -> {
                    int place = order.indexOf(violation.field());
                    return place < 0 ? Integer.MAX_VALUE : place;
                }))
                .toList();
    }
}
