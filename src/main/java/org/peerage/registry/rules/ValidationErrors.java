package org.peerage.registry.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;

/** Collects what is wrong with a request. */
public final class ValidationErrors {
    private final List<Violation> found = new ArrayList<>();

    public void add(String field, String message) {
        found.add(Violation.of(field, message));
    }

    public void add(JsonKey field, String message) {
        add(field.name(), message);
    }

    public void addAll(JsonKey field, List<String> messages) {
        messages.forEach(message -> add(field, message));
    }

    public void addGeneral(String message) {
        add(Violation.NO_FIELD, message);
    }

    /** A message that stands alone, not in a list. */
    public void addBare(JsonKey field, String message) {
        addBare(field.name(), message);
    }

    void addBare(String key, String message) {
        found.add(new Violation(key, message, Violation.MessageForm.BARE));
    }

    public void addJson(JsonKey field, String json) {
        found.add(new Violation(field.name(), json, Violation.MessageForm.JSON));
    }

    public void addMeta(String key, String value) {
        found.add(new Violation(key, value, Violation.MessageForm.META));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public boolean hasErrorOn(JsonKey field) {
        return found.stream().anyMatch(violation -> violation.field().equals(field.name()));
    }

    /** In wire order of the fields, what concerns none of them last; what is found while saving as it was found. */
    public List<Violation> of(ObjectType type) {
        if (found.stream().anyMatch(violation -> violation.form() == Violation.MessageForm.BARE)) {
            return List.copyOf(found);
        }
        List<String> order = type.keys().stream().map(JsonKey::name).toList();
        return found.stream()
                .sorted(Comparator.comparingInt(violation -> {
                    int index = order.indexOf(violation.field());
                    return index < 0 ? Integer.MAX_VALUE : index;
                }))
                .toList();
    }
}
