package org.peerage.registry.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;

/** Reads a request into a draft, and runs the rules on it, phase by phase. */
public final class DraftReader {
    private final RuleBook book;

    public DraftReader(RuleBook book) {
        this.book = book;
    }

    /**
     * Reads all fields, then checks them alone and together. Stops after the phase, or the rule on the whole row, that
     * finds something; with {@code all} it goes on as far as the values allow.
     */
    public void read(Draft draft, boolean all) {
        Row repeated = draft.before()
                .flatMap(stored -> UnchangedCheck.read(stored, draft))
                .orElse(null);
        if (repeated != null) {
            draft.repeat(repeated);
            return;
        }
        RuleBook.TypeRules rules = book.of(draft.type());
        rules.first().forEach(rule -> rule.check(draft));
        if (!draft.errors().isEmpty()) {
            return;
        }
        for (JsonKey key : draft.type().keys()) {
            if (key instanceof Field<?> field && !field.isReadOnly()) {
                read(draft, field);
            }
        }
        rules.fields().forEach(rule -> rule.check(draft));
        if (draft.errors().isEmpty()) {
            check(draft, rules.whole(), all);
        }
    }

    /**
     * Reads one text that takes the place of another one.
     *
     * @return why it cannot; what else is wrong with the row, and was before, is no reason
     */
    public Optional<Refusal> replace(Draft draft, Field<?> field, String before) {
        RuleBook.TypeRules rules = book.of(draft.type());
        Optional<Refusal> refusal =
                new ReplacementCheck(rules, draft, draft.before().orElseThrow(), field).refusal(before);
        if (refusal.isEmpty()) {
            rules.first().forEach(rule -> rule.check(draft));
            read(draft, field);
            // Rules put values in order, too.
            Stream.of(rules.fields(), rules.whole(), rules.saving())
                    .flatMap(List::stream)
                    .forEach(rule -> rule.check(draft));
        }
        return refusal;
    }

    /** Checks what remains when the fields are right and the state of the row is set. */
    public void save(Draft draft, boolean all) {
        if (!draft.isRepeated()) {
            check(draft, book.of(draft.type()).saving(), all);
        }
    }

    /** Runs the rules on a row that goes back to values which it had, and that nobody sent. */
    public void recheck(Draft draft) {
        RuleBook.TypeRules rules = book.of(draft.type());
        rules.fields().stream().filter(UniqueValue.class::isInstance).forEach(rule -> rule.check(draft));
        if (draft.errors().isEmpty()) {
            // Where a facility is was found out when it was there.
            check(
                    draft,
                    rules.whole().stream()
                            .filter(rule -> !(rule instanceof FacilityPosition))
                            .toList(),
                    false);
        }
        if (draft.errors().isEmpty() && draft.refusal().isEmpty()) {
            check(draft, rules.saving(), false);
        }
    }

    private static void check(Draft draft, Iterable<Rule> rules, boolean all) {
        for (Rule rule : rules) {
            rule.check(draft);
            boolean settled = draft.refusal().isPresent() || !draft.errors().isEmpty();
            if (draft.requiredRdapRecord().isPresent() || (settled && !all)) {
                return;
            }
        }
    }

    static void read(Draft draft, Field<?> field) {
        boolean unread = field.isSetByRule() || (draft.isNew() && field.isOnlyForChanges());
        if (!unread && !isCopied(draft, field)) {
            new FieldReader(draft).read(field);
        }
    }

    private static <T> boolean isCopied(Draft draft, Field<T> field) {
        Field.CopiedValue<T> source = field.copied().orElse(null);
        if (source == null || draft.errors().hasErrorOn(source.reference())) {
            return false;
        }
        Row there = draft.follow(source.reference());
        if (there != null) {
            draft.set(field, there.get(source.field().get()));
        }
        return there != null;
    }
}
