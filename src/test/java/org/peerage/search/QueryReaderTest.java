package org.peerage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.search.Wanted.All;
import org.peerage.search.Wanted.Any;
import org.peerage.search.Wanted.Near;
import org.peerage.search.Wanted.Not;
import org.peerage.search.Wanted.Of;
import org.peerage.search.Wanted.Phrase;
import org.peerage.search.Wanted.Word;

class QueryReaderTest {

    @Test
    void wordsMustAllFitAndTheLastOneIsStillBeingTyped() {
        assertThat(QueryReader.read(" aurora net ")).hasValue(new All(List.of(word("aurora"), open("net"))));
    }

    @Test
    void orBindsLessThanAnd() {
        assertThat(QueryReader.read("a b OR c d"))
                .hasValue(new Any(
                        List.of(new All(List.of(word("a"), word("b"))), new All(List.of(word("c"), open("d"))))));
    }

    @Test
    void parenthesesGroup() {
        assertThat(QueryReader.read("(a OR b) c"))
                .hasValue(new All(List.of(new Any(List.of(word("a"), word("b"))), open("c"))));
    }

    @Test
    void quotesKeepWordsTogether() {
        assertThat(QueryReader.read("\"new york\" ix")).hasValue(new All(List.of(new Phrase("new york"), open("ix"))));
    }

    @Test
    void quotesThatAreNeverClosedEndWithTheText() {
        assertThat(QueryReader.read("\"new york")).hasValue(new Phrase("new york"));
    }

    @Test
    void fieldsTakeWordsAndPhrases() {
        assertThat(QueryReader.read("city:paris country:\"united kingdom\""))
                .hasValue(new All(List.of(
                        new Of(Names.CITY, word("paris")), new Of(Names.COUNTRY, new Phrase("united kingdom")))));
    }

    @Test
    void whatIsNoFieldIsAWord() {
        assertThat(QueryReader.read("RIPE::AS-EXAMPLE")).hasValue(open("RIPE::AS-EXAMPLE"));
        assertThat(QueryReader.read("2001:7f8::1")).hasValue(open("2001:7f8::1"));
    }

    @Test
    void notAndMinusExclude() {
        assertThat(QueryReader.read("a NOT b -c x-y"))
                .hasValue(new All(List.of(word("a"), new Not(word("b")), new Not(word("c")), open("x-y"))));
    }

    @Test
    void operatorsAtTheEndAreWordsThatSomebodyTypes() {
        assertThat(QueryReader.read("x OR")).hasValue(new All(List.of(word("x"), open("OR"))));
    }

    @Test
    void distanceBelongsToNear() {
        assertThat(QueryReader.read("near:Wien distance:30km")).hasValue(new Near("Wien", 30));
        assertThat(QueryReader.read("near:48.2,16.4")).hasValue(new Near("48.2,16.4", 25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\"", "\"\"", "()", "(((", ")))", "*", "**:**", "distance:5", "AND OR NOT"})
    void nothingIsNoError(String typed) {
        assertThat(QueryReader.read(typed))
                .satisfies(read -> assertThat(read.toString()).isNotNull());
    }

    @Test
    void longTextsAreCut() {
        assertThat(QueryReader.read("a ".repeat(10_000)))
                .hasValueSatisfying(wanted -> assertThat(((All) wanted).parts()).hasSizeLessThanOrEqualTo(16));
    }

    private static Word word(String text) {
        return new Word(text, false);
    }

    private static Word open(String text) {
        return new Word(text, true);
    }
}
