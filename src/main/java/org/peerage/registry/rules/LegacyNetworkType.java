package org.peerage.registry.rules;

import java.util.List;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Net;
import org.peerage.text.Excerpt;
import org.peerage.text.WhiteSpace;
import tools.jackson.databind.JsonNode;

/** The deprecated {@code info_type} stands for a list of that one type. Where {@code info_types} comes too and has it,
 * the list is meant: so a row that was read can be put back whole (docs/spec/objects.md §2.3). */
final class LegacyNetworkType implements Rule {
    @Override
    public void check(Draft draft) {
        JsonNode sent = draft.fields().find(Net.INFO_TYPE).orElse(null);
        if (sent == null || sent.isNull() || WhiteSpace.isAll(ReferenceMessages.of(sent))) {
            return;
        }
        String type = WhiteSpace.strip(ReferenceMessages.of(sent));
        if (!ChoiceLists.NETWORK_TYPES.contains(type)) {
            draft.errors().add(Net.INFO_TYPE, "\"" + Excerpt.of(type) + "\" is not a valid choice.");
        } else if (!draft.fields().has(Net.INFO_TYPES)
                || !draft.get(Net.INFO_TYPES).contains(type)) {
            draft.set(Net.INFO_TYPES, List.of(type));
        }
    }
}
