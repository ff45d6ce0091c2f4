package org.peerage.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/** Looks through all objects: for the first seconds of a server, before there is an index. */
final class LinearSearch {
    private final Snapshot snapshot;
    private final Map<QueryNode, Set<String>> keys = new HashMap<>();

    LinearSearch(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    TextIndex.RankedIds search(ObjectType type, QueryNode node, int limit) {
        List<TextIndex.ScoredId> found = new ArrayList<>();
        snapshot.forEach(type, row -> {
            if (row.isActive() && fits(row, node)) {
                found.add(new TextIndex.ScoredId(row.id(), score(row, node)));
            }
        });
        found.sort(Comparator.comparingDouble(scored -> -scored.score()));
        return new TextIndex.RankedIds(found.stream().limit(limit).toList(), found.size());
    }

    private boolean fits(Row row, QueryNode node) {
        return switch (node) {
            case QueryNode.WordNode(String text, boolean open)
            when IpOwners.isIpAddress(text) -> fits(row, new QueryNode.IpNode(text));
            case QueryNode.WordNode(String text, boolean open) ->
                isNumber(row, text) || has(all(row), text) || isSet(row, text);
            case QueryNode.PhraseNode(String text) -> has(all(row), text);
            case QueryNode.FieldNode(String field, QueryNode value) -> fitsField(row, field, value);
            case QueryNode.IpNode(String text) ->
                keys.computeIfAbsent(
                                node,
                                address -> new IpOwners(snapshot).owners(text).keySet())
                        .contains(SearchFields.key(row));
            case QueryNode.NearNode near ->
                keys.computeIfAbsent(near, circle -> new GeoSearch(snapshot).keys(near))
                        .contains(SearchFields.key(row));
            case QueryNode.CityNode(String place, boolean networks) ->
                keys.computeIfAbsent(node, city -> CityQuery.in(place, networks, snapshot))
                        .contains(SearchFields.key(row));
            case QueryNode.AndNode(List<QueryNode> parts) -> parts.stream().allMatch(part -> fits(row, part));
            case QueryNode.OrNode(List<QueryNode> parts) -> parts.stream().anyMatch(part -> fits(row, part));
            case QueryNode.NotNode(QueryNode part) -> !fits(row, part);
        };
    }

    private boolean fitsField(Row row, String field, QueryNode value) {
        String text =
                switch (value) {
                    case QueryNode.WordNode word -> word.text();
                    case QueryNode.PhraseNode phrase -> phrase.text();
                    default -> "";
                };
        return switch (field) {
            case IndexFields.TYPE -> row.type().typeName().equalsIgnoreCase(text);
            case IndexFields.ASN -> isNumber(row, text);
            case IndexFields.AS_SET -> has(SearchFields.texts(row, "irr_as_set"), text);
            case IndexFields.ALIAS -> has(SearchFields.texts(row, "aka", "name_long"), text);
            case IndexFields.ORG ->
                has(List.of(Org.of(row, snapshot).map(Row::name).orElse("")), text);
            case IndexFields.COUNTRY -> has(SearchFields.country(row), text);
            case IndexFields.ADDRESS -> has(SearchFields.texts(row, "address1", "address2"), text);
            case IndexFields.POLICY -> has(SearchFields.texts(row, "policy_general"), text);
            case IndexFields.SCOPE -> has(SearchFields.texts(row, "info_scope"), text);
            case IndexFields.KIND -> has(SearchFields.texts(row, "info_types"), text);
            case IndexFields.REGION -> has(SearchFields.texts(row, "region_continent"), text);
            default -> has(SearchFields.texts(row, field), text);
        };
    }

    private List<String> all(Row row) {
        List<String> texts = new ArrayList<>(SearchFields.texts(
                row, "name", "aka", "name_long", "irr_as_set", "address1", "address2", "city", "state", "zipcode"));
        texts.add(Org.of(row, snapshot).map(Row::name).orElse(""));
        texts.addAll(SearchFields.country(row));
        return texts;
    }

    private static boolean isNumber(Row row, String text) {
        return Asn.parse(text)
                .filter(asn -> row.text("asn").equals(asn.toString()))
                .isPresent();
    }

    /** Whether the last part of an as-set's name is that of one that is listed. */
    private static boolean isSet(Row row, String text) {
        String last = text.substring(text.lastIndexOf(':') + 1);
        return last.regionMatches(true, 0, "AS-", 0, 3) && has(SearchFields.texts(row, "irr_as_set"), last);
    }

    private static boolean has(List<String> texts, String part) {
        String wanted = Folding.key(part);
        return !wanted.isEmpty()
                && texts.stream().anyMatch(text -> Folding.fold(text).contains(wanted));
    }

    private static float score(Row row, QueryNode node) {
        String name = Folding.key(row.text("name"));
        String first =
                switch (node) {
                    case QueryNode.WordNode word -> Folding.key(word.text());
                    case QueryNode.PhraseNode phrase -> Folding.key(phrase.text());
                    default -> "";
                };
        if (first.isEmpty()) {
            return 1;
        }
        return isNumber(row, first) ? 200 : name.equals(first) ? 100 : name.startsWith(first) ? 10 : 1;
    }
}
