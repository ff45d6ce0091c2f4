package org.peerage.registry.rules;

import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
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

    /** Checks what remains when the fields are right and the state of the row is set. */
    public void save(Draft draft, boolean all) {
        if (!draft.isRepeated()) {
            check(draft, book.of(draft.type()).saving(), all);
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
        if (field == Net.IXP_UPDATE_EXCLUDE) {
            return; // a list and three flags, which a rule reads together
        }
        if (draft.isNew() && (field == Fac.LATITUDE || field == Fac.LONGITUDE)) {
            return; // they come from the address
        }
        if (field == NetIxLan.ASN && !draft.errors().hasErrorOn(NetIxLan.NET_ID.name())) {
            var network = draft.follow(NetIxLan.NET_ID);
            if (network != null) {
                draft.set(NetIxLan.ASN, network.get(Net.ASN)); // whatever was sent
                return;
            }
        }
        new FieldReader(draft).read(field);
    }
}
