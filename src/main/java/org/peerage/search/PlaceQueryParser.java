package org.peerage.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;

/**
 * Reads questions for places in words: {@code ix in Vienna}, {@code fac in Las Vegas, US}, {@code equinix near 51.5,-0.1},
 * {@code near Telehouse North}. What names no place that is known is left to {@link SearchQueryParser}: names have such
 * words in them.
 */
final class PlaceQueryParser {
    private static final Pattern QUESTION = Pattern.compile("(?is)(.*?)(?:^|\\s+)(in|near)\\s+(.+)");
    private static final Pattern DISTANCE = Pattern.compile("(?i)(?:^|\\s)(?:distance|km):\\S+");
    private static final Pattern POINT =
            Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)[,;\\s]+([+-]?[0-9]+(?:\\.[0-9]+)?)");
    private static final double AROUND_A_POINT = 10;
    private static final double AROUND_A_NAME = 20;

    private PlaceQueryParser() {}

    /**
     * A question for a place.
     *
     * @param what what is to be there
     * @param type the type that this names; empty: none
     */
    private record PlaceQuestion(String text, String what, String type, boolean isNear, String place) {
        static Optional<PlaceQuestion> of(String typed) {
            String text = typed.strip();
            Matcher question = QUESTION.matcher(text.length() > SearchQueryParser.MAX_LENGTH ? "" : text);
            if (!question.matches()) {
                return Optional.empty();
            }
            String what = question.group(1).strip();
            String word = what.replaceAll("\\s+", " ");
            String type = Search.TYPES.stream()
                    .filter(known -> known.isCalled(word))
                    .map(ObjectType::typeName)
                    .findFirst()
                    .orElse("");
            String place = DISTANCE.matcher(question.group(3)).replaceAll("").strip();
            return Optional.of(
                    new PlaceQuestion(text, what, type, question.group(2).equalsIgnoreCase("near"), place));
        }

        Optional<QueryNode> query(Snapshot snapshot) {
            return (isNear ? near(place, text, snapshot) : in(place, type, snapshot))
                    .flatMap(where -> with(type, what, where));
        }
    }

    static Optional<QueryNode> read(String typed, Snapshot snapshot) {
        return PlaceQuestion.of(typed).flatMap(question -> question.query(snapshot));
    }

    /** The place of a question such as {@code ix in Vienna} that names a type, if there is no such place. */
    static Optional<String> unknownPlace(String typed, Snapshot snapshot) {
        return PlaceQuestion.of(typed)
                .filter(question ->
                        !question.type.isEmpty() && question.query(snapshot).isEmpty())
                .map(PlaceQuestion::place);
    }

    private static Optional<QueryNode> with(String type, String what, QueryNode where) {
        if (what.isEmpty()) {
            return Optional.of(where);
        }
        List<QueryNode> parts = new ArrayList<>();
        if (type.isEmpty()) {
            Optional<QueryNode> words = SearchQueryParser.parse(what + " ");
            if (words.isEmpty()) {
                return Optional.empty();
            }
            parts.add(words.get());
        } else {
            parts.add(new QueryNode.FieldNode(IndexFields.TYPE, new QueryNode.WordNode(type, false)));
        }
        parts.add(where);
        return Optional.of(new QueryNode.AndNode(List.copyOf(parts)));
    }

    private static Optional<QueryNode> in(String place, String type, Snapshot snapshot) {
        Optional<CityQuery> cities = CityQuery.named(place, snapshot);
        return cities.map(city -> new QueryNode.CityNode(place, type.equals(Net.TYPE.typeName())));
    }

    private static Optional<QueryNode> near(String place, String text, Snapshot snapshot) {
        GeoSearch nearby = new GeoSearch(snapshot);
        Matcher point = POINT.matcher(place);
        if (point.matches()) {
            String coordinates = point.group(1) + "," + point.group(2);
            return GeoSearch.point(coordinates)
                    .map(centre -> new QueryNode.NearNode(
                            coordinates, SearchQueryParser.kilometres(text).orElse(AROUND_A_POINT)));
        }
        double usual =
                CityQuery.named(place, snapshot).isPresent() ? SearchQueryParser.DEFAULT_KILOMETRES : AROUND_A_NAME;
        return nearby.centre(place)
                .map(centre -> new QueryNode.NearNode(
                        place, SearchQueryParser.kilometres(text).orElse(usual)));
    }
}
