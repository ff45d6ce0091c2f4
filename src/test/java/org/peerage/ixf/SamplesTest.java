package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.peerage.registry.types.IxLan;
import org.peerage.snapshot.Snapshot;
import org.peerage.testing.ProjectFiles;

/** The sample feeds of docs/spec/ixf-samples, with what their README expects, where that is no defect. */
class SamplesTest {
    private static final List<Sample> SAMPLES = List.of(
            sample("01-minimal-0.6", "", "ignore X: Network does not exist in peeringdb", "add Y(p4,p6) 10G rs"),
            sample(
                    "02-lag-and-states",
                    "",
                    "ignore Y: Invalid connection state: disabled",
                    "ignore Y: Invalid connection state: quarantine",
                    "add Y(q4,q6) 30G",
                    "add Y(192.0.2.21,–) 1G",
                    "add Y(192.0.2.22,–) 1G",
                    "add Y(192.0.2.23,–) 1G down",
                    "add Y(192.0.2.24,–) 1G down",
                    "add Y(192.0.2.25,–) 1G",
                    "add Y(192.0.2.26,–) 1G"),
            sample(
                    "03-split-families",
                    "",
                    "add Y(r4,r6) 10G",
                    "add Y(192.0.2.31,2001:db8:1::1f) 40G",
                    "add Y(192.0.2.32,–) 10G",
                    "add Y(–,2001:db8:1::20) 20G"),
            sample(
                    "04-two-vlans",
                    "",
                    "refused: We found that your IX-F output contained multiple VLANs for the prefixes defined in the"
                            + " PeeringDB entry for your exchange."),
            sample(
                    "05-duplicate-address",
                    "",
                    "refused: Address 192.0.2.50 assigned to more than one distinct connection"),
            sample(
                    "06-bad-addresses",
                    "",
                    "propose add Y(b4,2001:db8:1::3e) 3G but [IPv4 192.0.2.0 does not match any prefix on this ixlan]",
                    "propose add Y(203.0.113.64,2001:db8:1::40) 5G but"
                            + " [IPv4 203.0.113.64 does not match any prefix on this ixlan]",
                    "add Y(–,2001:db8:1::ab) 7G",
                    "add Y(192.0.2.67,–) 8G"),
            sample("07-tolerated-nulls", "", "add Y(v4,v6) 10G", "add Y(192.0.2.71,2001:db8:1::47) 0G"),
            sample("08-hard-stop", "", "add Y(w4,w6) 10G"),
            sample(
                    "09-reassigned",
                    "N(192.0.2.90,2001:db8:1::5a); N2(192.0.2.91,–)",
                    "reassign N(192.0.2.90,2001:db8:1::5a)",
                    "reassign N2(192.0.2.91,–)",
                    "add Y(192.0.2.90,2001:db8:1::5a) 10G",
                    "propose add N(192.0.2.91,2001:db8:1::5b) 10G",
                    "propose add N2(192.0.2.92,2001:db8:1::5c) 10G"),
            sample(
                    "10-one-row-or-two",
                    "Y(192.0.2.100,–); Y(–,2001:db8:1::64); N(192.0.2.101,–); N(192.0.2.102,2001:db8:1::66);"
                            + " N2(192.0.2.103,2001:db8:1::67)",
                    "modify Y(192.0.2.100,–) and Y(–,2001:db8:1::64) to Y(192.0.2.100,2001:db8:1::64) 10G",
                    "propose modify N(192.0.2.101,–) to N(192.0.2.101,2001:db8:1::65) 10G",
                    "propose modify N(192.0.2.102,2001:db8:1::66) to N(192.0.2.102,2001:db8:1::70) 10G",
                    "propose modify N2(192.0.2.103,2001:db8:1::67) to N2(192.0.2.103,–) 10G",
                    "propose add N2(–,2001:db8:1::67) 20G"),
            sample(
                    "11-protocols-and-routeserver",
                    "Y(192.0.2.115,2001:db8:1::73) rs",
                    "add v6Y(–,2001:db8:1::6e) 10G",
                    "add Y(192.0.2.113,2001:db8:1::71) 1G",
                    "add Y(192.0.2.114,2001:db8:1::72) 2G rs",
                    "modify Y(192.0.2.115,2001:db8:1::73) to Y(192.0.2.115,2001:db8:1::73) 3G rs",
                    "notice v6Y IPv4"),
            sample(
                    "12-facilities",
                    "",
                    "add Y(192.0.2.120,–) 10G @1",
                    "add Y(192.0.2.121,–) 20G @2",
                    "add Y(192.0.2.122,–) 30G",
                    "add Y(192.0.2.123,–) 40G",
                    "add Y(192.0.2.124,–) 50G"));

    private record Sample(String file, String given, List<String> expected) {}

    private static Sample sample(String file, String given, String... expected) {
        return new Sample(file, given, List.of(expected));
    }

    @TestFactory
    Stream<DynamicTest> samplesComeOutAsExpected() {
        return SAMPLES.stream()
                .map(sample -> DynamicTest.dynamicTest(sample.file, () -> assertThat(SampleExchange.told(plan(sample)))
                        .containsExactlyElementsOf(sample.expected)));
    }

    @Test
    void unreadableAddressesAreToldWithTheirPlace() throws IOException {
        Plan plan = plan(sample("06-bad-addresses", ""));

        assertThat(plan.findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::pointer)
                .containsExactly(
                        "/member_list/0/connection_list/0/vlan_list/0/ipv4/address",
                        "/member_list/0/connection_list/1/vlan_list/0/ipv4/address",
                        "/member_list/0/connection_list/5/vlan_list/0/ipv4/address");
        assertThat(plan.findings()).allMatch(finding -> finding.pointer().isEmpty() || finding.line() >= 0);
    }

    @Test
    void hiddenDuplicatesAreToldToo() throws IOException {
        assertThat(plan(sample("05-duplicate-address", "")).findings())
                .extracting(Finding::got)
                .contains("192.0.2.50", "192.0.2.53");
    }

    @Test
    void unreadableStatesAreToldWithTheirPlace() throws IOException {
        assertThat(plan(sample("08-hard-stop", "")).findings())
                .extracting(Finding::pointer)
                .containsExactly("/member_list/1/connection_list/0/state");
    }

    private static Plan plan(Sample sample) throws IOException {
        byte[] feed = Files.readAllBytes(ProjectFiles.of("docs/spec/ixf-samples/" + sample.file + ".json"));
        Snapshot snapshot = new SampleExchange().given(sample.given).snapshot();
        MemberList list = ((Reading.Document) MemberListReader.read(feed)).list();
        return Comparison.of(
                snapshot,
                Objects.requireNonNull(snapshot.find(IxLan.TYPE, SampleExchange.LAN)),
                list,
                Comparison.Settings.STANDARD);
    }
}
