package org.peerage.web.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.peerage.access.rights.Grants;
import org.peerage.access.rights.Namespace;
import org.peerage.accounts.organizations.PermissionIds;

/** What the preview says is what the permissions do. */
class PreviewTest {
    private static final PermissionIds IDS = new PermissionIds(41);
    private static final List<PermissionTarget> PERMITS = List.of(
            new PermissionTarget("org.41", "Organization"),
            new PermissionTarget("org.41.users", "Users"),
            new PermissionTarget("net", "Any Network"),
            new PermissionTarget("ix", "Any Exchange"),
            new PermissionTarget("fac", "Any Facility"),
            new PermissionTarget("carrier", "Any Carrier"),
            new PermissionTarget("sessions", "Sessions"),
            new PermissionTarget("net.62", "Network - Example"),
            new PermissionTarget("ix.21", "Exchange - Example"),
            new PermissionTarget("sessions.62", "Sessions of Example"));

    private static PermissionPreview of(Map<String, Integer> bits) {
        return PermissionPreview.of(new PermissionBits(IDS, bits), PERMITS);
    }

    @Test
    void inheritedPermissionsAreThoseOfTheLongestMatch() {
        Random random = new Random(4711);
        for (int i = 0; i < 2000; i++) {
            Map<String, Integer> bits = new HashMap<>();
            for (PermissionTarget permit : PERMITS) {
                if (random.nextInt(3) == 0) {
                    bits.put(permit.id(), random.nextInt(16));
                }
            }
            Grants.Builder grants = Grants.builder().grant(Namespace.organization(41), 1); // as members and keys have
            IDS.grants(bits).forEach(grants::grant);
            Grants granted = grants.build();
            PermissionBits told = new PermissionBits(IDS, bits);

            for (PermissionTarget permit : PERMITS) {
                if (!permit.id().equals("org.41.users")) {
                    String namespace =
                            IDS.namespaces(permit.id()).getFirst().text().replace("*", "99");
                    assertThat(told.of(permit.id()))
                            .as("%s of %s", permit.id(), bits)
                            .isEqualTo(granted.bitsFor(namespace));
                }
            }
        }
    }

    @Test
    void keyWithoutPermissionsReads() {
        PermissionPreview preview = of(Map.of());

        assertThat(preview.may()).hasSize(1).first().asString().startsWith("Read ");
        assertThat(preview.mayNot()).contains("Add, edit or delete exchanges, with their prefixes and facilities.");
    }

    @Test
    void previewSaysThatExchangesAreNotDeleted() {
        PermissionPreview preview = of(Map.of("ix", 7));

        assertThat(preview.may()).contains("Add and edit exchanges, with their prefixes and facilities.");
        assertThat(preview.mayNot()).contains("Delete exchanges, with their prefixes and facilities.");
    }

    @Test
    void objectOfWhichLessIsAllowedIsNamed() {
        PermissionPreview preview = of(Map.of("net", 15, "net.62", 1));

        assertThat(preview.apart())
                .containsExactly("Network - Example: cannot add to it, edit it or delete it or what belongs to it.");
    }

    @Test
    void memberManagementIsNotPartOfAllPermissions() {
        assertThat(of(Map.of("org.41", 15)).mayNot()).contains("Manage the organization's members.");
        assertThat(of(Map.of("org.41.users", 4)).may())
                .contains("See and add members; never admins, API keys or settings.");
    }
}
