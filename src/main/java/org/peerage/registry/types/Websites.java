package org.peerage.registry.types;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.Rows;
import org.peerage.schema.SocialLink;
import org.peerage.schema.ValueType;

/** What answers show of {@code website} and {@code social_media} (docs/spec/objects.md §1.11). */
final class Websites {
    private Websites() {}

    /** The stored address, or the organization's where none is stored. */
    static BiFunction<Row, Rows, @Nullable String> inherited(
            Supplier<Field<String>> website, Supplier<Field<Long>> organization) {
        return (row, rows) -> {
            String own = row.find(website.get());
            return own == null || own.isEmpty() ? ofOrganization(row, rows, organization.get()) : own;
        };
    }

    /** With {@code fields} the reference shows the organization's address even beside an own one. */
    static JsonKey.Computed<String> alwaysShown(Supplier<Field<Long>> organization) {
        return new JsonKey.Computed<>(
                "website", ValueType.TEXT, (row, rows) -> ofOrganization(row, rows, organization.get()));
    }

    /** The stored links, with an own website among them. */
    static BiFunction<Row, Rows, @Nullable List<SocialLink>> links(
            Supplier<Field<List<SocialLink>>> stored, Supplier<Field<String>> website) {
        return (row, rows) -> {
            String own = row.find(website.get());
            List<SocialLink> links = row.get(stored.get());
            return own == null || own.isEmpty() ? links : withWebsite(links, own);
        };
    }

    private static List<SocialLink> withWebsite(List<SocialLink> links, String address) {
        SocialLink website = new SocialLink("website", address);
        List<SocialLink> all = new ArrayList<>(links.size() + 1);
        boolean replaced = false;
        for (SocialLink link : links) {
            boolean isWebsite = link.service().equals("website");
            all.add(isWebsite ? website : link);
            replaced |= isWebsite;
        }
        if (!replaced) {
            all.add(website);
        }
        return all;
    }

    private static @Nullable String ofOrganization(Row row, Rows rows, Field<Long> organization) {
        Row org = rows.find(Org.TYPE, row.get(organization));
        return org == null ? "" : org.get(Org.WEBSITE);
    }
}
