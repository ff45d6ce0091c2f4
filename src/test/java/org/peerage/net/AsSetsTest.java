package org.peerage.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsSetsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            as-a                     | AS-A
            ripe::as-a               | RIPE::AS-A
            AS-A,AS-B                | AS-A AS-B
            AS-A, AS-B               | AS-A AS-B
            AS64500                  | AS64500
            RIPE::AS64500:AS-A       | RIPE::AS64500:AS-A
            RS-A:RS-B                | RS-A:RS-B
            ''                       | ''
            """)
    void namesAreReadInAnyCaseAndWithAnySeparator(String text, String read) {
        assertThat(AsSets.read(text, true)).isEqualTo(new AsSets.AsSetList(read, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"!", "AS-A@RIPE", "::AS-A", "RIPE::", "RIPE::AS-A::AS-B", "AS-A,,AS-B", "AS-A  AS-B", "ÄS-A"})
    void textThatIsNoNameIsRefused(String text) {
        assertThat(AsSets.read(text, true).problems())
                .singleElement()
                .asString()
                .startsWith("Invalid formatting: ")
                .endsWith(" - should be AS-SET, ASx, or SOURCE::AS-SET");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NONSENSE        | Invalid formatting: NONSENSE - should be RS-SET, AS-SET or AS123
            AS-             | Invalid formatting: AS- - should be RS-SET, AS-SET or AS123
            AS-A:           | Invalid formatting:  - should be RS-SET, AS-SET or AS123
            AS-A:RS-B       | All parts of an hierarchical name have to be of the same type
            AS1:AS2         | At least one component must be an actual set name
            AS1:AS2:AS3:AS-A | Maximum AS-SET hierarchy depth: 3
            """)
    void pathThatNamesNoSetIsRefused(String text, String problem) {
        assertThat(AsSets.read(text, true).problems()).containsExactly(problem);
    }

    @Test
    void depthIsLimitedOnlyWhereItIsAskedFor() {
        assertThat(AsSets.read("AS1:AS2:AS3:AS-A", false).problems()).isEmpty();
        assertThat(AsSets.read("AS1:AS2:AS-A", true).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AS-A             | An IRR source prefix is required: AS-A - use SOURCE::AS-SET (e.g. RIPE::AS-EXAMPLE)
            RIPE::AS-A AS-B  | An IRR source prefix is required: AS-B - use SOURCE::AS-SET (e.g. RIPE::AS-EXAMPLE)
            MOON::AS-A       | Unknown IRR source: MOON
            RIPE::RS-A       | Route-set names (RS-*) are not accepted: RIPE::RS-A
            """)
    void newNamesHaveASourceAndAreOfAsSets(String text, String problem) {
        assertThat(AsSets.strictProblems(text)).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RIPE::AS-A", "RADB::AS1 ALTDB::AS1:AS-B"})
    void newNamesWithASourceAreFine(String text) {
        assertThat(AsSets.strictProblems(text)).isEmpty();
    }

    @Test
    void listsAreTheSameWhateverTheirCaseAndSeparators() {
        assertThat(AsSets.isSame("as-a, as-b", "AS-A AS-B")).isTrue();
        assertThat(AsSets.isSame("AS-A AS-B", "AS-B AS-A")).isFalse();
    }
}
