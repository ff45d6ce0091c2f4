package org.peerage.registry.rules;

import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;

/** Networks, exchanges, facilities, carriers and campuses have a website: their own, or their organization's. What
 * counts is the request, not what is stored (docs/spec/objects.md §1.6). */
record WebsiteKnown(Field<String> website, Field<Long> organization) implements Rule {
    @Override
    public void check(Draft draft) {
        String own = draft.fields().has(website) ? draft.find(website) : "";
        if ((own == null || own.isEmpty())
                && ofOrganization(draft, organization).isEmpty()) {
            draft.errors().add(website, "Website required");
        }
    }

    static String ofOrganization(Draft draft, Field<Long> organization) {
        Row org = draft.follow(organization);
        return org == null ? "" : org.get(Org.WEBSITE);
    }
}
