package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLaneTest {
    @ParameterizedTest
    @ValueSource(strings = {"/api/net", "/api/netixlan", "/api/net/1", "/api/fac/12345678901234567"})
    void listsAndObjectsAreReads(String path) {
        assertThat(ReadLane.isRead(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "1",
                "/1",
                "/api",
                "/api/",
                "/api/net/",
                "/api/net1",
                "/api/net//1",
                "/api/net/1/",
                "/api/net/123456789012345678",
                "/api/changes",
                "/api/as_set/63311",
                "/api/net/1/history",
                "/api/net/-1",
                "/net/1",
                "/API/net/1"
            })
    void whateverElseGoesTheLongWay(String path) {
        assertThat(ReadLane.isRead(path)).isFalse();
    }
}
