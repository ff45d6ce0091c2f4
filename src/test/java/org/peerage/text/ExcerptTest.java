package org.peerage.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void longTextsAreCutBetweenCharacters() {
        assertThat(Excerpt.of("ab", 2)).isEqualTo("ab");
        assertThat(Excerpt.of("abc", 2)).isEqualTo("ab…");
        assertThat(Excerpt.of("a\uD83D\uDE00c", 2)).isEqualTo("a…");
        assertThat(Excerpt.of("\uD83D\uDE00c", 2)).isEqualTo("\uD83D\uDE00…");
        assertThat(Excerpt.of("x".repeat(Excerpt.MAX_LENGTH + 1))).hasSize(Excerpt.MAX_LENGTH + 1);
    }
}
