package org.peerage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AsSetLookupTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void registriesThatHaveAnAsSetAreNamedForFiveMinutes() throws Exception {
        try (FakeIrr irr = new FakeIrr()) {
            irr.answer("AS-FINE", "as-set: AS-FINE\nsource: RIPE\n\nas-set: AS-FINE\nsource: RADB\n");
            AsSetLookup lookup = new AsSetLookup(irr.servers(), nanos::get);

            assertThat(lookup.find("radb::as-fine")).isEqualTo(new AsSetLookup.Result(List.of("RADB", "RIPE"), true));
            assertThat(lookup.find("AS-GONE")).isEqualTo(new AsSetLookup.Result(List.of(), true));
            assertThat(lookup.find("AS-FINE").sources()).hasSize(2);
            assertThat(irr.queries()).hasSize(2);
            nanos.addAndGet(Duration.ofMinutes(6).toNanos());
            assertThat(lookup.find("AS-FINE").isSure()).isTrue();
            assertThat(irr.queries()).hasSize(3);
        }
    }

    @Test
    void silenceIsNoAnswerAndIsNotKept() throws Exception {
        try (FakeIrr irr = new FakeIrr()) {
            AsSetLookup lookup = new AsSetLookup(irr.servers(), nanos::get);
            irr.silence();

            assertThat(lookup.find("AS-FINE")).isEqualTo(new AsSetLookup.Result(List.of(), false));
            assertThat(lookup.find("AS-FINE").isSure()).isFalse();
            assertThat(irr.queries()).hasSize(2);
        }
        assertThat(new AsSetLookup(IrrServers.of("off"), nanos::get)
                        .find("AS-FINE")
                        .isSure())
                .isFalse();
    }
}
