package org.peerage.registry.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * Which rules a stored row breaks: those that a PUT of the row as it was read would check, were it not let through for
 * changing nothing (docs/spec/deviations.md §10). The rules are those of writing; there are no others.
 */
public final class StoredRowCheck {
    private static final WorkingCopy NO_ROWS = new WorkingCopy(
            Snapshot.of(
                    0,
                    Instant.EPOCH,
                    ObjectTypes.ALL.stream().collect(Collectors.toMap(Function.identity(), type -> List.of()))),
            Instant.EPOCH);
    private static final Author AUTHOR = new TrustedAuthor("load", false);

    private final RuleBook book;
    private final WorkingCopy registry;

    public StoredRowCheck(RuleBook book, WorkingCopy registry) {
        this.book = book;
        this.registry = registry;
    }

    /** What can be said of the values of a row alone, whatever other rows there are. */
    public static List<String> values(Row stored) {
        Draft draft = draft(stored, RequestFields.asRead(stored, NO_ROWS), NO_ROWS);
        writable(stored).filter(field -> !field.isReference()).forEach(field -> DraftReader.read(draft, field));
        return messages(draft);
    }

    /** All that the rules have against a row, each as {@code field: message}. */
    public List<String> check(Row stored) {
        RequestFields fields = RequestFields.asRead(stored, registry);
        RuleBook.TypeRules rules = book.of(stored.type());
        Draft values = draft(stored, fields, registry);
        rules.first().forEach(rule -> rule.check(values));
        writable(stored).forEach(field -> DraftReader.read(values, field));
        rules.fields().forEach(rule -> rule.check(values));
        List<String> found = new ArrayList<>(messages(values));
        // A rule on the row as a whole says nothing once another one did: each gets a draft of its own.
        Stream.concat(rules.whole().stream(), rules.saving().stream()).forEach(rule -> {
            Draft whole = draft(stored, fields, registry);
            rule.check(whole);
            found.addAll(messages(whole));
        });
        return List.copyOf(found);
    }

    private static Stream<Field<?>> writable(Row stored) {
        return stored.type().keys().stream().<Field<?>>mapMulti((JsonKey key, Consumer<Field<?>> to) -> {
            if (key instanceof Field<?> field && !field.isReadOnly()) {
                to.accept(field);
            }
        });
    }

    private static Draft draft(Row stored, RequestFields fields, WorkingCopy registry) {
        return Draft.of(stored, fields, registry, AUTHOR, ExternalFacts.NONE);
    }

    private static List<String> messages(Draft draft) {
        List<String> messages = new ArrayList<>();
        draft.errors()
                .of(draft.type())
                .forEach(violation -> messages.add(violation.field() + ": " + violation.message()));
        draft.refusal().ifPresent(refusal -> messages.add(text(refusal)));
        return messages;
    }

    private static String text(Refusal refusal) {
        return refusal instanceof Refusal.Message(int status, String text) ? text : refusal.toString();
    }
}
