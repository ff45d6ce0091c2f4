package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents against Euro-IX's schema. */
class MemberListSchemaTest {
    private static final String HEAD =
            "\"version\": \"1.0\", \"timestamp\": \"2026-11-30T00:00:00Z\", \"ixp_list\": [{\"ixp_id\": 1, \"ixf_id\": 1,"
                    + " \"shortname\": \"IX\"}]";

    @Test
    void validDocumentsAreNotComplainedAbout() {
        assertThat(pointers("{" + HEAD + ", \"member_list\": [{\"asnum\": 64496, \"connection_list\": []}]}"))
                .isEmpty();
    }

    @Test
    void valuesOfTheWrongKindAreToldWithTheirPlace() {
        assertThat(
                        pointers(
                                "{" + HEAD + ", \"member_list\": [{\"asnum\": 64496, \"connection_list\": []},"
                                        + " {\"asnum\": \"64497\", \"connection_list\": [{\"ixp_id\": 1, \"if_list\": [{\"if_speed\": \"10G\"}]}]}]}"))
                .containsExactlyInAnyOrder(
                        "/member_list/1/asnum", "/member_list/1/connection_list/0/if_list/0/if_speed");
    }

    @Test
    void missingKeysAreTold() {
        assertThat(
                        pointers(
                                "{\"version\": \"1.0\", \"member_list\": [], \"ixp_list\": [{\"ixp_id\": 1, \"shortname\": \"IX\"}]}"))
                .containsExactlyInAnyOrder("", "/ixp_list/0");
    }

    @Test
    void olderVersionsNeedNoIdOfIxf() {
        assertThat(pointers("{" + HEAD.replace("1.0", "0.6").replace(", \"ixf_id\": 1", "") + ", \"member_list\": []}"))
                .isEmpty();
    }

    private static List<String> pointers(String document) {
        return MemberListSchema.findings(document.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Finding::pointer)
                .toList();
    }
}
