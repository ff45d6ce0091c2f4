package org.peerage.web.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** The addresses behind the panel, for scripts with a session (docs/spec/identity.md §12). */
class MemberEndpointsTest {
    private static final String OK = "{\"status\":\"ok\"}";

    @Started
    private static RunningServer server;

    @Test
    void permissionsOfMembersAreGivenAndTaken() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String member = id(admin, "scratchnodelete");

        assertThat(update(admin, member, "fac", "15").text()).isEqualTo(OK);
        assertThat(granted(admin, member).toString()).isEqualTo("{\"fac\":15,\"ix\":7}");
        assertThat(admin.post("/org_admin/user_permissions/remove", "org_id", "41", "user_id", member, "entity", "fac")
                        .text())
                .isEqualTo(OK);
        assertThat(granted(admin, member).toString()).isEqualTo("{\"ix\":7}");
    }

    @Test
    void permissionErrorsAreReportedByField() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String member = id(admin, "scratchnodelete");

        assertThat(update(admin, member, "nonsense", "x").json().propertyNames())
                .containsExactlyInAnyOrder("entity", "perms");
        assertThat(update(admin, "999999", "fac", "15").status()).isEqualTo(404);
        assertThat(update(admin, "4", "fac", "15").text())
                .isEqualTo("{\"non_field_errors\":[\"Cannot manage permissions for organization admins\"]}");
    }

    @Test
    void newAdminsLoseTheirGrants() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String member = id(admin, "scratchonenet");

        assertThat(role(admin, member, "boss").status()).isEqualTo(400);
        assertThat(role(admin, member, "admin").text()).isEqualTo(OK);
        assertThat(admin.get("/org_admin/users?org_id=41").text()).doesNotContain("\"id\":" + member + ",");
        assertThat(role(admin, member, "member").text()).isEqualTo(OK);
        assertThat(granted(admin, member).isEmpty()).isTrue();
        assertThat(role(admin, "4", "member").status()).as("the last admin").isEqualTo(400);
    }

    @Test
    void membersCanBeRemovedOnce() throws Exception {
        PageClient admin = PageClient.signedIn(server, "unitedadmin");
        String member = admin.get("/org_admin/users?org_id=10843")
                .json()
                .get("users")
                .get(0)
                .get("id")
                .asString();

        TestResponse removed = admin.post("/org_admin/manage_user/delete", "org_id", "10843", "user_id", member);
        TestResponse again = admin.post("/org_admin/manage_user/delete", "org_id", "10843", "user_id", member);

        assertThat(removed.text()).isEqualTo(OK);
        assertThat(again.status()).isEqualTo(404);
        assertThat(admin.post("/org_admin/uoar/approve", "org_id", "10843", "id", "999999")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "permissions", "user_permissions", "key_permissions"})
    void listsNeedAnOrganizationOfOnesOwn(String list) throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        assertThat(admin.get("/org_admin/" + list + "?org_id=41").status()).isEqualTo(200);
        assertThat(admin.get("/org_admin/" + list).status()).isEqualTo(400);
        assertThat(admin.get("/org_admin/" + list).text()).isEqualTo("{}");
        for (String unknown : new String[] {"999999", "x", "33"}) {
            assertThat(admin.get("/org_admin/" + list + "?org_id=" + unknown).text())
                    .isEqualTo("{\"non_field_errors\":[\"Invalid organization specified\"]}");
        }
        assertThat(admin.get("/org_admin/" + list + "?org_id=42").status()).isEqualTo(403);
        assertThat(PageClient.signedIn(server, "superuser")
                        .get("/org_admin/" + list + "?org_id=42")
                        .status())
                .isEqualTo(200);
    }

    private static TestResponse update(PageClient admin, String member, String entity, String bits) throws Exception {
        return admin.post(
                "/org_admin/user_permissions/update",
                "org_id",
                "41",
                "user_id",
                member,
                "entity",
                entity,
                "perms",
                bits);
    }

    private static TestResponse role(PageClient admin, String member, String group) throws Exception {
        return admin.post("/org_admin/manage_user/update", "org_id", "41", "user_id", member, "group", group);
    }

    private static JsonNode granted(PageClient admin, String member) throws Exception {
        return admin.get("/org_admin/user_permissions?org_id=41")
                .json()
                .get("user_permissions")
                .get(member);
    }

    private static String id(PageClient admin, String name) throws Exception {
        for (JsonNode user : admin.get("/org_admin/users?org_id=41").json().get("users")) {
            if (user.get("name").asString().equals(name)) {
                return user.get("id").asString();
            }
        }
        throw new IllegalStateException("no member " + name);
    }
}
