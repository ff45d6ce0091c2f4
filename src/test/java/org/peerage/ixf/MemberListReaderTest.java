package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.peerage.net.Asn;

class MemberListReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|No JSON could be parsed",
                "{|No JSON could be parsed",
                "{} x|No JSON could be parsed",
                "[]|A member export is a JSON object",
                "{\"member_list\": null}|member_list is not a list",
                "{\"member_list\": \"x\"}|member_list is not a list",
            })
    void documentsThatAreNoneAreRefused(String document, String error) {
        assertThat(read(document)).isInstanceOfSatisfying(Reading.Unreadable.class, unreadable -> {
            assertThat(unreadable.error()).isEqualTo(error);
            assertThat(unreadable.findings()).hasSize(1);
        });
    }

    @Test
    void documentsWithoutMembersAreEmpty() {
        assertThat(list("{\"version\": \"2016.10.22.21\"}").members()).isEmpty();
    }

    @Test
    void deepDocumentsAreRefused() {
        assertThat(read("{\"x\": " + "[".repeat(100) + "]".repeat(100) + "}")).isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void documentsThatAreTooLargeAreRefused() {
        assertThat(MemberListReader.read(new byte[MemberListReader.MAX_BYTES + 1]))
                .isInstanceOfSatisfying(Reading.Unreadable.class, unreadable -> assertThat(unreadable.error())
                        .isEqualTo("The document is larger than 64 MiB"));
    }

    @Test
    void documentsOfTooManyMembersAreRefused() {
        StringBuilder document = new StringBuilder("{\"member_list\": [{\"asnum\": 1}");
        for (int i = 2; i <= 1_000_000; i++) {
            document.append(",{\"asnum\": ").append(i).append('}');
        }

        assertThat(read(document.append("]}").toString()))
                .isInstanceOfSatisfying(Reading.Unreadable.class, unreadable -> assertThat(unreadable.error())
                        .isEqualTo("The document has more than 100000 members"));
    }

    @ParameterizedTest
    @CsvSource({"64500,64500", "\"64500\",64500", "\"AS64500\",64500", "64500.0,64500"})
    void numbersOfMembersAreReadAsMeant(String asnum, long expected) {
        assertThat(list("{\"member_list\": [{\"asnum\": " + asnum + "}]}").members())
                .extracting(MemberList.Member::asn)
                .containsExactly(new Asn(expected));
    }

    @ParameterizedTest
    @CsvSource({"{},/member_list/0", "null,/member_list/0", "{\"asnum\": -1},/member_list/0/asnum", "7,/member_list/0"})
    void membersWithoutNumberAreLeftOutAndTold(String member, String pointer) {
        MemberList list = list("{\"member_list\": [" + member + ", {\"asnum\": 64500}]}");

        assertThat(list.members()).hasSize(1);
        assertThat(list.findings()).extracting(Finding::pointer).containsExactly(pointer);
    }

    @Test
    void findingsHaveLineAndColumn() {
        MemberList list =
                list("{\"member_list\": [\n  {\"asnum\": 64500,\n   \"connection_list\": [{\"state\": null}]}]}");

        assertThat(list.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/member_list/0/connection_list/0/state");
            assertThat(finding.line()).isEqualTo(3);
            assertThat(finding.column()).isEqualTo(34);
            assertThat(finding.asn()).isEqualTo(new Asn(64500));
        });
    }

    @Test
    void objectsWhereListsBelongAreRead() {
        MemberList list = list(
                "{\"member_list\": {\"7\": {\"asnum\": 64500, \"connection_list\": {\"0\": {\"if_list\": {\"if_speed\": 10},"
                        + " \"vlan_list\": [[{\"ipv4\": {\"address\": \"192.0.2.1\"}}]]}}}}}");

        MemberList.Connection connection =
                list.members().getFirst().connections().getFirst();
        assertThat(connection.speed()).isEqualTo(10);
        assertThat(connection.entries())
                .extracting(MemberList.Entry::pointer)
                .containsExactly("/member_list/7/connection_list/0/vlan_list/0/0");
    }

    @Test
    void speedsAsTextsInAListDoNotEndTheMember() {
        MemberList list = list(
                "{\"member_list\": [{\"asnum\": 1, \"connection_list\": [{\"if_list\": [\"10G\", {\"if_speed\": 5}]}]}]}");

        assertThat(list.members().getFirst().connections().getFirst())
                .satisfies(connection -> assertThat(connection.speed()).isEqualTo(5))
                .satisfies(connection -> assertThat(connection.badSpeeds()).isEqualTo(List.of("10G")));
    }

    @Test
    void severalAddressesInOneTextAreSeveral() {
        MemberList list = list("{\"member_list\": [{\"asnum\": 1, \"connection_list\": [{\"vlan_list\":"
                + " [{\"ipv4\": {\"address\": \"192.0.2.1, 192.0.2.2\"}}]}]}]}");

        assertThat(list.members()
                        .getFirst()
                        .connections()
                        .getFirst()
                        .entries()
                        .getFirst()
                        .ipv4())
                .satisfies(route ->
                        assertThat(Objects.requireNonNull(route).addresses()).hasSize(2));
    }

    private static Reading read(String document) {
        return MemberListReader.read(document.getBytes(StandardCharsets.UTF_8));
    }

    private static MemberList list(String document) {
        return ((Reading.Document) read(document)).list();
    }
}
