package org.peerage.web.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.schema.Field;
import org.peerage.schema.Key;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.web.objects.ObjectView.Fact;
import org.peerage.web.objects.ObjectView.FactGroup;
import org.peerage.web.objects.ObjectView.Piece;
import org.peerage.web.page.Visit;

/** The values of an object, in the groups of its {@link Layout}; what is empty, or hidden from the visitor, is left out. */
final class Facts {
    private final Visit visit;

    Facts(Visit visit) {
        this.visit = visit;
    }

    List<FactGroup> of(Row row) {
        List<FactGroup> groups = new ArrayList<>();
        for (Layout.Group group : Layouts.of(row.type()).groups()) {
            List<Fact> facts = facts(row, group);
            if (group.title().equals("Name")) {
                social(row, facts);
            }
            if (row.type() == Fac.TYPE && group.title().equals("Building")) {
                campus(row, facts);
            }
            add(groups, group.title(), facts);
        }
        if (row.type() == Ix.TYPE) {
            visit.snapshot()
                    .referring(IxLan.IX_ID, row.id())
                    .forEach(lan -> Layouts.of(IxLan.TYPE).groups().forEach(group -> merge(groups, group, lan)));
        }
        return groups;
    }

    private void merge(List<FactGroup> groups, Layout.Group group, Row lan) {
        List<Fact> facts = new ArrayList<>(facts(lan, group));
        for (int i = 0; i < groups.size(); i++) {
            FactGroup there = groups.get(i);
            if (there.title().equals(group.title())) {
                List<Fact> all = new ArrayList<>(there.facts());
                all.addAll(facts);
                groups.set(i, new FactGroup(there.id(), there.title(), all));
                return;
            }
        }
        add(groups, group.title(), facts);
    }

    private static void add(List<FactGroup> groups, String title, List<Fact> facts) {
        if (!facts.isEmpty()) {
            groups.add(new FactGroup(
                    "facts-" + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'), title, facts));
        }
    }

    private List<Fact> facts(Row row, Layout.Group group) {
        List<Fact> facts = new ArrayList<>();
        for (Layout.Item item : group.items()) {
            if (item.isShown()) {
                fact(row, item, facts);
            }
        }
        return facts;
    }

    private void fact(Row row, Layout.Item item, List<Fact> to) {
        if (item.key() instanceof Field<?> field && !visit.sight().showsKey(row, field, visit.snapshot())) {
            return;
        }
        Object value = value(row, item.key());
        String text = Shown.text(value);
        if (text.isEmpty() || text.equals("Not Disclosed") || isUnset(item.key(), value)) {
            return;
        }
        if (value instanceof List<?> list) {
            to.add(new Fact(
                    item.label(),
                    list.stream().map(word -> new Piece(word.toString(), "")).toList()));
            return;
        }
        String link = item.key() instanceof Field<?> field ? Shown.link(field, text) : "";
        to.add(new Fact(item.label(), List.of(new Piece(text, link))));
    }

    /** A number that stands for none. */
    private static boolean isUnset(Key key, @Nullable Object value) {
        return key == IxLan.RS_ASN && Objects.equals(value, 0L);
    }

    private @Nullable Object value(Row row, Key key) {
        return switch (key) {
            case Field<?> field -> field.shown(row, visit.snapshot());
            case Key.Computed<?> computed -> computed.value().apply(row, visit.snapshot());
            default -> null;
        };
    }

    @SuppressWarnings("unchecked")
    private void social(Row row, List<Fact> to) {
        Object links = row.type()
                .field("social_media")
                .map(field -> field.shown(row, visit.snapshot()))
                .orElse(null);
        if (links instanceof List<?> list) {
            List<Piece> pieces = ((List<SocialLink>) list)
                    .stream()
                            .filter(link -> !link.service().equals("website"))
                            .map(link ->
                                    new Piece(link.service() + ": " + link.identifier(), SocialPages.address(link)))
                            .toList();
            if (!pieces.isEmpty()) {
                to.add(new Fact("Social media", pieces));
            }
        }
    }

    private void campus(Row facility, List<Fact> to) {
        Long id = facility.find(Fac.CAMPUS_ID);
        Row campus = id == null ? null : visit.snapshot().find(Fac.CAMPUS_ID.target(), id);
        if (campus != null && campus.isOk()) {
            to.add(0, new Fact("Campus", List.of(new Piece(Places.plainName(campus), Places.of(campus)))));
        }
    }

    /** What stands beside the name: the number, the as-set's names. */
    static List<String> chips(Row row) {
        List<String> chips = new ArrayList<>();
        if (row.type() == Net.TYPE) {
            chips.add("AS" + row.get(Net.ASN));
            for (String set : row.get(Net.IRR_AS_SET).split("[ ,]+", -1)) {
                if (!set.isEmpty() && chips.size() < 5) {
                    chips.add(set);
                }
            }
        }
        return chips;
    }
}
