package org.peerage.web.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Whoever is not an admin of an organization gets nowhere, by whichever of its panel's addresses. */
class PanelSecurityTest {
    private static final Pattern SECRET = Pattern.compile("<code id=\"secret\">([^<]+)</code>");

    @Started
    private static RunningServer server;

    private static PageClient admin;
    private static PageClient other;
    private static PageClient member;
    private static PageClient stranger;
    private static PageClient unconfirmed;

    @BeforeAll
    static void signIn() throws Exception {
        admin = PageClient.signedIn(server, "scratchadmin");
        other = PageClient.signedIn(server, "otheradmin");
        member = PageClient.signedIn(server, "scratchnets");
        stranger = PageClient.signedIn(server, "plain");
        unconfirmed = PageClient.signedIn(server, "unverified");
    }

    /** A form, by its address and fields. */
    private record Form(String path, List<String> fields) {
        static Form of(String path, String... fields) {
            return new Form(path, List.of(fields));
        }

        TestResponse sentBy(PageClient person) throws Exception {
            return person.post(path, fields.toArray(String[]::new));
        }
    }

    private static String makeKey(PageClient person, long organization) throws Exception {
        TestResponse made = person.post(
                "/org_admin/manage_key/add",
                "org_id",
                Long.toString(organization),
                "name",
                "k",
                "email",
                "k@example.net");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        return made.json().path("prefix").asString();
    }

    private static long memberId() throws Exception {
        TestResponse users = server.send("user:scratchadmin/rw", "GET", "/api/org/41/users", "");
        for (var user : users.json().path("data")) {
            if (user.path("role").asString().equals("member")) {
                return user.path("id").asLong();
            }
        }
        throw new IllegalStateException("no member: " + users.text());
    }

    private static List<Form> pageForms(long organization, String prefix, long user) {
        String panel = "/org_admin/" + organization;
        String id = Long.toString(user);
        return List.of(
                Form.of(panel + "/keys", "name", "x", "email", "x@example.net"),
                Form.of(panel + "/keys/update", "prefix", prefix, "name", "taken", "email", "x@example.net"),
                Form.of(panel + "/keys/rotate", "prefix", prefix),
                Form.of(panel + "/keys/permissions", "prefix", prefix, "p:net:delete", "8", "complete", "1"),
                Form.of(panel + "/keys/permissions", "prefix", prefix, "preview", "1", "complete", "1"),
                Form.of(panel + "/keys/revoke", "prefix", prefix),
                Form.of(panel + "/members", "username", "plain"),
                Form.of(panel + "/members", "username", "someone@example.net"),
                Form.of(panel + "/members/role", "member", id, "role", "admin"),
                Form.of(panel + "/members/remove", "member", id),
                Form.of(panel + "/members/permissions", "member", id, "p:net:delete", "8", "complete", "1"),
                Form.of(panel + "/invitations/withdraw", "invitation", "1"),
                Form.of(panel + "/requests", "request", "1", "decision", "approve"),
                Form.of(panel + "/settings", "email_domains", "example.net"));
    }

    private static List<Form> endpoints(long organization, String prefix) {
        String id = Long.toString(organization);
        return List.of(
                Form.of("/org_admin/manage_key/add", "org_id", id, "name", "x", "email", "x@example.net"),
                Form.of(
                        "/org_admin/manage_key/update",
                        "org_id",
                        id,
                        "prefix",
                        prefix,
                        "name",
                        "t",
                        "email",
                        "x@y.net"),
                Form.of(
                        "/org_admin/key_permissions/update",
                        "org_id",
                        id,
                        "key_prefix",
                        prefix,
                        "entity",
                        "net",
                        "perms",
                        "15"),
                Form.of("/org_admin/key_permissions/remove", "org_id", id, "key_prefix", prefix, "entity", "net"),
                Form.of("/org_admin/manage_key/revoke", "org_id", id, "prefix", prefix));
    }

    private static List<String> pages(long organization, String prefix, long user) {
        String panel = "/org_admin/" + organization;
        return List.of(
                panel,
                panel + "/members",
                panel + "/members/" + user,
                panel + "/keys",
                panel + "/keys/" + prefix,
                panel + "/settings",
                panel + "/log",
                "/org_admin/key_permissions?org_id=" + organization);
    }

    private static String state(String prefix) throws Exception {
        return admin.get("/org_admin/key_permissions?org_id=41").text()
                + admin.get("/org_admin/41/keys/" + prefix).text().replaceAll("last used [^,<]*", "")
                + admin.get("/org_admin/41").text()
                + admin.get("/org_admin/41/settings").text();
    }

    @Test
    void panelIsForAdminsOnly() throws Exception {
        String prefix = makeKey(admin, 41);
        long user = memberId();
        String before = state(prefix);

        for (PageClient person : List.of(other, member, stranger, unconfirmed)) {
            for (String page : pages(41, prefix, user)) {
                assertThat(person.get(page).status()).as(page).isEqualTo(403);
            }
            for (Form form : pageForms(41, prefix, user)) {
                TestResponse refused = form.sentBy(person);
                assertThat(refused.status()).as(form.path).isEqualTo(403);
                assertThat(refused.text()).as(form.path).contains("Only the organization's admins");
            }
            for (Form form : endpoints(41, prefix)) {
                TestResponse refused = form.sentBy(person);
                assertThat(refused.status()).as(form.path).isEqualTo(403);
                assertThat(refused.text()).as(form.path).isEqualTo("{}");
            }
        }

        assertThat(state(prefix)).isEqualTo(before);
    }

    @Test
    void anonymousVisitorsAreSentToLogin() throws Exception {
        String prefix = makeKey(admin, 41);
        PageClient nobody = PageClient.anonymous(server);
        nobody.get("/account/login/");

        for (String page : pages(41, prefix, 1)) {
            TestResponse sent = nobody.get(page);
            assertThat(sent.status()).as(page).isEqualTo(302);
            assertThat(sent.header("Location")).as(page).startsWith("/account/login/?next=/org_admin/");
        }
        for (Form form : forms(prefix)) {
            TestResponse sent = form.sentBy(nobody);
            assertThat(sent.status()).as(form.path).isEqualTo(303);
            assertThat(sent.header("Location")).as(form.path).startsWith("/account/login/");
        }
    }

    private static List<Form> forms(String prefix) throws Exception {
        List<Form> all = new ArrayList<>(pageForms(41, prefix, memberId()));
        all.addAll(endpoints(41, prefix));
        return all;
    }

    @Test
    void apiKeyDoesNotOpenThePanel() throws Exception {
        for (String key : List.of("user:scratchadmin/rw", "org:10843/full", "user:superuser/rw")) {
            assertThat(server.send(key, "GET", "/org_admin/41/keys", "").status())
                    .as(key)
                    .isEqualTo(302);
            assertThat(server.send(key, "GET", "/org_admin/key_permissions?org_id=41", "")
                            .status())
                    .isEqualTo(302);
            assertThat(server.send(
                                    key,
                                    "POST",
                                    "/org_admin/manage_key/add",
                                    "org_id=41&name=x&email=x@example.net",
                                    "Content-Type",
                                    "application/x-www-form-urlencoded")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void anotherOrganizationsThingsAreNotReachedThroughOnesOwn() throws Exception {
        String prefix = makeKey(admin, 41);
        long user = memberId();
        String before = state(prefix);

        for (Form form : pageForms(42, prefix, user)) {
            boolean names =
                    form.path.contains("/keys/") || form.path.contains("/members/") || form.path.contains("withdraw");
            if (names) {
                assertThat(form.sentBy(other).status()).as(form.path).isEqualTo(404);
            }
        }
        for (Form form : endpoints(42, prefix)) {
            if (!form.path.endsWith("manage_key/add")) {
                TestResponse none = form.sentBy(other);
                assertThat(none.status()).as(form.path).isEqualTo(404);
                assertThat(none.text()).isEqualTo("{\"non_field_errors\":[\"Key not found\"]}");
            }
        }
        assertThat(other.get("/org_admin/42/keys/" + prefix).status()).isEqualTo(404);
        assertThat(other.get("/org_admin/42/members/" + user).status()).isEqualTo(404);

        assertThat(state(prefix)).isEqualTo(before);
    }

    @Test
    void requestToOneOrganizationIsNotDecidedByAnother() throws Exception {
        PageClient joiner = PageClient.signedIn(server, "emptyadmin");
        assertThat(joiner.post("/affiliate-to-org", "org", "41").status()).isEqualTo(303);
        String request = admin.get("/org_admin/41").hidden("request");

        other.post("/org_admin/42/requests", "request", request, "decision", "approve");
        assertThat(stranger.post("/affiliate-to-org/withdraw", "request", request)
                        .status())
                .isEqualTo(404);
        assertThat(stranger.post("/affiliate-to-org/queue", "request", request, "decision", "approve")
                        .status())
                .isEqualTo(403);

        assertThat(admin.get("/org_admin/41").text()).contains("name=\"request\" value=\"" + request + "\"");
        assertThat(joiner.post("/affiliate-to-org/withdraw", "request", request).status())
                .isEqualTo(303);
    }

    @Test
    void formWithoutCsrfTokenChangesNothing() throws Exception {
        String prefix = makeKey(admin, 41);
        String before = state(prefix);

        List<Form> all = forms(prefix);
        all.add(Form.of("/affiliate-to-org", "org", "42"));
        all.add(Form.of("/affiliate-to-org/leave", "org", "41"));
        all.add(Form.of("/affiliate-to-org/accept", "invitation", "1"));
        all.add(Form.of("/affiliate-to-org/withdraw", "request", "1"));
        all.add(Form.of("/affiliate-to-org/confirm"));
        all.add(Form.of("/affiliate-to-org/queue", "request", "1", "decision", "approve"));
        for (Form form : all) {
            for (String word : List.of("", "x".repeat(43))) {
                assertThat(admin.postWithToken(word, form.path, form.fields.toArray(String[]::new))
                                .status())
                        .as(form.path)
                        .isEqualTo(403);
            }
        }

        assertThat(state(prefix)).isEqualTo(before);
    }

    @Test
    void userTextIsEscaped() throws Exception {
        String script = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

        String page = admin.post("/org_admin/41/keys", "name", script, "email", "\"<b>x</b>\"@example.net")
                .text();
        admin.post("/org_admin/manage_key/add", "org_id", "41", "name", script, "email", "k@example.net");
        page += admin.post("/org_admin/41/members", "username", script).text();
        page += admin.post("/org_admin/41/members", "username", "<img/src=x>@example.net")
                .text();
        page += admin.post("/org_admin/41/settings", "email_domains", script, "version", "0")
                .text();
        page += admin.get("/org_admin/41/keys").text();
        page += admin.get("/org_admin/41/log?q=" + "%3Cscript%3E&action=%22%3E%3Cscript%3Ealert(3)")
                .text();
        page += stranger.get("/affiliate-to-org?q=%3Cscript%3Ealert(4)%3C%2Fscript%3E")
                .text();
        page += admin.get("/org_admin/41?said=%3Cscript%3E").text();

        assertThat(page)
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert")
                .doesNotContain("<img src=x", "<img/src")
                .doesNotContain("<b>x");
    }

    @Test
    void keyIsShownOnceAndOnlyReadsAtFirst() throws Exception {
        TestResponse made = admin.post("/org_admin/41/keys", "name", "Once", "email", "once@example.net");

        assertThat(made.status()).as("a reload sends no form").isEqualTo(303);
        TestResponse shown = admin.get("/org_admin/41/keys");
        Matcher secret = SECRET.matcher(shown.text());
        assertThat(secret.find()).isTrue();
        assertThat(shown.header("Cache-Control")).contains("no-store");
        assertThat(admin.get("/org_admin/41/keys").text()).contains("Once").doesNotContain(secret.group(1));
        assertThat(admin.get("/org_admin/41/log").text())
                .doesNotContain(secret.group(1).split("\\.", 2)[1]);
    }

    @Test
    void keyOfAnotherOwnerIsNotShownByACookie() throws Exception {
        admin.post("/org_admin/41/keys", "name", "Foreign", "email", "once@example.net");
        String key = admin.cookie("peerage_key").orElseThrow();
        admin.get("/org_admin/41/keys");

        for (String shown : new String[] {key, "<script>", key.substring(1)}) {
            other.setCookie("peerage_key", shown);
            assertThat(other.get("/org_admin/42/keys").text())
                    .doesNotContain(shown)
                    .doesNotContain("id=\"secret\"");
        }
    }

    @Test
    void endpointsAnswerAsScriptsExpect() throws Exception {
        TestResponse bad = admin.post("/org_admin/manage_key/add", "org_id", "41", "name", "", "email", "");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().at("/name/0").asString()).isEqualTo("This field is required.");
        assertThat(bad.json().at("/email/0").asString()).isEqualTo("This field is required.");

        String prefix = makeKey(admin, 41);
        TestResponse granted = admin.post(
                "/org_admin/key_permissions/update",
                "org_id",
                "41",
                "key_prefix",
                prefix,
                "entity",
                "ix",
                "perms",
                "14");
        assertThat(granted.text()).isEqualTo("{\"status\":\"ok\",\"is_readonly\":false}");
        assertThat(permissions(prefix)).isEqualTo("{\"ix\":15}");

        assertThat(admin.post(
                                "/org_admin/key_permissions/update",
                                "org_id",
                                "41",
                                "key_prefix",
                                prefix,
                                "entity",
                                "sessions.62",
                                "perms",
                                "0")
                        .status())
                .isEqualTo(200);
        assertThat(permissions(prefix)).isEqualTo("{\"ix\":15,\"sessions.62\":1}");
        for (String entity : List.of("org.42", "net.x", "net.1", "sessions.1", "*", "manage", "")) {
            assertThat(admin.post(
                                    "/org_admin/key_permissions/update",
                                    "org_id",
                                    "41",
                                    "key_prefix",
                                    prefix,
                                    "entity",
                                    entity,
                                    "perms",
                                    "15")
                            .status())
                    .as(entity)
                    .isEqualTo(400);
        }

        assertThat(admin.post("/org_admin/key_permissions/remove", "org_id", "41", "key_prefix", prefix, "entity", "ix")
                        .text())
                .isEqualTo("{\"status\":\"ok\",\"is_readonly\":true}");
        assertThat(admin.post("/org_admin/manage_key/revoke", "org_id", "41", "prefix", prefix)
                        .text())
                .isEqualTo("{\"status\":\"ok\"}");
        assertThat(admin.post("/org_admin/manage_key/revoke", "org_id", "41", "prefix", prefix)
                        .status())
                .isEqualTo(404);
    }

    private static String permissions(String prefix) throws Exception {
        return admin.get("/org_admin/key_permissions?org_id=41")
                .json()
                .at("/key_permissions/" + prefix)
                .toString();
    }

    @Test
    void memberManagersGetNoFurther() throws Exception {
        TestResponse users = server.send("user:scratchadmin/rw", "GET", "/api/org/41/users", "");
        long adminId = 0;
        for (var user : users.json().path("data")) {
            if (user.path("role").asString().equals("admin")) {
                adminId = user.path("id").asLong();
            }
        }
        PageClient keeper = PageClient.signedIn(server, "scratchonenet");
        long keeperId = idOf("scratchonenet");
        String word = admin.get("/org_admin/41/members/" + keeperId).hidden("version");
        assertThat(admin.post(
                                "/org_admin/41/members/permissions",
                                "member",
                                Long.toString(keeperId),
                                "version",
                                word,
                                "p:org.41.users:create",
                                "4",
                                "p:org.41.users:update",
                                "2",
                                "p:org.41.users:delete",
                                "8",
                                "complete",
                                "1")
                        .status())
                .isEqualTo(303);

        assertThat(keeper.get("/org_admin/41").status()).isEqualTo(200);
        for (String page : List.of(
                "/org_admin/41/keys",
                "/org_admin/41/settings",
                "/org_admin/41/log",
                "/org_admin/41/members/" + keeperId)) {
            assertThat(keeper.get(page).status()).as(page).isEqualTo(403);
        }
        assertThat(keeper.get("/org_admin/key_permissions?org_id=41").status()).isEqualTo(403);
        String self = Long.toString(keeperId);
        assertThat(keeper.post("/org_admin/41/members/role", "member", self, "role", "admin")
                        .status())
                .isEqualTo(403);
        assertThat(keeper.post(
                                "/org_admin/41/members/permissions",
                                "member",
                                self,
                                "p:org.41:delete",
                                "8",
                                "complete",
                                "1")
                        .status())
                .isEqualTo(403);
        assertThat(keeper.post("/org_admin/41/members/remove", "member", Long.toString(adminId))
                        .status())
                .isEqualTo(403);
        assertThat(keeper.post("/org_admin/41/members", "username", "borealisadmin", "role", "admin")
                        .status())
                .isEqualTo(303);
        String list = server.send("user:scratchadmin/rw", "GET", "/api/org/41/users", "")
                .text();
        assertThat(list).contains("\"id\": " + idOf("borealisadmin") + ",");
        assertThat(list.split("\"admin\"", -1))
                .as("admins, of whom there is one")
                .hasSize(2);

        assertThat(server.send(
                                "user:scratchonenet/rw",
                                "POST",
                                "/api/org/41/users/add",
                                "{\"username\": \"plain\", \"role\": \"admin\"}")
                        .status())
                .isEqualTo(403);
        assertThat(server.send("user:scratchonenet/rw", "PUT", "/api/org/41/users/" + keeperId, "{\"role\": \"admin\"}")
                        .status())
                .isEqualTo(403);
        assertThat(server.send(
                                "user:scratchonenet/rw",
                                "POST",
                                "/api/org/41/users/remove",
                                "{\"user_id\": " + adminId + "}")
                        .status())
                .isEqualTo(403);
        assertThat(server.send(
                                "user:scratchonenet/ro",
                                "POST",
                                "/api/org/41/users/remove",
                                "{\"user_id\": " + idOf("borealisadmin") + "}")
                        .status())
                .isEqualTo(403);
        assertThat(keeper.post("/org_admin/41/members/remove", "member", Long.toString(idOf("borealisadmin")))
                        .status())
                .isEqualTo(303);
    }

    private static long idOf(String name) throws Exception {
        Matcher id = Pattern.compile("\"id\": ([0-9]+), \"first_name\"")
                .matcher(server.send("user:scratchadmin/rw", "GET", "/api/org/41/users", "")
                        .text());
        PageClient superuser = PageClient.signedIn(server, "superuser");
        while (id.find()) {
            if (superuser.get("/org_admin/41/members/" + id.group(1)).text().contains("<h1>" + name + "</h1>")) {
                return Long.parseLong(id.group(1));
            }
        }
        throw new IllegalStateException("no member " + name);
    }

    @Test
    void membersAreListedToWhoLooksAfterThemOnly() throws Exception {
        for (String key : List.of("", "user:plain/rw", "user:otheradmin/rw", "user:scratchnets/rw", "org:10843/full")) {
            assertThat(server.send(key, "GET", "/api/org/41/users", "").status())
                    .as(key)
                    .isEqualTo(403);
            assertThat(server.send(key, "GET", "/api/org/999999/users", "").status())
                    .as(key)
                    .isEqualTo(404);
        }
        assertThat(server.send("org:10843/full", "GET", "/api/org/10843/users", "")
                        .status())
                .isEqualTo(403);
        TestResponse own = server.send("user:scratchadmin/ro", "GET", "/api/org/41/users", "");
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.text()).doesNotContain("@").doesNotContain("password");
    }
}
