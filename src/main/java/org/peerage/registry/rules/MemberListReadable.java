package org.peerage.registry.rules;

import java.util.Set;
import org.peerage.text.Url;
import org.peerage.text.WhiteSpace;
import tools.jackson.databind.JsonNode;

/** The address of IX-F data that may come with an exchange is one (docs/spec/objects.md §2.4). */
final class MemberListReadable implements Rule {
    private static final Set<String> SCHEMES = Set.of("http", "https", "ftp", "ftps");

    @Override
    public void check(Draft draft) {
        JsonNode sent = draft.fields().find("ixf_ixp_member_list_url").orElse(null);
        if (sent != null && !sent.isNull()) {
            String text = WhiteSpace.strip(ReferenceMessages.of(sent));
            if (!text.isEmpty() && !Url.isValid(text, SCHEMES)) {
                draft.errors().add("ixf_ixp_member_list_url", "Enter a valid URL.");
            }
        }
    }
}
