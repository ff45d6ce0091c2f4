package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.peerage.registry.types.IxLan;
import org.peerage.snapshot.Snapshot;

/** Whatever an exchange publishes is read and compared, or refused, and never a bug (docs/reliability.md). */
@Tag("fuzz")
class MemberListFuzzTest {
    private static final Snapshot REGISTRY =
            new SampleExchange().given("Y(p4,p6); N(q4,–); v6Y(–,r6)").snapshot();

    @FuzzTest(maxDuration = "15s")
    void feedsAreReadOrRefused(FuzzedDataProvider data) {
        byte[] document = data.consumeRemainingAsBytes();

        if (MemberListReader.read(document) instanceof Reading.Document(MemberList list)) {
            Plan plan = Comparison.of(
                    REGISTRY,
                    Objects.requireNonNull(REGISTRY.find(IxLan.TYPE, SampleExchange.LAN)),
                    list,
                    Comparison.Settings.STANDARD);
            assertThat(plan).isNotNull();
        }
    }
}
