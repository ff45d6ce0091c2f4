package org.peerage.search;

import java.util.ArrayList;
import java.util.List;
import org.peerage.search.UnknownTerm.TermKind;
import org.peerage.snapshot.Snapshot;
import org.peerage.text.CountryCode;
import org.peerage.text.Folding;

/** Looks through a query for types, countries and places that there are not. */
record UnknownTerms(Snapshot snapshot) {

    List<UnknownTerm> in(QueryNode query) {
        List<UnknownTerm> found = new ArrayList<>();
        collect(query, found);
        return List.copyOf(found);
    }

    private void collect(QueryNode node, List<UnknownTerm> found) {
        switch (node) {
            case QueryNode.AndNode(List<QueryNode> parts) -> parts.forEach(part -> collect(part, found));
            case QueryNode.OrNode(List<QueryNode> parts) -> parts.forEach(part -> collect(part, found));
            case QueryNode.NotNode(QueryNode part) -> collect(part, found);
            case QueryNode.NearNode(String place, double _) -> {
                if (new GeoSearch(snapshot).centre(place).isEmpty()) {
                    found.add(new UnknownTerm(TermKind.PLACE, place));
                }
            }
            case QueryNode.FieldNode(String field, QueryNode value) -> {
                switch (value) {
                    case QueryNode.WordNode(String text, boolean _) -> check(field, text, found);
                    case QueryNode.PhraseNode(String text) -> check(field, text, found);
                    default -> {}
                }
            }
            case QueryNode.WordNode _, QueryNode.PhraseNode _, QueryNode.IpNode _, QueryNode.CityNode _ -> {}
        }
    }

    private void check(String field, String text, List<UnknownTerm> found) {
        switch (field) {
            case IndexFields.TYPE -> {
                if (SearchFields.TYPES.stream()
                        .noneMatch(type -> type.typeName().equalsIgnoreCase(text))) {
                    found.add(new UnknownTerm(TermKind.TYPE, text));
                }
            }
            case IndexFields.COUNTRY -> {
                // Names are searched by their words, so a part of one names the country, too.
                if (!CountryCode.isMeantBy(text, country -> SearchFields.countryNames(country.toString()))) {
                    found.add(new UnknownTerm(TermKind.COUNTRY, text));
                }
            }
            case IndexFields.CITY -> {
                if (!PlaceIndex.of(snapshot).hasCityWith(Folding.key(text))) {
                    found.add(new UnknownTerm(TermKind.CITY, text));
                }
            }
            default -> {}
        }
    }
}
