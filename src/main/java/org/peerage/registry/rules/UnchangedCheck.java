package org.peerage.registry.rules;

import java.util.Optional;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import tools.jackson.databind.JsonNode;

/**
 * Whether a request leaves a row as it is. What was read can be written back, whatever rule a stored value breaks that
 * is newer than it (docs/spec/deviations.md §10).
 */
final class UnchangedCheck {
    private static final UpdateExclusions EXCLUSIONS = new UpdateExclusions();
    private static final LegacyNetworkType LEGACY_TYPE = new LegacyNetworkType();

    private final Draft draft;
    private final Row stored;

    private UnchangedCheck(Draft draft, Row stored) {
        this.draft = draft;
        this.stored = stored;
    }

    /** The row as it is stored once more, if the request says nothing else. */
    static Optional<Row> read(Row stored, Draft request) {
        Draft draft = Draft.of(stored, request.fields(), request.workingCopy(), request.author(), request.facts());
        return new UnchangedCheck(draft, stored).read();
    }

    private Optional<Row> read() {
        for (JsonKey key : stored.type().keys()) {
            if (key instanceof JsonKey.WriteOnly && draft.fields().has(key) && stored.type() != Net.TYPE) {
                return Optional.empty(); // what it does is more than to set a value
            }
            if (key instanceof Field<?> field && !field.isReadOnly() && !isRepeated(field)) {
                new FieldReader(draft).read(field);
            }
        }
        if (stored.type() == Net.TYPE) {
            LEGACY_TYPE.check(draft);
            EXCLUSIONS.check(draft);
        }
        boolean same = draft.errors().isEmpty()
                && stored.type().keys().stream()
                        .allMatch(key -> !(key instanceof Field<?> field) || !draft.changes(field) || isEmptied(field));
        return same ? Optional.of(draft.row()) : Optional.empty();
    }

    /** Whether a value is not asked for, or is sent as answers show it. */
    private boolean isRepeated(Field<?> field) {
        if (field.isSetByRule() || field.copied().isPresent()) {
            return true;
        }
        JsonNode sent = draft.fields().find(field).orElse(null);
        if (sent == null) {
            // python-requests leaves nulls and empty lists out of forms.
            JsonNode shown = shown(field);
            boolean leftOut = shown.isNull() || (shown.isArray() && shown.isEmpty());
            return draft.fields().form() && leftOut && field.valueWhenOmitted() == null;
        }
        return isSame(sent, shown(field));
    }

    private boolean isSame(JsonNode sent, JsonNode shown) {
        if (!draft.fields().form()) {
            return sent.equals(shown);
        }
        if (shown.isArray()) {
            return ListReader.asList(sent).equals(shown);
        }
        return !shown.isNull() && sent.isString() && sent.stringValue().equals(shown.asString());
    }

    /** A null that has become an empty text, which is what the reference makes of it when the key is left out. */
    private boolean isEmptied(Field<?> field) {
        return stored.find(field) == null && "".equals(draft.find(field));
    }

    private JsonNode shown(Field<?> field) {
        return RequestFields.asRead(field, stored, draft.workingCopy());
    }
}
