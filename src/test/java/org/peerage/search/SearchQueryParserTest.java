package org.peerage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.search.QueryNode.AndNode;
import org.peerage.search.QueryNode.FieldNode;
import org.peerage.search.QueryNode.NearNode;
import org.peerage.search.QueryNode.NotNode;
import org.peerage.search.QueryNode.OrNode;
import org.peerage.search.QueryNode.PhraseNode;
import org.peerage.search.QueryNode.WordNode;

class SearchQueryParserTest {

    @Test
    void wordsMustAllMatchAndTheLastOneIsAPrefix() {
        assertThat(SearchQueryParser.parse(" aurora net ")).hasValue(new AndNode(List.of(word("aurora"), open("net"))));
    }

    @Test
    void precedenceOfAndIsHigherThanOfOr() {
        assertThat(SearchQueryParser.parse("a b OR c d"))
                .hasValue(new OrNode(List.of(
                        new AndNode(List.of(word("a"), word("b"))), new AndNode(List.of(word("c"), open("d"))))));
    }

    @Test
    void parenthesesGroup() {
        assertThat(SearchQueryParser.parse("(a OR b) c"))
                .hasValue(new AndNode(List.of(new OrNode(List.of(word("a"), word("b"))), open("c"))));
    }

    @Test
    void quotesKeepWordsTogether() {
        assertThat(SearchQueryParser.parse("\"new york\" ix"))
                .hasValue(new AndNode(List.of(new PhraseNode("new york"), open("ix"))));
    }

    @Test
    void quotesThatAreNeverClosedEndWithTheText() {
        assertThat(SearchQueryParser.parse("\"new york")).hasValue(new PhraseNode("new york"));
    }

    @Test
    void fieldsTakeWordsAndPhrases() {
        assertThat(SearchQueryParser.parse("city:paris country:\"united kingdom\""))
                .hasValue(new AndNode(List.of(
                        new FieldNode(IndexFields.CITY, word("paris")),
                        new FieldNode(IndexFields.COUNTRY, new PhraseNode("united kingdom")))));
    }

    @Test
    void unknownFieldIsAWord() {
        assertThat(SearchQueryParser.parse("RIPE::AS-EXAMPLE")).hasValue(open("RIPE::AS-EXAMPLE"));
        assertThat(SearchQueryParser.parse("2001:7f8::1")).hasValue(open("2001:7f8::1"));
    }

    @Test
    void exclusionTakesNotOrMinus() {
        assertThat(SearchQueryParser.parse("a NOT b -c x-y"))
                .hasValue(new AndNode(List.of(word("a"), new NotNode(word("b")), new NotNode(word("c")), open("x-y"))));
    }

    @Test
    void operatorsAtTheEndAreWordsThatSomebodyTypes() {
        assertThat(SearchQueryParser.parse("x OR")).hasValue(new AndNode(List.of(word("x"), open("OR"))));
    }

    @Test
    void distanceBelongsToNear() {
        assertThat(SearchQueryParser.parse("near:Wien distance:30km")).hasValue(new NearNode("Wien", 30));
        assertThat(SearchQueryParser.parse("near:48.2,16.4")).hasValue(new NearNode("48.2,16.4", 25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\"", "\"\"", "()", "(((", ")))", "*", "**:**", "distance:5", "AND OR NOT"})
    void emptyQueryIsNoError(String typed) {
        assertThat(SearchQueryParser.parse(typed))
                .satisfies(read -> assertThat(read.toString()).isNotNull());
    }

    @Test
    void longTextsAreCut() {
        assertThat(SearchQueryParser.parse("a ".repeat(10_000)))
                .hasValueSatisfying(node -> assertThat(((AndNode) node).parts()).hasSizeLessThanOrEqualTo(16));
    }

    private static WordNode word(String text) {
        return new WordNode(text, false);
    }

    private static WordNode open(String text) {
        return new WordNode(text, true);
    }
}
