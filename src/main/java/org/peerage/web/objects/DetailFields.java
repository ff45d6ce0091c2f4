package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.web.objects.ObjectView.DetailField;
import org.peerage.web.objects.ObjectView.DetailGroup;
import org.peerage.web.objects.ObjectView.LinkedText;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** The values of an object, in the groups of its {@link FieldLayout}; what is empty, or hidden from the visitor, is left out. */
final class DetailFields {
    private final PageRequest request;

    DetailFields(PageRequest request) {
        this.request = request;
    }

    List<DetailGroup> of(Row row) {
        List<DetailGroup> groups = new ArrayList<>();
        for (FieldLayout.FieldGroup group : Layouts.of(row.type()).groups()) {
            List<DetailField> fields = facts(row, group);
            if (group.id().equals("name")) {
                social(row, fields);
            }
            if (row.type() == Fac.TYPE && group.id().equals("building")) {
                campus(row, fields);
            }
            add(groups, group, fields);
        }
        if (row.type() == Ix.TYPE) {
            request.snapshot()
                    .referring(IxLan.IX_ID, row.id())
                    .forEach(lan -> Layouts.of(IxLan.TYPE).groups().forEach(group -> merge(groups, group, lan)));
        }
        return groups;
    }

    private void merge(List<DetailGroup> groups, FieldLayout.FieldGroup group, Row lan) {
        List<DetailField> fields = new ArrayList<>(facts(lan, group));
        for (int i = 0; i < groups.size(); i++) {
            DetailGroup there = groups.get(i);
            if (there.id().equals(id(group))) {
                List<DetailField> all = new ArrayList<>(there.fields());
                all.addAll(fields);
                groups.set(i, new DetailGroup(there.id(), there.title(), all));
                return;
            }
        }
        add(groups, group, fields);
    }

    private static void add(List<DetailGroup> groups, FieldLayout.FieldGroup group, List<DetailField> fields) {
        if (!fields.isEmpty()) {
            groups.add(new DetailGroup(id(group), group.title(), fields));
        }
    }

    private static String id(FieldLayout.FieldGroup group) {
        return "facts-" + group.id();
    }

    private List<DetailField> facts(Row row, FieldLayout.FieldGroup group) {
        List<DetailField> fields = new ArrayList<>();
        for (FieldLayout.LayoutItem item : group.items()) {
            if (item.isShown()) {
                fact(row, item, fields);
            }
        }
        return fields;
    }

    private void fact(Row row, FieldLayout.LayoutItem item, List<DetailField> to) {
        if (item.key() instanceof Field<?> field && !request.visibility().showsKey(row, field, request.snapshot())) {
            return;
        }
        Object value = value(row, item.key());
        String text = ValueFormatter.text(value);
        if (text.isEmpty() || text.equals(ChoiceLists.NOT_DISCLOSED) || isUnset(item.key(), value)) {
            return;
        }
        if (value instanceof List<?> list) {
            to.add(new DetailField(
                    item.label(),
                    list.stream()
                            .map(word -> new LinkedText(Texts.choice(word.toString()), ""))
                            .toList()));
            return;
        }
        String link = item.key() instanceof Field<?> field ? ValueFormatter.link(field, text) : "";
        String words = item.key() instanceof Field<?> field ? words(field, text) : text;
        to.add(new DetailField(item.label(), List.of(new LinkedText(words, link))));
    }

    private static String words(Field<?> field, String text) {
        if (field.name().equals(Fac.REGION_CONTINENT.name())) {
            return Texts.choice(text); // a facility's is worked out, so it has no list of its own
        }
        return field.format().equals("country")
                ? Texts.text("object.country", Texts.country(text), text)
                : Texts.choice(field, text);
    }

    /** A number that stands for none. */
    private static boolean isUnset(JsonKey key, @Nullable Object value) {
        return key == IxLan.RS_ASN && Objects.equals(value, 0L);
    }

    private @Nullable Object value(Row row, JsonKey key) {
        return switch (key) {
            case Field<?> field -> field.presented(row, request.snapshot());
            case JsonKey.Computed<?> computed -> computed.value().apply(row, request.snapshot());
            default -> null;
        };
    }

    @SuppressWarnings("unchecked")
    private void social(Row row, List<DetailField> to) {
        Object links = row.type()
                .field("social_media")
                .map(field -> field.presented(row, request.snapshot()))
                .orElse(null);
        if (links instanceof List<?> list) {
            List<LinkedText> pieces = ((List<SocialLink>) list)
                    .stream()
                            .filter(link -> !link.service().equals("website"))
                            .map(link -> new LinkedText(
                                    link.service() + ": " + link.identifier(), SocialMediaUrls.url(link)))
                            .toList();
            if (!pieces.isEmpty()) {
                to.add(new DetailField(
                        row.type().field("social_media").map(Texts::label).orElse(""), pieces));
            }
        }
    }

    private void campus(Row facility, List<DetailField> to) {
        Long id = facility.find(Fac.CAMPUS_ID);
        Row campus = id == null ? null : request.snapshot().find(Fac.CAMPUS_ID.target(), id);
        if (campus != null && campus.isActive()) {
            to.add(
                    0,
                    new DetailField(
                            Texts.singular(campus.type()), List.of(new LinkedText(campus.name(), campus.url()))));
        }
    }
}
