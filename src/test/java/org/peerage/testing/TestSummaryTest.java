package org.peerage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a run says of tests that did not run. */
class TestSummaryTest {
    @Test
    void skippedTestsAreCountedAndNamed() {
        assertThat(summary(MixedCases.class))
                .isEqualTo(
                        "1 passed, 1 failed, 1 not applicable, 1 skipped: MixedCases#lacksSomething (needs a quantum computer)");
    }

    @Test
    void skippedClassNamesHowManyTestsItTookAlong() {
        assertThat(summary(LeftOutCases.class))
                .isEqualTo(
                        "0 passed, 0 failed, 0 not applicable, 1 skipped: LeftOutCases with 2 tests (needs a world)");
    }

    private static String summary(Class<?> cases) {
        TestSummary summary = new TestSummary();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(cases))
                                .build(),
                        summary);
        return summary.text();
    }

    static final class MixedCases {
        @Test
        void passes() {}

        @Test
        void fails() {
            throw new AssertionError("as it should");
        }

        @Test
        void lacksSomething() {
            Prerequisites.need(false, "a quantum computer");
        }

        @Test
        void hasNothingToTest() {
            Prerequisites.applies(false, "only on the moon");
        }
    }

    static final class LeftOutCases {
        @BeforeAll
        static void prepare() {
            Prerequisites.need(false, "a world");
        }

        @Test
        void first() {}

        @Test
        void second() {}
    }
}
