package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickReadsTest {
    @ParameterizedTest
    @CsvSource({
        "/api/fac/12345678901234567,depth=0",
        "/api/net/1,depth=0",
        "/api/net,asn=63311",
        "/api/netixlan,ix_id=4",
        "/api/poc,since=4000000000"
    })
    void objectsByThemselvesAndNarrowFiltersAreQuick(String path, @Nullable String query) {
        assertThat(QuickReads.isOne(path, query)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'',",
        "/,",
        "1,",
        "/1,",
        "/api,",
        "/api/,",
        "/api/net/,",
        "/api/net1,",
        "/api/net//1,",
        "/api/net/1/,",
        "/api/net/123456789012345678,",
        "/api/changes,",
        "/api/as_set/63311,",
        "/api/net/1/history,",
        "/api/net/-1,",
        "/net/1,",
        "/API/net/1,",
        "/api/net,depth=2",
        "/api/net,depth=0",
        "/api/net,",
        "/api/net/1,",
        "/api/net/1,depth=2",
        "/api/net,name__contains=a",
        "/api/net,asn=63311&depth=2",
        "/api/poc,since=1",
        "/api/poc,since=x",
        "/api/net,asn",
        "/api/net/1,fields=id"
    })
    void whateverElseGoesAside(String path, @Nullable String query) {
        assertThat(QuickReads.isOne(path, query)).isFalse();
    }
}
