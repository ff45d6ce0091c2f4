package org.peerage.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/**
 * What the rules have against another value of one field. What the row broke before is none of it: a text can be replaced in rows
 * that are older than some rule, as {@link StoredRowCheck} finds them.
 */
final class ReplacementCheck {
    private final RuleBook.TypeRules rules;
    private final Draft draft;
    private final Row stored;
    private final Field<?> field;

    ReplacementCheck(RuleBook.TypeRules rules, Draft draft, Row stored, Field<?> field) {
        this.rules = rules;
        this.draft = draft;
        this.stored = stored;
        this.field = field;
    }

    private record Findings(List<Violation> violations, List<Refusal> refusals) {}

    /** @param before the text that is replaced */
    Optional<Refusal> refusal(String before) {
        Findings now = findings(draft.fields());
        Findings earlier = findings(RequestFields.only(field, before));
        List<Violation> broken = now.violations.stream()
                .filter(violation -> !earlier.violations.contains(violation))
                .distinct()
                .toList();
        return broken.isEmpty()
                ? now.refusals.stream()
                        .filter(refusal -> !earlier.refusals.contains(refusal))
                        .findFirst()
                : Optional.of(new Refusal.Invalid(broken));
    }

    private Findings findings(RequestFields request) {
        Findings findings = new Findings(new ArrayList<>(), new ArrayList<>());
        Draft values = draft(request);
        rules.first().forEach(rule -> rule.check(values));
        DraftReader.read(values, field);
        rules.fields().forEach(rule -> rule.check(values));
        note(values, findings);
        // A rule on the row as a whole says nothing once another one did: each gets a draft of its own.
        Stream.concat(rules.whole().stream(), rules.saving().stream()).forEach(rule -> {
            Draft whole = draft(request);
            DraftReader.read(whole, field);
            if (whole.errors().isEmpty()) {
                rule.check(whole);
                note(whole, findings);
            }
        });
        return findings;
    }

    private Draft draft(RequestFields request) {
        return Draft.of(stored, request, draft.workingCopy(), draft.author(), draft.facts());
    }

    private static void note(Draft checked, Findings findings) {
        findings.violations.addAll(checked.errors().of(checked.type()));
        checked.refusal().ifPresent(findings.refusals::add);
    }
}
