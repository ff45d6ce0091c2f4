package org.peerage.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.Folding;

/** Looks through all objects: for the first seconds of a server, before there is an index. */
final class PlainScan {
    private final Snapshot snapshot;
    private final Map<Wanted, Set<String>> keys = new HashMap<>();

    PlainScan(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    TextIndex.Ranked search(ObjectType type, Wanted wanted, int limit) {
        List<TextIndex.Scored> found = new ArrayList<>();
        snapshot.forEach(type, row -> {
            if (row.isOk() && fits(row, wanted)) {
                found.add(new TextIndex.Scored(row.id(), score(row, wanted)));
            }
        });
        found.sort(Comparator.comparingDouble(scored -> -scored.score()));
        return new TextIndex.Ranked(found.stream().limit(limit).toList(), found.size());
    }

    private boolean fits(Row row, Wanted wanted) {
        return switch (wanted) {
            case Wanted.Word(String text, boolean open)
            when Addresses.isMeant(text) -> fits(row, new Wanted.Address(text));
            case Wanted.Word(String text, boolean open) ->
                isNumber(row, text) || has(all(row), text) || isSet(row, text);
            case Wanted.Phrase(String text) -> has(all(row), text);
            case Wanted.Of(String field, Wanted value) -> fitsField(row, field, value);
            case Wanted.Address(String text) ->
                keys.computeIfAbsent(
                                wanted,
                                address -> new Addresses(snapshot).owners(text).keySet())
                        .contains(Searched.key(row));
            case Wanted.Near near ->
                keys.computeIfAbsent(near, circle -> new Nearby(snapshot).keys(near))
                        .contains(Searched.key(row));
            case Wanted.In(String place, boolean networks) ->
                keys.computeIfAbsent(wanted, city -> Cities.in(place, networks, snapshot))
                        .contains(Searched.key(row));
            case Wanted.All(List<Wanted> parts) -> parts.stream().allMatch(part -> fits(row, part));
            case Wanted.Any(List<Wanted> parts) -> parts.stream().anyMatch(part -> fits(row, part));
            case Wanted.Not(Wanted part) -> !fits(row, part);
        };
    }

    private boolean fitsField(Row row, String field, Wanted value) {
        String text =
                switch (value) {
                    case Wanted.Word word -> word.text();
                    case Wanted.Phrase phrase -> phrase.text();
                    default -> "";
                };
        return switch (field) {
            case Names.TYPE -> row.type().tag().equalsIgnoreCase(text);
            case Names.ASN -> isNumber(row, text);
            case Names.AS_SET -> has(Searched.texts(row, "irr_as_set"), text);
            case Names.ALIAS -> has(Searched.texts(row, "aka", "name_long"), text);
            case Names.ORG -> has(List.of(Searched.organization(row, snapshot)), text);
            case Names.COUNTRY -> has(Searched.country(row), text);
            case Names.ADDRESS -> has(Searched.texts(row, "address1", "address2"), text);
            case Names.POLICY -> has(Searched.texts(row, "policy_general"), text);
            case Names.SCOPE -> has(Searched.texts(row, "info_scope"), text);
            case Names.KIND -> has(Searched.texts(row, "info_types"), text);
            case Names.REGION -> has(Searched.texts(row, "region_continent"), text);
            default -> has(Searched.texts(row, field), text);
        };
    }

    private List<String> all(Row row) {
        List<String> texts = new ArrayList<>(Searched.texts(
                row, "name", "aka", "name_long", "irr_as_set", "address1", "address2", "city", "state", "zipcode"));
        texts.add(Searched.organization(row, snapshot));
        texts.addAll(Searched.country(row));
        return texts;
    }

    private static boolean isNumber(Row row, String text) {
        return Asn.parse(text)
                .filter(asn -> Searched.text(row, "asn").equals(asn.toString()))
                .isPresent();
    }

    /** Whether the last part of an as-set's name is that of one that is listed. */
    private static boolean isSet(Row row, String text) {
        String last = text.substring(text.lastIndexOf(':') + 1);
        return last.regionMatches(true, 0, "AS-", 0, 3) && has(Searched.texts(row, "irr_as_set"), last);
    }

    private static boolean has(List<String> texts, String part) {
        String wanted = Folding.key(part);
        return !wanted.isEmpty()
                && texts.stream().anyMatch(text -> Folding.fold(text).contains(wanted));
    }

    private static float score(Row row, Wanted wanted) {
        String name = Folding.key(Searched.text(row, "name"));
        String first =
                switch (wanted) {
                    case Wanted.Word word -> Folding.key(word.text());
                    case Wanted.Phrase phrase -> Folding.key(phrase.text());
                    default -> "";
                };
        if (first.isEmpty()) {
            return 1;
        }
        return isNumber(row, first) ? 200 : name.equals(first) ? 100 : name.startsWith(first) ? 10 : 1;
    }
}
