package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    @ParameterizedTest
    @ValueSource(strings = {"name=%", "name=%4", "name=%zz", "name=%4g", "a=%41&b=%", "%"})
    void percentSignThatBeginsNoEscapeIsMalformed(String query) {
        assertThat(QueryParameters.isWellFormed(query)).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"name=%25", "name=%C5%81", "name=%ff", "a=b&c"})
    void otherQueriesAreWellFormed(String query) {
        assertThat(QueryParameters.isWellFormed(query)).isTrue();
    }

    @Test
    void repeatedParametersKnowTheirFirstAndLastValue() {
        QueryParameters parameters = QueryParameters.parse("a=1&b=2&a=3&a=4");

        assertThat(parameters.first("a")).isEqualTo("1");
        assertThat(parameters.get("a")).isEqualTo("4");
        assertThat(parameters.first("b")).isEqualTo("2");
        assertThat(parameters.first("c")).isNull();
        assertThat(parameters.all().keySet()).containsExactly("b", "a");
    }
}
