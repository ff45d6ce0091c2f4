package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.net.Asn;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** When an import need not look, for the one before left nothing to do (docs/spec/ixf.md §11.5). */
class QuietImportsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final String ROWS = "N(p4,p6) down; Y(q4,q6) @1";
    private static final String FEED = "N{p4,p6}; Y{q4,q6} at=1; v6Y{r4,r6}; X{s4}";
    private static final String QUIET_ROWS = ROWS + "; v6Y(–,r6)";

    private final QuietImports quiet = new QuietImports();

    private static String proposals() {
        return "proposals";
    }

    private static Row lan(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN));
    }

    private static Snapshot registry(String rows) {
        return new SampleExchange().given(rows).snapshot();
    }

    private void imported(String rows, String feed) {
        Snapshot snapshot = registry(rows);
        MemberList list = ((Reading.Document) MemberListReader.read(SampleExchange.feed(feed))).list();
        Plan plan = Comparison.of(snapshot, lan(snapshot), list, Comparison.Settings.STANDARD);
        quiet.note(snapshot, lan(snapshot), list, "hash", Comparison.Settings.STANDARD, plan, proposals());
    }

    private boolean isAsBefore(Snapshot snapshot) {
        return quiet.isAsBefore(
                snapshot, lan(snapshot), "hash", Comparison.Settings.STANDARD, QuietImportsTest::proposals);
    }

    @Test
    void importThatLeftNothingToDoIsNotRepeated() {
        imported(QUIET_ROWS, FEED);

        assertThat(isAsBefore(registry(QUIET_ROWS))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a speed         | N(p4,p6) 20G down; Y(q4,q6) @1; v6Y(–,r6)",
                "a flag          | N(p4,p6); Y(q4,q6) @1; v6Y(–,r6)",
                "an address      | N(p4,–) down; Y(q4,q6) @1; v6Y(–,r6)",
                "the owner       | N2(p4,p6) down; Y(q4,q6) @1; v6Y(–,r6)",
                "the side        | N(p4,p6) down; Y(q4,q6); v6Y(–,r6)",
                "one more        | N(p4,p6) down; Y(q4,q6) @1; v6Y(–,r6); Y2(t4,–)",
                "one fewer       | N(p4,p6) down; Y(q4,q6) @1",
                "a deleted one   | N(p4,p6) down; Y(q4,q6) @1; v6Y(–,r6) deleted",
                "a network's own | N(p4,p6) down; Y(q4,q6) @1; v6Y(–,r6); N excludes operational",
                "families        | N(p4,p6) down; Y(q4,q6) @1; v6Y(–,r6); v6Y without families",
            })
    void changeOfWhatItSawIsLookedAt(String what, String rows) {
        imported(QUIET_ROWS, FEED);

        assertThat(isAsBefore(registry(rows))).as(what).isFalse();
    }

    @Test
    void prefixesAndListAndSettingsAreLookedAt() {
        imported(QUIET_ROWS, FEED);
        Snapshot same = registry(QUIET_ROWS);
        Snapshot withoutPrefixes =
                new SampleExchange().given(QUIET_ROWS).without(IxPfx.TYPE).snapshot();

        assertThat(isAsBefore(withoutPrefixes)).isFalse();
        assertThat(quiet.isAsBefore(
                        same, lan(same), "another", Comparison.Settings.STANDARD, QuietImportsTest::proposals))
                .isFalse();
        assertThat(quiet.isAsBefore(same, lan(same), "hash", Comparison.Settings.RELEASED, QuietImportsTest::proposals))
                .isFalse();
        assertThat(quiet.isAsBefore(
                        same,
                        lan(same),
                        "hash",
                        Comparison.Settings.STANDARD.asAutomatic(new Asn(64_497)),
                        QuietImportsTest::proposals))
                .isFalse();
    }

    /** The time goes on for connections that wait, and for them alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "N(p4,–) | N2{p4} | false",
                "N(p4,p6) | N{p4}; N2{p6} | false",
                "N(p4,p6) | N{p4,p6}; N2{r4} | true"
            })
    void graceIsLookedAtWhereSomebodyWaits(String rows, String feed, boolean isQuiet) {
        Snapshot snapshot = registry(rows);
        MemberList list = ((Reading.Document) MemberListReader.read(SampleExchange.feed(feed))).list();
        Comparison.Settings today = SampleExchange.settings("grace=7", NOW);
        Comparison.Settings tomorrow = SampleExchange.settings("grace=7", NOW.plus(Duration.ofDays(1)));

        quiet.note(
                snapshot,
                lan(snapshot),
                list,
                "hash",
                today,
                Comparison.of(snapshot, lan(snapshot), list, today),
                "proposals");

        assertThat(quiet.isAsBefore(snapshot, lan(snapshot), "hash", tomorrow, QuietImportsTest::proposals))
                .isEqualTo(isQuiet);
        assertThat(quiet.isAsBefore(
                        snapshot,
                        lan(snapshot),
                        "hash",
                        SampleExchange.settings("grace=8", NOW),
                        QuietImportsTest::proposals))
                .isFalse();
    }

    /** Others drop proposals, too. */
    @Test
    void proposalsThatAreThereAreLookedAt() {
        imported(QUIET_ROWS, FEED);
        Snapshot same = registry(QUIET_ROWS);

        assertThat(quiet.isAsBefore(same, lan(same), "hash", Comparison.Settings.STANDARD, () -> "others"))
                .isFalse();
    }

    @Test
    void importThatLooksIsNoReasonToSkipTheNextBeforeItIsOver() {
        imported(QUIET_ROWS, FEED);

        quiet.forget(lan(registry(QUIET_ROWS)));

        assertThat(isAsBefore(registry(QUIET_ROWS))).isFalse();
    }

    /** What is elsewhere, and what imports do not read, is no reason. */
    @Test
    void otherExchangesAreNotLookedAt() {
        imported(QUIET_ROWS, FEED);

        assertThat(isAsBefore(registry(QUIET_ROWS + "; Y2(t4,–) elsewhere; Y2 excludes speed")))
                .isTrue();
    }

    /** Something was written, or waits for somebody, or is told again after a while. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "N{p4,p6}; Y{q4,q6} at=1; Y2{t4}",
                "N{p4,p6}",
                "N{p4,p6}; Y{q4,q6} 20G",
                "N{p4,p6}; Y{q4,q6} at=2",
                "",
                "N{p4,p6}; Y{q4,q6} speed=\"10G\"",
                "N{p4,p6}; Y{q4,q6}; Y2{t4} speed=40",
                "N{p4,p6}; N2{p4,p6}",
            })
    void importThatIsNotDoneIsRepeated(String feed) {
        imported(ROWS, feed);

        assertThat(isAsBefore(registry(ROWS))).isFalse();
    }
}
