package org.peerage.search;

import java.util.List;

/** What a query asks for. */
sealed interface QueryNode {

    /** A word as it was typed, without spaces in it; the last one may be the beginning of a longer one. */
    record WordNode(String text, boolean open) implements QueryNode {}

    /** Words beside each other. */
    record PhraseNode(String text) implements QueryNode {}

    /** A value of one field of the index. */
    record FieldNode(String field, QueryNode value) implements QueryNode {}

    /** An address or a block of addresses. */
    record IpNode(String text) implements QueryNode {}

    /** Within some kilometres of a city, or of a latitude and longitude. */
    record NearNode(String place, double kilometres) implements QueryNode {}

    /**
     * In a city, as {@link CityQuery} reads it.
     *
     * @param networks whether networks in its facilities are wanted, too
     */
    record CityNode(String place, boolean networks) implements QueryNode {}

    record AndNode(List<QueryNode> parts) implements QueryNode {}

    record OrNode(List<QueryNode> parts) implements QueryNode {}

    record NotNode(QueryNode part) implements QueryNode {}
}
