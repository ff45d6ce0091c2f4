package org.peerage.sync;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;

/**
 * Tells an own website from that of the organization, which the other shows where there is no own one: an own one is
 * among the links, too. Kept as an own one it would be shown among them here, and not follow the organization.
 */
final class OwnWebsites {
    private record WebsiteFields(Field<String> website, Field<List<SocialLink>> links, Field<Long> organization) {}

    private static final List<WebsiteFields> ALL = List.of(
            new WebsiteFields(Campus.WEBSITE, Campus.SOCIAL_MEDIA, Campus.ORG_ID),
            new WebsiteFields(Fac.WEBSITE, Fac.SOCIAL_MEDIA, Fac.ORG_ID),
            new WebsiteFields(Net.WEBSITE, Net.SOCIAL_MEDIA, Net.ORG_ID),
            new WebsiteFields(Ix.WEBSITE, Ix.SOCIAL_MEDIA, Ix.ORG_ID),
            new WebsiteFields(Carrier.WEBSITE, Carrier.SOCIAL_MEDIA, Carrier.ORG_ID));

    private OwnWebsites() {}

    /** The field that names the organization, where rows of a type show its website. */
    static Optional<Field<Long>> organization(ObjectType type) {
        return of(type).map(WebsiteFields::organization);
    }

    /**
     * The row without a website that is not its own.
     *
     * @param website of its organization
     * @param here the row as it is here; null: it is not
     */
    static Row of(Row row, String website, @Nullable Row here) {
        WebsiteFields shown = of(row.type()).orElse(null);
        if (shown == null || website.isEmpty() || !website.equals(row.find(shown.website))) {
            return row;
        }
        boolean own =
                row.get(shown.links).stream().anyMatch(link -> link.service().equals("website"));
        if (own) {
            return row;
        }
        String before = here == null ? "" : here.find(shown.website);
        String none = before == null ? null : "";
        return row.toBuilder().set(shown.website, none).build();
    }

    private static Optional<WebsiteFields> of(ObjectType type) {
        return ALL.stream().filter(shown -> shown.website.owner() == type).findFirst();
    }
}
