package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What object pages show, and to whom. */
class PageVisibilityTest {
    private static final List<String> PAGES =
            List.of("/org/41", "/net/62", "/ix/19", "/fac/31", "/carrier/8", "/campus/1");
    private static final String SUPERUSER = "user:superuser/rw";

    @Started
    private static RunningServer server;

    private static String page(String user, String path) throws Exception {
        PageClient person = user.isEmpty() ? PageClient.anonymous(server) : PageClient.signedIn(server, user);
        TestResponse response = person.get(path);
        assertThat(response.status()).as(user + " " + path).isEqualTo(200);
        return response.text();
    }

    @Test
    void contactsAreShownToThoseWhoMaySeeThem() throws Exception {
        assertThat(page("", "/net/62"))
                .contains("tech@as213001.example.net")
                .doesNotContain("Ridge desk", "Sable desk", "Tundra desk");
        assertThat(page("unverified", "/net/62")).doesNotContain("Ridge desk", "Sable desk");
        assertThat(page("plain", "/net/62"))
                .contains("Ridge desk", "Tundra desk")
                .doesNotContain("Sable desk");
        assertThat(page("otheradmin", "/net/62")).contains("Ridge desk").doesNotContain("Sable desk");
        assertThat(page("scratchnets", "/net/62")).contains("Ridge desk", "Sable desk");
        assertThat(page("scratchadmin", "/net/62")).contains("Ridge desk", "Sable desk");
        assertThat(page("superuser", "/net/62")).contains("Ridge desk", "Sable desk");
    }

    @Test
    void memberListIsShownByItsVisibility() throws Exception {
        assertThat(page("", "/ix/1")).contains("https://ix1.example.net/members.json");
        assertThat(page("", "/ix/19")).doesNotContain("members.json");
        assertThat(page("plain", "/ix/19")).contains("https://ix19.example.net/members.json");
        assertThat(page("plain", "/ix/21")).doesNotContain("members.json");
        assertThat(page("otheradmin", "/ix/21")).doesNotContain("members.json");
        assertThat(page("scratchadmin", "/ix/21")).contains("https://ix21.example.net/members.json");
    }

    @Test
    void formsAreOfferedToThoseWhoMayChangeThings() throws Exception {
        assertThat(page("", "/net/62")).doesNotContain("/net/62/edit", "/delete", "/add/");
        assertThat(page("otheradmin", "/net/62")).doesNotContain("/net/62/edit", "/delete", "/add/");
        assertThat(page("scratchonenet", "/net/62")).contains("/net/62/edit").doesNotContain("/net/62/delete");
        assertThat(page("scratchadmin", "/net/62"))
                .contains("/net/62/edit", "/net/62/delete", "/net/62/add/netixlan", "/poc/60/edit");
        assertThat(page("scratchnodelete", "/ix/19")).contains("/ix/19/edit").doesNotContain("/ix/19/delete");
    }

    @Test
    void asnsAndOwnObjectsHaveShortUrls() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        assertThat(admin.get("/asn/213001").header("Location")).isEqualTo("/net/62");
        assertThat(admin.get("/asn/AS213001").header("Location")).isEqualTo("/net/62");
        assertThat(admin.get("/asn/4242424242").status()).isEqualTo(404);
        assertThat(admin.get("/org/self").header("Location")).isEqualTo("/org/41");
        assertThat(admin.get("/net/self").header("Location")).isEqualTo("/net/62");
        assertThat(admin.get("/ix/self").header("Location")).isEqualTo("/ix/19");
        assertThat(admin.get("/netixlan/113").header("Location")).isEqualTo("/net/62#exchanges");
        assertThat(admin.get("/ixlan/19").header("Location")).isEqualTo("/ix/19#lan");
        assertThat(PageClient.anonymous(server).get("/net/self").header("Location"))
                .startsWith("/account/login/?next=");
        assertThat(PageClient.anonymous(server).get("/poc/58").status()).isEqualTo(404);
    }

    @Test
    void userTextIsEscaped() throws Exception {
        String payload = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
        for (Map.Entry<String, Long> object : Map.of(
                        "org",
                        1L,
                        "net",
                        1L,
                        "ix",
                        2L,
                        "fac",
                        1L,
                        "carrier",
                        1L,
                        "campus",
                        1L,
                        "poc",
                        3L,
                        "netixlan",
                        2L,
                        "ixlan",
                        3L)
                .entrySet()) {
            fill(object.getKey(), object.getValue(), payload);
        }
        PageClient superuser = PageClient.signedIn(server, "superuser");

        for (String path : List.of(
                "/org/1",
                "/net/1",
                "/net/2",
                "/net/3",
                "/ix/2",
                "/ix/3",
                "/fac/1",
                "/carrier/1",
                "/campus/1",
                "/net/1/edit",
                "/ix/2/edit",
                "/ixlan/3/edit",
                "/fac/1/edit",
                "/org/1/edit",
                "/carrier/1/edit",
                "/campus/1/edit",
                "/poc/3/edit",
                "/netixlan/2/edit",
                "/net/1/history",
                "/ix/2/history",
                "/fac/1/history",
                "/org/1/delete",
                "/net/1/delete",
                "/campus/1/delete",
                "/carrier/1/delete",
                "/net/1/upload-logo",
                "/netixlan/2/set-net-side",
                "/org/1/add/net")) {
            TestResponse response = superuser.get(path);
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(response.text())
                    .as(path)
                    .doesNotContain("<script>alert", "<img src=x")
                    .doesNotContainPattern("<[a-z]+ [^>]*(href|src)=\"javascript:");
        }
    }

    /** Writes the text into all fields that take any text, by the API. */
    private static void fill(String typeName, long id, String payload) throws Exception {
        ObjectType type = ObjectTypes.byName(typeName).orElseThrow();
        JsonNode now = server.send(SUPERUSER, "GET", "/api/" + typeName + "/" + id, "")
                .json()
                .get("data")
                .get(0);
        ObjectNode body = ((ObjectNode) now).deepCopy();
        int filled = 0;
        for (JsonKey key : type.keys()) {
            if (key instanceof Field<?> field && takesAnyText(field) && !(typeName + field.name()).equals("faccity")) {
                String text = field.name().equals("notes") && field.maxLength().isEmpty()
                        ? payload + "\n\n[a](javascript:alert(1)) <a href=\"javascript:alert(1)\">b</a>\n\n# heading "
                                + payload
                        : payload;
                body.put(field.name(), text);
                filled++;
            }
        }
        for (String path : List.of("ipaddr4", "ipaddr6")) {
            if (body.has(path) && body.get(path).isNull()) {
                body.put(path, "");
            }
        }
        assertThat(filled).as(typeName).isPositive();
        TestResponse response = server.send(SUPERUSER, "PUT", "/api/" + typeName + "/" + id, body.toString());
        if (response.status() == 400) { // rules have something against such texts in some
            List<String> refused = List.copyOf(response.json().propertyNames()).stream()
                    .filter(now::has)
                    .toList();
            assertThat(refused).as(typeName).hasSizeLessThan(filled);
            refused.forEach(name -> body.set(name, now.get(name)));
            response = server.send(SUPERUSER, "PUT", "/api/" + typeName + "/" + id, body.toString());
        }
        assertThat(response.status()).as(typeName + " " + response.text()).isEqualTo(200);
    }

    private static boolean takesAnyText(Field<?> field) {
        int longest = field.maxLength().orElse(Integer.MAX_VALUE);
        return field.type() == ValueType.TEXT
                && field.choices().isEmpty()
                && field.format().isEmpty()
                && !field.isReadOnly()
                && longest >= 60
                && !List.of("irr_as_set", "floor", "zipcode", "ixf_import_request_status")
                        .contains(field.name());
    }

    @Test
    void scriptIsNoLinkWhereverItCameFrom() {
        assertThat(MarkdownRenderer.html("[x](javascript:alert(1)) ![y](data:text/html,z) <b onclick=q>t</b>"))
                .doesNotContain("javascript:", "data:text", "<b ", "<img");
        assertThat(MarkdownRenderer.html("**bold** [ok](https://example.net/)"))
                .contains("<strong>bold</strong>", "href=\"https://example.net/\"", "nofollow");
        assertThat(SocialMediaUrls.url(new org.peerage.schema.SocialLink("website", "javascript:alert(1)")))
                .isEmpty();
        assertThat(SocialMediaUrls.url(new org.peerage.schema.SocialLink("x", "../../evil?")))
                .isEmpty();
        assertThat(SocialMediaUrls.url(new org.peerage.schema.SocialLink("x", "peerage")))
                .isEqualTo("https://x.com/peerage");
        assertThat(ValueFormatter.link(org.peerage.registry.types.Net.WEBSITE, "javascript:alert(1)//https://x.net"))
                .isEmpty();
    }

    @Test
    void writableFieldsAreInTheForm() {
        List<String> elsewhere = List.of(
                // parents, counters and what follows from other fields
                "org_id",
                "net_id",
                "ix_id",
                "carrier_id",
                "ixlan_id",
                "net_count",
                "ix_count",
                "fac_count",
                "carrier_count",
                "ixf_import_request_status",
                "ix_side_id",
                "in_dfz");
        for (ObjectType type : ObjectTypes.ALL) {
            FieldLayout layout = Layouts.of(type);
            for (JsonKey key : type.keys()) {
                if (key instanceof Field<?> field
                        && !field.isReadOnly()
                        && !elsewhere.contains(field.name())
                        && !(type.typeName().equals("netixlan") && field.name().equals("asn"))) {
                    assertThat(layout.item(field.name()).filter(item -> item.isInForm(true) || item.isInForm(false)))
                            .as(type.typeName() + "." + field.name())
                            .isPresent();
                }
            }
        }
    }

    @Test
    void publicPagesAreFoundByEverybody() throws Exception {
        for (String path : PAGES) {
            assertThat(page("", path)).contains("<h1>", "/api" + path + "?pretty");
            assertThat(page("", path + "/history")).contains("History of");
        }
    }
}
