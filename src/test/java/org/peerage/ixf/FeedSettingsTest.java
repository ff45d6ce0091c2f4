package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.registry.types.IxLan;
import org.peerage.snapshot.Snapshot;

/** The rule book of what exchanges may say of their feeds (docs/spec/ixf.md §11.1). */
class FeedSettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final String ELSEWHERE =
            "left out: The entry is left out: by the exchange's settings its VLAN is not the LAN's";
    private static final String LOSES =
            "The IP address has been reassigned to a different ASN in the exchange's IX-F data";

    private static final List<Scenario> SCENARIOS = List.of(
            // states
            rule("disabled", "down", "", "Y{p4,p6} state=\"disabled\"", "add Y(p4,p6) 10G down"),
            rule(
                    "quarantine in capitals",
                    "down",
                    "Y(p4,p6)",
                    "Y{p4,p6} state=\"Quarantine\"",
                    "modify Y(p4,p6) to Y(p4,p6) 10G down"),
            rule("not connected", "down", "Y(p4,p6) down", "Y{p4,p6} state=\"notconnected\""),
            rule(
                    "waiting for its cable",
                    "down",
                    "N(p4,p6)",
                    "N{p4,p6} state=\"awaiting-xconnect\"",
                    "propose modify N(p4,p6) to N(p4,p6) 10G down"),
            rule(
                    "other states are unknown still",
                    "down",
                    "N(p4,p6)",
                    "N{p4,p6} state=\"retired\"",
                    "ignore N: Invalid connection state: retired",
                    "propose delete N(p4,p6)"),
            rule(
                    "off",
                    "",
                    "N(p4,p6)",
                    "N{p4,p6} state=\"disabled\"",
                    "ignore N: Invalid connection state: disabled",
                    "propose delete N(p4,p6)"),
            // VLANs
            rule("a quarantine VLAN", "vlans=1", "Y(p4,p6)", "Y{p4,p6}; N{q4,q6} vlan=2", ELSEWHERE + " 2"),
            rule(
                    "who is in it alone is missing",
                    "vlans=1",
                    "Y(p4,p6); N(q4,q6)",
                    "Y{p4,p6}; N{q4,q6} vlan=2",
                    "propose delete N(q4,q6)",
                    ELSEWHERE + " 2"),
            rule("an address may be in it, too", "vlans=1", "Y(p4,p6)", "Y{p4,p6}; N{p4} vlan=2", ELSEWHERE + " 2"),
            rule("two VLANs", "vlans=1,2", "", "Y{p4,p6}; Y2{q4} vlan=2", "add Y(p4,p6) 10G", "add Y2(q4,–) 10G"),
            rule("one VLAN for each family", "vlans=1,2", "", "Y{p4} + Y{p6} vlan=2", "add Y(p4,p6) 10G"),
            rule("a VLAN that is not told excludes nothing", "vlans=7", "", "Y{p4,p6} vlan=none", "add Y(p4,p6) 10G"),
            rule(
                    "outside of the prefixes it does not matter",
                    "vlans=1",
                    "",
                    "Y{o4} vlan=2",
                    "left out: The entry is left out: no address of it is in the exchange's prefixes 203.0.113.9"),
            rule("nothing of it is there", "vlans=7", "Y(p4,p6)", "Y{p4,p6}", "hold delete Y(p4,p6)", ELSEWHERE + " 1"),
            rule(
                    "off: several are refused",
                    "",
                    "",
                    "Y{p4,p6}; N{q4,q6} vlan=2",
                    "refused: We found that your IX-F output contained multiple VLANs for the prefixes defined in the"
                            + " PeeringDB entry for your exchange."),
            rule(
                    "another exchange",
                    "ixps=1",
                    "Y(p4,p6)",
                    "Y{p4,p6}; N{q4,q6} ixp=2",
                    "left out: The entry is left out: by the exchange's settings its ixp_id is another exchange's 2"),
            rule(
                    "the exchange has two",
                    "ixps=1,2",
                    "",
                    "Y{p4,p6}; Y2{q4} ixp=2",
                    "add Y(p4,p6) 10G",
                    "add Y2(q4,–) 10G"),
            // fields
            rule(
                    "keeps speed",
                    "keeps=speed",
                    "Y(p4,p6) 20G rs",
                    "Y{p4,p6} routeserver=false",
                    "modify Y(p4,p6) to Y(p4,p6) 20G"),
            rule(
                    "keeps route server",
                    "keeps=is_rs_peer",
                    "Y(p4,p6)",
                    "Y{p4,p6} 20G rs",
                    "modify Y(p4,p6) to Y(p4,p6) 20G"),
            rule("keeps operational", "keeps=operational", "N(p4,p6) down", "N{p4,p6}"),
            rule(
                    "of new ones, too",
                    "keeps=speed,is_rs_peer,operational",
                    "",
                    "Y{p4,p6} rs inactive",
                    "add Y(p4,p6) 0G"),
            rule(
                    "beside what the network keeps",
                    "keeps=speed",
                    "Y(p4,p6) down; Y excludes operational",
                    "Y{p4,p6} 20G rs",
                    "modify Y(p4,p6) to Y(p4,p6) 10G rs down"),
            rule(
                    "an unreadable speed is nobody's matter",
                    "keeps=speed",
                    "",
                    "Y{p4,p6} speed=\"10G\"",
                    "add Y(p4,p6) 0G"),
            // grace
            rule(
                    "the loser is asked, the other waits",
                    "grace=7",
                    "N(p4,p6)",
                    "N2{p4,p6}",
                    "propose delete N(p4,p6) until 2026-12-07 for " + LOSES
                            + " (AS64499); the connection stays until 2026-12-07",
                    "propose add N2(p4,p6) 10G but [AS64497 keeps it until 2026-12-07, AS64497 keeps it until 2026-12-07]"),
            rule(
                    "also one that exchanges may change",
                    "grace=7",
                    "N(p4,–)",
                    "Y{p4,p6}",
                    "propose delete N(p4,–) until 2026-12-07 for " + LOSES
                            + " (AS64496); the connection stays until 2026-12-07",
                    "propose add Y(p4,p6) 10G but [AS64497 keeps it until 2026-12-07]"),
            rule(
                    "it counts from when it was found",
                    "grace=7 since=3",
                    "N(p4,–)",
                    "Y{p4}",
                    "propose delete N(p4,–) until 2026-12-04 for " + LOSES
                            + " (AS64496); the connection stays until 2026-12-04",
                    "propose add Y(p4,–) 10G but [AS64497 keeps it until 2026-12-04]"),
            rule("it ends", "grace=7 since=7", "N(p4,–)", "Y{p4}", "reassign N(p4,–)", "add Y(p4,–) 10G"),
            rule(
                    "who lets exchanges change it has none",
                    "grace=7",
                    "Y(p4,–)",
                    "Y2{p4}",
                    "reassign Y(p4,–)",
                    "add Y2(p4,–) 10G"),
            rule(
                    "of two addresses the other one stays",
                    "grace=7",
                    "N(p4,p6)",
                    "N{p4}; Y{p6}",
                    "propose modify N(p4,p6) to N(p4,–) 10G until 2026-12-07 for " + LOSES
                            + " (AS64496); the connection stays until 2026-12-07",
                    "propose add Y(–,p6) 10G but [AS64497 keeps it until 2026-12-07]"),
            rule(
                    "also where something of the loser cannot be read",
                    "grace=7",
                    "N(p4,p6)",
                    "N{p4}; N{q4} state=null; Y{p6}",
                    "propose modify N(p4,p6) to N(p4,–) 10G until 2026-12-07 for " + LOSES
                            + " (AS64496); the connection stays until 2026-12-07",
                    "propose add Y(–,p6) 10G but [AS64497 keeps it until 2026-12-07]"),
            rule(
                    "one that would be merged into another goes by itself",
                    "grace=7",
                    "N(p4,–); N(q4,p6)",
                    "N{p4,p6}; Y{q4}",
                    "propose delete N(q4,p6) until 2026-12-07 for " + LOSES
                            + " (AS64496); the connection stays until 2026-12-07",
                    "propose modify N(p4,–) to N(p4,p6) 10G but [AS64497 keeps it until 2026-12-07]",
                    "propose add Y(q4,–) 10G but [AS64497 keeps it until 2026-12-07]"),
            rule(
                    "a connection that would get the address stays as it is",
                    "grace=7",
                    "N(p4,–); Y(–,q6)",
                    "Y{p4,q6}",
                    "propose delete N(p4,–) until 2026-12-07 for " + LOSES
                            + " (AS64496); the connection stays until 2026-12-07",
                    "propose modify Y(–,q6) to Y(p4,q6) 10G but [AS64497 keeps it until 2026-12-07]"),
            rule(
                    "two networks that exchange addresses wait for each other",
                    "grace=7",
                    "N(p4,–); N2(q4,–)",
                    "N{q4}; N2{p4}",
                    "propose delete N(p4,–) until 2026-12-07 for " + LOSES
                            + " (AS64499); the connection stays until 2026-12-07",
                    "propose delete N2(q4,–) until 2026-12-07 for " + LOSES
                            + " (AS64497); the connection stays until 2026-12-07",
                    "propose add N(q4,–) 10G but [AS64499 keeps it until 2026-12-07]",
                    "propose add N2(p4,–) 10G but [AS64497 keeps it until 2026-12-07]"),
            rule(
                    "an address that is not given to anybody",
                    "grace=7",
                    "N(p4,–); Y(q4,–)",
                    "Y{q4}",
                    "propose delete N(p4,–)"),
            rule("an address that comes back", "grace=7 since=3", "N(p4,–)", "N{p4}"));

    private record Scenario(String name, String settings, String given, String feed, List<String> expected) {}

    private static Scenario rule(String name, String settings, String given, String feed, String... expected) {
        return new Scenario(name, settings, given, feed, List.of(expected));
    }

    @TestFactory
    Stream<DynamicTest> settingsChangeWhatIsPlanned() {
        return SCENARIOS.stream()
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.name + ": " + scenario.settings + " | " + scenario.given + " | " + scenario.feed,
                        () -> assertThat(told(scenario)).containsExactlyElementsOf(scenario.expected)));
    }

    private static List<String> told(Scenario scenario) {
        Plan plan = plan(scenario.given, scenario.feed, scenario.settings);
        boolean isAboutEntries = scenario.settings.contains("vlans") || scenario.settings.contains("ixps");
        return Stream.concat(
                        Stream.concat(
                                plan.error().stream()
                                        .map(error -> "refused: "
                                                + error.lines().findFirst().orElse("")),
                                plan.steps().stream().map(FeedSettingsTest::told)),
                        plan.findings().stream()
                                .filter(finding -> isAboutEntries)
                                .map(finding -> "left out: " + finding.message() + " " + finding.got()))
                .toList();
    }

    private static String told(Step step) {
        return SampleExchange.told(step)
                + (step instanceof Step.Propose propose && propose.until() != null
                        ? " until " + Grace.day(propose.until()) + " for " + propose.reason()
                        : "");
    }

    private static Plan plan(String given, String feed, String settings) {
        Snapshot snapshot = new SampleExchange().given(given).snapshot();
        MemberList list = ((Reading.Document) MemberListReader.read(SampleExchange.feed(feed))).list();
        return Comparison.of(
                snapshot,
                Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN)),
                list,
                SampleExchange.settings(settings, NOW));
    }

    /** A network of which one address is another's loses the connection, with or without days of grace (docs/spec/ixf.md §4.3). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "N(p4,p6) | N{p4}; Y{p6}",
                "N(p4,p6) | N{p6}; Y{p4}",
                "N(p4,p6) | Y{p4,p6}",
                "N(p4,p6) | N{p4,q6}; N2{p6}",
                "N(p4,p6) | Y{p6}",
                "N(p4,–); N(q4,p6) | N{p4,p6}; Y{q4}",
                "N(p4,–); Y(–,q6) | Y{p4,q6}",
                "N(p4,–); N2(q4,–) | N{q4}; N2{p4}",
                "N(p4,p6); N2(q4,–) | N{p4,q6}; N2{q4,p6}",
            })
    void outcomeAfterAGraceIsTheOneWithout(String given, String feed) {
        List<String> without = SampleExchange.told(plan(given, feed, ""));

        assertThat(without).anyMatch(line -> line.startsWith("reassign "));
        assertThat(SampleExchange.told(plan(given, feed, "grace=7 since=7"))).isEqualTo(without);
        assertThat(SampleExchange.told(plan(given, feed, "grace=7 since=9"))).isEqualTo(without);
    }

    @Test
    void networksThatWouldTakeManyAddressesAreHeldBackBeforeAnybodyIsAsked() {
        String rows = "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)";
        String feed = "Y{p4}; Y{q4}; Y{r4}; Y{s4}; Y{t4}; Y{u4}";

        assertThat(SampleExchange.told(plan(rows, feed, "grace=7")))
                .hasSize(12)
                .allMatch(line -> line.startsWith("hold propose "));
    }

    @Test
    void totalsAreOfTheLanAlone() {
        assertThat(plan("", "Y{p4,p6}; N{q4,q6} vlan=2", "vlans=1").feed()).isEqualTo(new Plan.Totals(1, 1, 10_000));
    }

    @Test
    void settingsAreBounded() {
        assertThatThrownBy(() -> new FeedSettings(false, Set.of(-1L), Set.of(), Set.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FeedSettings(false, Set.of(), Set.of(4_294_967_296L), Set.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FeedSettings(false, Set.of(), Set.of(), Set.of("ipaddr4"), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FeedSettings(false, Set.of(), Set.of(), Set.of(), 31))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fieldsHaveOneOwner() {
        SampleExchange sample = new SampleExchange().given("Y excludes speed");
        Snapshot snapshot = sample.snapshot();

        assertThat(owners(snapshot, 64496, "keeps=is_rs_peer"))
                .containsExactly(FieldOwner.NETWORK, FieldOwner.NETWORK, FieldOwner.LIST);
        assertThat(owners(snapshot, 64500, "")).containsOnly(FieldOwner.LIST);
        assertThat(owners(snapshot, 64497, ""))
                .containsExactly(FieldOwner.NETWORK, FieldOwner.NETWORK, FieldOwner.ASKED);
        assertThat(owners(snapshot, 64497, "keeps=operational")).containsOnly(FieldOwner.NETWORK);
    }

    private static List<FieldOwner> owners(Snapshot snapshot, long network, String settings) {
        return FeedSettings.FIELDS.stream()
                .map(field -> FieldOwner.of(
                        Objects.requireNonNull(snapshot.find(org.peerage.registry.types.Net.TYPE, network)),
                        SampleExchange.feedSettings(settings),
                        field))
                .toList();
    }
}
