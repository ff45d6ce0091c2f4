package org.peerage.testing;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.peerage.registry.Decision;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;

/** Says whether a write went through, or why not: the messages are compared to the letter, and in order. */
public final class WriteAssert extends AbstractAssert<WriteAssert, WriteOutcome> {

    private WriteAssert(WriteOutcome outcome) {
        super(outcome, WriteAssert.class);
    }

    public static WriteAssert assertThat(WriteOutcome outcome) {
        return new WriteAssert(outcome);
    }

    /** A message in the list of a field. */
    public static Violation wrong(String field, String message) {
        return new Violation(field, message, Violation.MessageForm.LISTED);
    }

    /** A message in the list of those that concern no single field. */
    public static Violation wrong(String message) {
        return wrong(Violation.NO_FIELD, message);
    }

    /** A message that stands alone under its field: what the reference finds out while it saves. */
    public static Violation bare(String field, String message) {
        return new Violation(field, message, Violation.MessageForm.BARE);
    }

    /** Errors inside of a list or mapping. */
    public static Violation nested(String field, String json) {
        return new Violation(field, json, Violation.MessageForm.JSON);
    }

    /** A word in {@code meta} for programs. */
    public static Violation meta(String key, String word) {
        return new Violation(key, word, Violation.MessageForm.META);
    }

    public WriteAssert isAccepted() {
        if (!actual.isAccepted()) {
            failWithMessage("not accepted: %s", actual);
        }
        return this;
    }

    /** Refused for just these reasons, told in this order. */
    public WriteAssert isRefusedFor(Violation... violations) {
        Assertions.assertThat(actual.violations()).as("%s", actual).containsExactly(violations);
        return this;
    }

    /** Refused with one sentence, which concerns no field. */
    public WriteAssert isRefusedWith(int status, String sentence) {
        return isRefusedBecause(new Refusal.Message(status, sentence));
    }

    public WriteAssert isRefusedBecause(Refusal refusal) {
        Assertions.assertThat(actual.decision())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Decision.Rejected.class))
                .extracting(Decision.Rejected::refusal)
                .isEqualTo(refusal);
        return this;
    }
}
