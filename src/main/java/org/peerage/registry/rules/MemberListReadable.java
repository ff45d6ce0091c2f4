package org.peerage.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.JsonKey;
import org.peerage.text.WhiteSpace;
import tools.jackson.databind.JsonNode;

/** The address of IX-F data that may come with an exchange is one that its LAN may have (docs/spec/objects.md §2.4). */
public final class MemberListReadable implements Rule {
    private static final JsonKey KEY = IxLan.IXF_IXP_MEMBER_LIST_URL;

    @Override
    public void check(Draft draft) {
        JsonNode sent = draft.fields().find(KEY).orElse(null);
        if (sent != null && !sent.isNull() && !sent.isString() && !sent.isNumber()) {
            draft.errors().add(KEY, "Not a valid string.");
            return;
        }
        of(draft.fields()).ifPresent(text -> {
            List<String> wrong = new ArrayList<>();
            FieldReader.plain(IxLan.IXF_IXP_MEMBER_LIST_URL, text, wrong);
            draft.errors().addAll(KEY, wrong);
        });
    }

    /** The address that a request names; empty: none. */
    public static Optional<String> of(RequestFields input) {
        return input.find(KEY)
                .filter(sent -> !sent.isNull())
                .map(MemberListReadable::text)
                .filter(text -> !text.isEmpty());
    }

    private static String text(JsonNode sent) {
        return WhiteSpace.strip(ReferenceMessages.of(sent));
    }
}
