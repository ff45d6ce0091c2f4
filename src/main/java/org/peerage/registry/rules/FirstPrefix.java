package org.peerage.registry.rules;

import java.util.List;
import java.util.Optional;
import org.peerage.net.IpAddressErrors;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Ix;
import org.peerage.text.Excerpt;
import org.peerage.text.WhiteSpace;
import tools.jackson.databind.JsonNode;

/**
 * A new exchange comes with its first prefix, which is checked like any; a changed one may repeat it, without effect
 * (docs/spec/objects.md §2.4).
 *
 * @param documentation whether prefixes for documentation are taken, too
 */
public record FirstPrefix(boolean documentation) implements Rule {
    @Override
    public void check(Draft draft) {
        JsonNode sent = draft.fields().find(Ix.PREFIX).orElse(null);
        if (sent == null) {
            return;
        }
        if (sent.isNull()) {
            draft.errors().add(Ix.PREFIX, "This field may not be null.");
            return;
        }
        String text = WhiteSpace.strip(ReferenceMessages.of(sent));
        if (text.isEmpty()) {
            draft.errors().add(Ix.PREFIX, "This field may not be blank.");
            return;
        }
        List<String> wrong = IpAddressErrors.prefixProblems(Excerpt.of(text));
        if (!wrong.isEmpty()) {
            // Two of the reference's checks say so.
            draft.errors().add(Ix.PREFIX, wrong.getFirst());
            draft.errors().addAll(Ix.PREFIX, wrong);
            return;
        }
        if (draft.isNew()) {
            unused(draft, IpPrefix.parse(text).orElseThrow());
        }
    }

    private void unused(Draft draft, IpPrefix prefix) {
        if (PrefixSpace.isTaken(draft.workingCopy(), prefix)) {
            draft.errors().add(Ix.PREFIX, "This field must be unique.");
        }
        PrefixSpace.check(draft, Ix.PREFIX, prefix, documentation);
        PrefixSpace.overlap(draft.workingCopy(), prefix, 0)
                .ifPresent(message -> draft.errors().add(Ix.PREFIX, message));
    }

    /** The prefix of a request that passed. */
    public static Optional<IpPrefix> of(RequestFields input) {
        return input.find(Ix.PREFIX).flatMap(sent -> IpPrefix.parse(WhiteSpace.strip(ReferenceMessages.of(sent))));
    }
}
