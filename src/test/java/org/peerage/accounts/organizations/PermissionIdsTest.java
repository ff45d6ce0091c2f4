package org.peerage.accounts.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.access.rights.Namespace;

class PermissionIdsTest {
    private static final String ROOT = "peeringdb.organization.41";

    private final PermissionIds ids = new PermissionIds(41);

    @ParameterizedTest
    @CsvSource({
        "org.41, ''",
        "org.41.users, .users",
        "net, .network",
        "ix, .internetexchange",
        "fac, .facility",
        "carrier, .carrier",
        "net.62, .network.62",
        "ix.21, .internetexchange.21",
        "fac.31, .facility.31",
        "carrier.51, .carrier.51",
        "sessions, .network.*.sessions",
        "sessions.62, .network.62.sessions"
    })
    void permissionIdsMapToNamespacesAndBack(String id, String below) {
        assertThat(ids.namespaces(id).getFirst().text()).isEqualTo(ROOT + below);
        assertThat(ids.of(ids.grants(Map.of(id, 15)))).isEqualTo(Map.of(id, 15));
        assertThat(ids.others(ids.grants(Map.of(id, 15)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "org",
                "org.42",
                "org.42.users",
                "org.41.users.x",
                "campus",
                "net.",
                "net.0",
                "net.x",
                "net.1.2",
                "sessions.*",
                "net.*",
                "fac.31 ",
                "*",
                "peeringdb.organization.42",
                "org.41..users"
            })
    void otherWordsAreNoIds(String id) {
        assertThat(ids.namespaces(id)).isEmpty();
        assertThat(ids.grants(Map.of(id, 15))).isEmpty();
    }

    @Test
    void writePermissionsIncludeReading() {
        assertThat(ids.grants(Map.of("fac", 8))).isEqualTo(Map.of(new Namespace(ROOT + ".facility"), 9));
    }

    @Test
    void privateContactsFollowTheCloserIdWhateverTheOrder() {
        Namespace contacts = new Namespace(ROOT + ".network.*.poc_set.private");
        Map<String, Integer> oneWay = new LinkedHashMap<>();
        oneWay.put("net", 1);
        oneWay.put("org.41", 15);
        Map<String, Integer> otherWay = new LinkedHashMap<>();
        otherWay.put("org.41", 15);
        otherWay.put("net", 1);

        assertThat(ids.grants(oneWay)).containsEntry(contacts, 1);
        assertThat(ids.grants(otherWay)).isEqualTo(ids.grants(oneWay));
    }

    @Test
    void versionTellsGrantsApart() {
        Map<Namespace, Integer> grants = ids.grants(Map.of("net", 15, "ix", 3));

        assertThat(PermissionIds.version(grants)).isEqualTo(PermissionIds.version(new LinkedHashMap<>(grants)));
        assertThat(PermissionIds.version(grants)).isNotEqualTo(PermissionIds.version(ids.grants(Map.of("net", 15))));
        assertThat(PermissionIds.version(grants))
                .isNotEqualTo(PermissionIds.version(ids.grants(Map.of("net", 15, "ix", 7))));
    }
}
