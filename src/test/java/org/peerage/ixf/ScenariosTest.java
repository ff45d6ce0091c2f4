package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.snapshot.Snapshot;

/** The rule book of imports: the scenarios of docs/spec/ixf.md §10 that the comparison decides, by their numbers. */
class ScenariosTest {
    private static final List<Scenario> SCENARIOS = List.of(
            // what a network that lets exchanges change it gets
            rule("1", "", "Y{p4,p6} rs", "add Y(p4,p6) 10G rs"),
            rule("2", "Y(p4,p6) 20G down", "Y{p4,p6} rs", "modify Y(p4,p6) to Y(p4,p6) 10G rs"),
            rule("3", "Y(p4,p6) rs", "Y{p4,p6}"),
            rule("4", "Y(p4,p6) 1G rs deleted", "Y{p4,p6}", "add Y(p4,p6) 10G"),
            rule("5", "Y(p4,p6); Y(q4,–)", "Y{p4,p6}", "delete Y(q4,–)"),
            rule("6", "Y(p4,p6)", "", "hold delete Y(p4,p6)"),
            rule("7 speed 0", "Y(p4,p6)", "Y{p4,p6} speed=0"),
            rule("7 new", "", "Y{p4,p6} speed=0", "add Y(p4,p6) 0G"),
            rule("8 text", "", "Y{p4,p6} speed=\"10000\"", "add Y(p4,p6) 10G"),
            rule("8 fraction", "", "Y{p4,p6} speed=10000.7", "add Y(p4,p6) 10G"),
            rule("8 sum", "", "Y{p4,p6} speed=10000+10000+\"10000\"", "add Y(p4,p6) 30G"),
            rule("9", "", "Y{p4,p6} speed=10000+\"10G\"+10000", "add Y(p4,p6) 20G"),
            rule(
                    "10",
                    "",
                    "Y{p4,p6} + Y{q4}; Y2{q4,q6}",
                    "refused: Address 192.0.2.20 assigned to more than one distinct connection"),
            rule("11 identical", "", "Y{p4,p6}; Y{p4,p6}", "add Y(p4,p6) 10G"),
            rule("11 two members", "", "Y{p4,p6}; Y{q4,q6}", "add Y(p4,p6) 10G", "add Y(q4,q6) 10G"),
            rule("12", "", "Y{p4,p6} speed=\"10G\"", "propose add Y(p4,p6) 0G but [Invalid speed value: 10G]"),
            rule("13 least", "", "Y{p4,p6} speed=40", "propose add Y(p4,p6) 40M but [Minimum speed: 50M]"),
            rule("13 most", "", "Y{p4,p6} speed=6000000", "propose add Y(p4,p6) 6000G but [Maximum speed: 5T]"),
            rule("14", "Y(p4,p6)", "Y{p4,p6} speed=\"10G\""),
            rule("15 connected", "", "Y{p4,p6} state=\"connected\"", "add Y(p4,p6) 10G"),
            rule("15 capitals", "", "Y{p4,p6} state=\"OPERATIONAL\"", "add Y(p4,p6) 10G"),
            rule("15 empty", "", "Y{p4,p6} state=\"\"", "add Y(p4,p6) 10G"),
            rule("15 missing", "", "Y{p4,p6} state=none", "add Y(p4,p6) 10G"),
            rule("16", "", "Y{p4,p6} state=\"inactive\"", "add Y(p4,p6) 10G down"),
            rule("16 capitals, as meant", "", "Y{p4,p6} state=\"Inactive\"", "add Y(p4,p6) 10G down"),
            rule(
                    "17",
                    "Y(p4,p6)",
                    "Y{p4,p6} state=\"disabled\"",
                    "ignore Y: Invalid connection state: disabled",
                    "delete Y(p4,p6)"),
            rule("18, that connection alone", "", "N{p4,p6} state=null; Y{q4,q6}", "add Y(q4,q6) 10G"),
            rule("18, its row stays", "Y(p4,p6)", "Y{p4,p6} state=null; Y{q4,q6}", "add Y(q4,q6) 10G"),
            // what the others are asked
            rule("19 speed", "N(p4,p6) 20G", "N{p4,p6}"),
            rule("19 route server", "N(p4,p6) rs", "N{p4,p6} routeserver=false"),
            rule("20", "N(p4,p6) down", "N{p4,p6}", "propose modify N(p4,p6) to N(p4,p6) 10G"),
            rule("23", "N(p4,p6)", "N{p4,p6}"),
            rule("24", "", "N{p4,p6}", "propose add N(p4,p6) 10G"),
            rule("25", "N(q4,q6)", "N{p4,p6}; N{q4,q6}", "propose add N(p4,p6) 10G"),
            rule("27", "N(p4,p6) 40G", "N{p4,p6}"),
            rule("28", "N(p4,p6); N(q4,–)", "N{p4,p6}", "propose delete N(q4,–)"),
            rule("29", "N(p4,p6); N(q4,–)", "N{p4,p6}; N{q4}"),
            // one row or two
            rule("37", "N(p4,–) 40G rs", "N{p4,p6}", "propose modify N(p4,–) to N(p4,p6) 40G rs"),
            rule("38", "N(p4,–); N(–,p6)", "N{p4,p6}", "propose modify N(p4,–) and N(–,p6) to N(p4,p6) 10G"),
            rule("39", "N(p4,p6); N(–,p6) deleted", "N{p4,p6}"),
            rule("40", "N(p4,p6)", "N{p4,q6}", "propose modify N(p4,p6) to N(p4,q6) 10G"),
            rule("41", "N(p4,p6)", "N{p4}", "propose modify N(p4,p6) to N(p4,–) 10G"),
            rule("42", "N(p4,p6)", "N{q4,q6}", "propose delete N(p4,p6)", "propose add N(q4,q6) 10G"),
            rule(
                    "43, and both are told",
                    "N(p4,p6)",
                    "N{p4}; N{p6} 20G",
                    "propose modify N(p4,p6) to N(p4,–) 10G",
                    "propose add N(–,p6) 20G"),
            rule(
                    "45, what the feed does not say stays",
                    "Y(p4,–) 40G rs",
                    "Y{p4,p6}",
                    "modify Y(p4,–) to Y(p4,p6) 10G rs"),
            rule("46", "Y(p4,–); Y(–,p6)", "Y{p4,p6}", "modify Y(p4,–) and Y(–,p6) to Y(p4,p6) 10G"),
            rule("47", "Y(p4,p6)", "Y{p4}; Y{p6} 20G", "modify Y(p4,p6) to Y(p4,–) 10G", "add Y(–,p6) 20G"),
            rule("48 cleared", "Y(p4,p6)", "Y{p4}", "modify Y(p4,p6) to Y(p4,–) 10G"),
            rule("48 replaced", "Y(p4,p6)", "Y{p4,q6}", "modify Y(p4,p6) to Y(p4,q6) 10G"),
            rule(
                    "two rows exchange an address",
                    "Y(p4,p6); Y(q4,q6)",
                    "Y{p4,q6}; Y{q4,p6}",
                    "modify Y(p4,p6) to Y(p4,q6) 10G",
                    "modify Y(q4,q6) to Y(q4,p6) 10G"),
            // addresses that change hands
            rule("50", "N(p4,p6)", "N2{p4,p6}", "reassign N(p4,p6)", "propose add N2(p4,p6) 10G"),
            rule("51", "N(p4,p6)", "Y{p4,p6}", "reassign N(p4,p6)", "add Y(p4,p6) 10G"),
            rule("52", "N(p4,–)", "Y{p4,p6}", "reassign N(p4,–)", "add Y(p4,p6) 10G"),
            rule(
                    "53",
                    "N(p4,p6); N2(q4,q6)",
                    "N{q4,q6}; N2{p4,p6}",
                    "reassign N(p4,p6)",
                    "reassign N2(q4,q6)",
                    "propose add N(q4,q6) 10G",
                    "propose add N2(p4,p6) 10G"),
            rule(
                    "53 automatic",
                    "Y(p4,p6); Y2(q4,q6)",
                    "Y{q4,q6}; Y2{p4,p6}",
                    "reassign Y(p4,p6)",
                    "reassign Y2(q4,q6)",
                    "add Y(q4,q6) 10G",
                    "add Y2(p4,p6) 10G"),
            rule(
                    "54",
                    "N(p4,p6)",
                    "X{p4,p6}",
                    "ignore X: Network does not exist in peeringdb",
                    "propose delete N(p4,p6)"),
            rule("55, a number all the same", "N(p4,p6)", "N{p4,p6} asnum=\"64497\""),
            rule("56", "P(p4,p6)", "P{p4,p6}", "ignore P: Network status is 'pending'", "delete P(p4,p6)"),
            rule(
                    "57",
                    "Y(p4,–) elsewhere",
                    "Y{p4,p6}",
                    "propose add Y(p4,p6) 10G but [Ip address 192.0.2.10 already exists in another lan]"),
            // addresses outside the prefixes
            rule("58", "", "Y{o4}"),
            rule(
                    "59 outside",
                    "",
                    "Y{o4,p6}",
                    "propose add Y(o4,p6) 10G but [IPv4 203.0.113.9 does not match any prefix on this ixlan]"),
            rule(
                    "59 first of the prefix",
                    "",
                    "Y{b4,p6}",
                    "propose add Y(b4,p6) 10G but [IPv4 192.0.2.0 does not match any prefix on this ixlan]"),
            rule("60", "", "N{o4,p6}", "propose add N(o4,p6) 10G but [IPv4 address outside of prefix]"),
            rule("61", "", "Y{192.0.2.10/24,p6}; N{2001:DB8:1::0:14,q4}", "propose add N(q4,q6) 10G"),
            // families that are switched off
            rule("63", "", "v6Y{p4,p6}", "add v6Y(–,p6) 10G", "notice v6Y IPv4"),
            rule("63 again", "v6Y(–,p6)", "v6Y{p4,p6}", "notice v6Y IPv4"),
            rule("63 over", "v6Y(–,p6)", "v6Y{p6}"),
            rule("64", "v6Y(–,p6)", "v6Y{q4}", "delete v6Y(–,p6)", "notice v6Y IPv4"),
            rule("65", "v6N(p4,p6)", "v6N{p6}"),
            rule("65 other IPv4", "v6N(p4,p6)", "v6N{q4,p6}", "notice v6N IPv4"),
            rule(
                    "66, each is told",
                    "v6Y(–,p6); v6N(–,q6)",
                    "v6Y{p4,p6}; v6N{q4,q6}",
                    "notice v6Y IPv4",
                    "notice v6N IPv4"),
            rule("67", "Y without families", "Y{p4,p6}", "add Y(p4,p6) 10G"),
            rule("68", "", "v6Y{p4}", "notice v6Y IPv4"),
            rule("a row that the feed has exactly is not missing", "v6Y(p4,–)", "v6Y{p4}", "notice v6Y IPv4"),
            rule("others are", "v6N(p4,–)", "v6N{q4}", "propose delete v6N(p4,–)", "notice v6N IPv4"),
            // the exchange's end
            rule("69", "Y(p4,p6)", "Y{p4,p6} at=1", "side Y(p4,p6) 1"),
            rule("69 whatever the flag", "N(p4,p6) @1", "N{p4,p6} at=2", "side N(p4,p6) 2"),
            rule("69 kept", "N(p4,p6) @1", "N{p4,p6}"),
            rule(
                    "69 with other differences",
                    "N(p4,p6) down",
                    "N{p4,p6} at=1",
                    "propose modify N(p4,p6) to N(p4,p6) 10G",
                    "side N(p4,p6) 1"),
            rule("70 unknown", "Y(p4,p6)", "Y{p4,p6} at=999999"),
            rule("70 text, as meant", "Y(p4,p6)", "Y{p4,p6} at=\"1\"", "side Y(p4,p6) 1"),
            // whole feeds
            rule(
                    "72",
                    "",
                    "Y{p4,p6}; N{p4,q6}",
                    "refused: Address 192.0.2.10 assigned to more than one distinct connection"),
            rule(
                    "73",
                    "",
                    "Y{p4,p6}; N{q4,q6} vlan=2",
                    "refused: We found that your IX-F output contained multiple VLANs for the prefixes defined in the"
                            + " PeeringDB entry for your exchange."),
            rule("73 outside", "", "Y{p4,p6}; Y{o4} vlan=2", "add Y(p4,p6) 10G"),
            rule("73 the same as text", "", "Y{p4,p6}; Y{q4,q6} vlan=\"1\"", "add Y(p4,p6) 10G", "add Y(q4,q6) 10G"),
            // fields that a network keeps for itself
            rule("77", "N(p4,p6) down; N excludes operational", "N{p4,p6}"),
            rule("78", "Y excludes speed+is_rs_peer", "Y{p4,p6} rs", "add Y(p4,p6) 0G"),
            rule(
                    "78 existing",
                    "Y(p4,p6) 20G down; Y excludes speed+is_rs_peer",
                    "Y{p4,p6} rs",
                    "modify Y(p4,p6) to Y(p4,p6) 20G"),
            rule(
                    "route server as a text",
                    "Y(p4,p6) rs",
                    "Y{p4,p6} routeserver=\"FALSE\"",
                    "modify Y(p4,p6) to Y(p4,p6) 10G"),
            rule(
                    "capitals are the same address",
                    "",
                    "Y{p4,2001:db8:1::A6}; N{2001:DB8:1::a6}",
                    "refused: Address 2001:db8:1::a6 assigned to more than one distinct connection"));

    private record Scenario(String name, String given, String feed, List<String> expected) {}

    private static Scenario rule(String name, String given, String feed, String... expected) {
        return new Scenario(name, given, feed, List.of(expected));
    }

    @TestFactory
    Stream<DynamicTest> scenariosComeOutAsTheRuleBookSays() {
        return SCENARIOS.stream()
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.name + ": " + scenario.given + " | " + scenario.feed,
                        () -> assertThat(told(scenario)).containsExactlyElementsOf(scenario.expected)));
    }

    @Test
    void entriesOutsideThePrefixesAreTold() {
        Plan plan = plan("", "Y{o4}");

        assertThat(plan.findings())
                .extracting(Finding::pointer)
                .containsExactly("/member_list/0/connection_list/0/vlan_list/0");
    }

    @Test
    void familiesOfOneConnectionInTwoAreOne() {
        byte[] feed = """
                {"member_list": [{"asnum": 64496, "connection_list": [
                  {"state": "active", "if_list": [{"if_speed": 10000}], "vlan_list": [{"ipv4": {"address": "192.0.2.10"}}]},
                  {"state": "active", "if_list": [{"if_speed": 10000}], "vlan_list": [{"ipv6": {"address": "2001:db8:1::a"}}]}
                ]}]}""".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(SampleExchange.told(plan("Y(p4,p6)", feed))).isEmpty();
    }

    @Test
    void lansWithoutPrefixAreNotImported() {
        Snapshot snapshot = new SampleExchange().without(IxPfx.TYPE).snapshot();

        assertThat(SampleExchange.told(plan(snapshot, SampleExchange.feed("Y{p4,p6}"))))
                .containsExactly("refused: No prefixes defined on ixlan");
    }

    @Test
    void vlanConflictsAreToldWithEachPlace() {
        Plan plan = plan("", "Y{p4,p6}; N{q4,q6} vlan=2");

        assertThat(plan.error().orElseThrow())
                .contains("data.member_list[1].connection_list[0].vlan_list[0]")
                .contains("First VLAN ID: 1")
                .contains("Conflicting VLAN ID: 2");
        assertThat(plan.findings()).hasSize(2);
    }

    @Test
    void deletionsOfMuchOfALanAreHeldBack() {
        String rows = "Y(p4,–); Y(q4,–); Y(r4,–); Y(s4,–); Y(t4,–); Y(u4,–); Y2(v4,–)";

        Plan plan = plan(rows, "Y2{v4}");

        assertThat(SampleExchange.told(plan)).hasSize(6).allMatch(line -> line.startsWith("hold delete Y("));
    }

    @Test
    void heldDeletionsGoAheadOnceReleased() {
        Snapshot snapshot = new SampleExchange().given("Y(p4,p6)").snapshot();
        Plan plan = Comparison.of(snapshot, lan(snapshot), list(SampleExchange.feed("")), Comparison.Settings.RELEASED);

        assertThat(SampleExchange.told(plan)).containsExactly("delete Y(p4,p6)");
    }

    @Test
    void networksThatTakeManyAddressesAreHeldBack() {
        String rows = "N(p4,–); N(q4,–); N(r4,–); N(s4,–); N(t4,–); N(u4,–)";
        String feed = "Y{p4}; Y{q4}; Y{r4}; Y{s4}; Y{t4}; Y{u4}; Y2{v4}";

        List<String> told = SampleExchange.told(plan(rows, feed));

        assertThat(told.stream().filter(line -> line.startsWith("hold reassign")))
                .hasSize(6);
        assertThat(told.stream().filter(line -> line.startsWith("hold add Y("))).hasSize(6);
        assertThat(told).contains("add Y2(v4,–) 10G").hasSize(13);
    }

    @Test
    void linesOfSuggestionsShowWhatTheListSays() {
        assertThat(line("N(p4,p6) 20G rs down", "N{p4,p6}"))
                .contains("\"speed\":10000,\"is_rs_peer\":null,\"operational\":true}")
                .endsWith("\"before\":{\"operational\":false},\"after\":{\"operational\":true}}");
        assertThat(line("N(p4,p6) 20G rs down; N excludes speed+is_rs_peer", "N{p4,p6}"))
                .contains("\"speed\":20000,\"is_rs_peer\":true,\"operational\":true}");
        assertThat(line("N(p4,–) 40G rs", "N{p4,p6}"))
                .as("that of the row where an address moves")
                .contains("\"speed\":40000,\"is_rs_peer\":true,\"operational\":true}")
                .endsWith("\"before\":{\"ipaddr6\":\"\"},\"after\":{\"ipaddr6\":\"2001:db8:1::a\"}}");
    }

    private static String line(String given, String feed) {
        Snapshot snapshot = new SampleExchange().given(given).snapshot();
        Plan plan = plan(snapshot, SampleExchange.feed(feed));
        Lan lan = Lan.of(snapshot, lan(snapshot));
        return new Preview(lan.row(), lan.exchange(), plan, "", Optional.empty(), Instant.EPOCH)
                .lines()
                .getFirst()
                .toString();
    }

    @Test
    void totalsAreOfBothSides() {
        Plan plan = plan("Y(p4,p6) 20G", "Y{p4,p6}; X{q4}; N{o4}");

        assertThat(plan.feed()).isEqualTo(new Plan.Totals(2, 2, 20_000));
        assertThat(plan.registry()).isEqualTo(new Plan.Totals(1, 1, 20_000));
        assertThat(plan.networks()).isEqualTo(1);
    }

    private static List<String> told(Scenario scenario) {
        return new ArrayList<>(SampleExchange.told(plan(scenario.given, scenario.feed)));
    }

    private static Plan plan(String given, String feed) {
        return plan(given, SampleExchange.feed(feed));
    }

    private static Plan plan(String given, byte[] feed) {
        return plan(new SampleExchange().given(given).snapshot(), feed);
    }

    private static Plan plan(Snapshot snapshot, byte[] feed) {
        return Comparison.of(snapshot, lan(snapshot), list(feed), Comparison.Settings.STANDARD);
    }

    private static org.peerage.schema.Row lan(Snapshot snapshot) {
        return java.util.Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN));
    }

    private static MemberList list(byte[] feed) {
        return ((Reading.Document) MemberListReader.read(feed)).list();
    }
}
