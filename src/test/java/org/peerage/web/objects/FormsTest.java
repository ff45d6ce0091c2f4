package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Changing, adding and deleting objects by forms: the rules, the rights, and others who do so at the same time. */
class FormsTest {
    private static final String SUPERUSER = "user:superuser/rw";

    @Started
    private static RunningServer server;

    private static JsonNode stored(String path) throws Exception {
        return server.send(SUPERUSER, "GET", "/api" + path, "")
                .json()
                .get("data")
                .get(0);
    }

    /** Opens a form, and sends it with these values in place of what it shows. */
    private static TestResponse edit(PageClient person, String path, String... values) throws Exception {
        return send(person, path, person.get(path).hidden("made_from"), values);
    }

    private static TestResponse send(PageClient person, String path, String madeFrom, String... values)
            throws Exception {
        List<String> all = new ArrayList<>(List.of("made_from", madeFrom));
        all.addAll(Arrays.asList(values));
        return person.post(path, all.toArray(String[]::new));
    }

    @Test
    void formValuesAreStored() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        TestResponse response = edit(
                admin,
                "/net/62/edit",
                "aka",
                "Scratchy",
                "info_prefixes4",
                "77",
                "info_types",
                "",
                "info_types",
                "NSP",
                "info_types",
                "Content",
                "info_ipv6",
                "",
                "info_ipv6",
                "true",
                "policy_general",
                "Selective",
                "social_media.service",
                "x",
                "social_media.identifier",
                "scratchnet",
                "notes",
                "one\r\nzwei ü 東京");

        assertThat(response.status()).isEqualTo(303);
        assertThat(response.header("Location")).isEqualTo("/net/62?done=saved");
        JsonNode net = stored("/net/62");
        assertThat(net.get("aka").stringValue()).isEqualTo("Scratchy");
        assertThat(net.get("info_prefixes4").longValue()).isEqualTo(77);
        assertThat(net.get("info_types").toString()).isEqualTo("[\"Content\",\"NSP\"]");
        assertThat(net.get("info_ipv6").booleanValue()).isTrue();
        assertThat(net.get("policy_general").stringValue()).isEqualTo("Selective");
        assertThat(net.get("social_media").toString()).contains("scratchnet");
        assertThat(net.get("notes").stringValue()).isEqualTo("one\nzwei ü 東京");
    }

    @Test
    void errorsAreShownBesideTheirFields() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        JsonNode before = stored("/net/63");

        TestResponse response = edit(
                admin,
                "/net/63/edit",
                "name",
                "",
                "website",
                "no address",
                "info_prefixes4",
                "-5",
                "aka",
                "kept as typed");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text())
                .contains(
                        "id=\"f-name-problem\">This field may not be blank.",
                        "id=\"f-website-problem\">Enter a valid URL.",
                        "id=\"f-info_prefixes4-problem\">",
                        "aria-invalid=\"true\"",
                        "kept as typed");
        assertThat(stored("/net/63")).isEqualTo(before);
    }

    @Test
    void germanFormsSayWhatIsWrongInGerman() throws Exception {
        PageClient admin = PageClient.anonymous(server);
        admin.postWithToken("", "/i18n/setlang/", "language", "de");
        admin.signIn("scratchadmin", "scratchadmin-Passw0rd!");

        assertThat(edit(admin, "/net/63/edit", "name", "", "website", "no address")
                        .text())
                .contains(
                        "id=\"f-name-problem\">Dieses Feld darf nicht leer sein.",
                        "id=\"f-website-problem\">Geben Sie eine gültige URL ein.")
                .doesNotContain("This field may not be blank");
        assertThat(admin.get("/ix/19/delete").text()).contains("Hilfe beim Löschen");
        assertThat(admin.get("/net/62/delete").text())
                .containsPattern("AS[0-9]+ an Scratch")
                .doesNotContain(" at Scratch");
        assertThat(admin.get("/org/41/edit").text())
                .contains("<option value=\"NO\">Norwegen (NO)</option>")
                .containsPattern("(?s)Oman \\(OM\\).*Österreich \\(AT\\).*Pakistan \\(PK\\)");
    }

    @Test
    void concurrentEditsAreNotLost() throws Exception {
        PageClient one = PageClient.signedIn(server, "scratchadmin");
        PageClient other = PageClient.signedIn(server, "scratchnets");
        String opened = one.get("/net/62/edit").hidden("made_from");
        assertThat(edit(other, "/net/62/edit", "aka", "from the other", "name_long", "Long from the other")
                        .status())
                .isEqualTo(303);

        TestResponse conflict =
                send(one, "/net/62/edit", opened, "aka", "from the first", "name_long", "", "info_traffic", "5-10Gbps");

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text())
                .contains("from the first", "from the other", "Save my version", "Long from the other")
                .contains("id=\"f-aka-meanwhile\"");
        assertThat(stored("/net/62").get("aka").stringValue()).isEqualTo("from the other");

        TestResponse again = send(
                one,
                "/net/62/edit",
                conflict.hidden("made_from"),
                "aka",
                "from the first",
                "name_long",
                "Long from the other",
                "info_traffic",
                "5-10Gbps");

        assertThat(again.status()).isEqualTo(303);
        assertThat(stored("/net/62").get("aka").stringValue()).isEqualTo("from the first");
        assertThat(stored("/net/62").get("name_long").stringValue()).isEqualTo("Long from the other");
    }

    @Test
    void formWithoutItsVersionOverwritesNothing() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        admin.get("/fac/33/edit");

        TestResponse response = admin.post("/fac/33/edit", "aka", "blindly");

        assertThat(response.status()).isEqualTo(409);
        assertThat(stored("/fac/33").get("aka").stringValue()).isNotEqualTo("blindly");
    }

    @Test
    void strangersMembersAndOthersAdminsChangeNothing() throws Exception {
        List<String> addresses = List.of(
                "/org/41/edit",
                "/net/62/edit",
                "/ix/19/edit",
                "/ixlan/19/edit",
                "/fac/31/edit",
                "/carrier/8/edit",
                "/netixlan/113/edit",
                "/poc/60/edit",
                "/poc/58/edit",
                "/net/62/delete",
                "/ix/21/delete",
                "/fac/33/delete",
                "/poc/59/delete",
                "/netixlan/113/delete",
                "/org/41/delete",
                "/org/41/add/net",
                "/org/41/add/campus",
                "/net/62/add/poc",
                "/net/62/add/netfac",
                "/net/62/add/netixlan",
                "/ix/19/add/ixpfx",
                "/ix/19/add/ixfac",
                "/carrier/8/add/carrierfac",
                "/net/62/upload-logo",
                "/netixlan/113/set-net-side",
                "/netixlan/113/set-ix-side",
                "/ix/19/request-import",
                "/carrierfac/4/approve",
                "/carrierfac/4/reject",
                "/campus/1/edit",
                "/campus/1/add-facility",
                "/ixfac/1/delete",
                "/netfac/1/delete",
                "/ixpfx/1/edit");
        long before = version();
        for (String who : List.of("", "plain", "otheradmin", "unitedmember", "unverified", "emptyadmin")) {
            PageClient person = who.isEmpty() ? PageClient.anonymous(server) : PageClient.signedIn(server, who);
            person.get("/account/login/");
            for (String path : addresses) {
                TestResponse shown = person.get(path);
                TestResponse sent = send(
                        person,
                        path,
                        Long.toString(before),
                        "name",
                        "taken over",
                        "role",
                        "NOC",
                        "email",
                        "a@b.example",
                        "fac_id",
                        "31",
                        "visible",
                        "Public",
                        "speed",
                        "1000");
                for (TestResponse response : List.of(shown, sent)) {
                    boolean toSignIn = response.header("Location").startsWith("/account/login/");
                    assertThat(response.status() == 403 || response.status() == 404 || toSignIn)
                            .as(who + " " + path + " " + response.status() + " " + response.header("Location"))
                            .isTrue();
                }
            }
        }
        assertThat(version()).isEqualTo(before);
    }

    private static long version() throws Exception {
        return Long.parseLong(server.send("", "GET", "/api/org/1", "").header("X-Peerage-Version"));
    }

    @Test
    void grantForOneThingIsNoneForAnother() throws Exception {
        PageClient one = PageClient.signedIn(server, "scratchonenet");
        assertThat(one.get("/net/62/edit").status()).isEqualTo(200);
        assertThat(one.get("/net/63/edit").status()).isEqualTo(403);
        assertThat(one.get("/net/62/delete").status()).isEqualTo(403);
        assertThat(one.get("/net/62/add/poc").status()).isEqualTo(403);
        assertThat(one.get("/org/41/add/net").status()).isEqualTo(403);

        PageClient nodelete = PageClient.signedIn(server, "scratchnodelete");
        assertThat(nodelete.get("/ix/21/edit").status()).isEqualTo(200);
        assertThat(nodelete.get("/ix/21/delete").status()).isEqualTo(403);
        assertThat(send(nodelete, "/ix/21/delete", "999999").status()).isEqualTo(403);
    }

    @Test
    void hiddenMemberListIsNotInTheForm() throws Exception {
        PageClient person = PageClient.signedIn(server, "scratchnodelete");

        TestResponse form = person.get("/ixlan/21/edit");

        boolean sees = person.get("/ix/21").text().contains("members.json");
        assertThat(form.text().contains("members.json")).isEqualTo(sees);
    }

    @Test
    void formFromElsewhereChangesNothing() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        long before = version();

        for (String path : List.of(
                "/net/63/edit",
                "/net/63/delete",
                "/net/63/add/poc",
                "/org/41/add/campus",
                "/net/63/upload-logo",
                "/ix/19/request-import",
                "/netixlan/113/set-net-side",
                "/suggest/fac")) {
            TestResponse response =
                    admin.postWithToken("wrong", path, "made_from", Long.toString(before), "name", "forged");
            assertThat(response.status()).as(path).isEqualTo(403);
        }

        assertThat(version()).isEqualTo(before);
    }

    @Test
    void linksAreAddedByNameAndNumber() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        admin.get("/net/63/add/netfac");

        TestResponse vague = admin.post("/net/63/add/netfac", "fac_id", "scratch facil");
        assertThat(vague.status()).isEqualTo(400);
        assertThat(vague.text()).contains("Several are called like this", "Scratch Facility Two (#32)");
        TestResponse unknown = admin.post("/net/63/add/netfac", "fac_id", "nowhere at all");
        assertThat(unknown.text()).contains("There is no facility of that name or ID.");
        assertThat(admin.post("/net/63/add/netfac", "fac_id", "").text()).contains("id=\"f-fac_id-problem\"");
        assertThat(admin.post("/net/63/add/netfac", "fac_id", "Scratch Facility Two")
                        .status())
                .isEqualTo(303);
        assertThat(admin.post("/net/63/add/netfac", "fac_id", "33").header("Location"))
                .isEqualTo("/net/63?done=added#facilities");

        assertThat(admin.get("/net/63").text()).contains("Scratch Facility Two", "Empty Facility");
    }

    @Test
    void contactsConnectionsPrefixesAndCampusesAreAdded() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        admin.get("/net/63/add/poc");

        assertThat(admin.post("/net/63/add/poc", "role", "", "visible", "Public", "name", "Nobody")
                        .text())
                .contains("id=\"f-role-problem\"");
        assertThat(admin.post("/net/63/add/poc", "role", "NOC", "visible", "Public", "name", "Nobody")
                        .text())
                .contains("id=\"f-email-problem\">Phone or email required");
        assertThat(admin.post(
                                "/net/63/add/poc",
                                "role",
                                "NOC",
                                "visible",
                                "Public",
                                "name",
                                "New desk",
                                "email",
                                "noc@as213002.example.net")
                        .header("Location"))
                .isEqualTo("/net/63?done=added#contacts");
        assertThat(admin.post("/ix/19/add/ixpfx", "prefix", "", "protocol", "").text())
                .contains("id=\"f-protocol-problem\">This field is required.");
        assertThat(admin.post("/ix/19/add/ixpfx", "prefix", "193.239.96.0/24", "protocol", "")
                        .header("Location"))
                .isEqualTo("/ix/19?done=added#prefixes");
        assertThat(admin.post(
                                "/net/63/add/netixlan",
                                "ixlan_id",
                                "Scratch-IX",
                                "ipaddr4",
                                "193.239.96.7",
                                "ipaddr6",
                                "",
                                "speed",
                                "10000",
                                "is_rs_peer",
                                "true",
                                "operational",
                                "true")
                        .header("Location"))
                .isEqualTo("/net/63?done=added#exchanges");
        assertThat(admin.get("/net/63").text()).contains("193.239.96.7", "10G", "New desk");
        assertThat(admin.get("/ix/19").text()).contains("193.239.96.7");

        TestResponse campus = admin.post("/org/41/add/campus", "name", "Scratch Campus");
        assertThat(campus.header("Location")).matches("/campus/[0-9]+\\?done=waits");
        String url = campus.header("Location").replaceAll("\\?.*", "");
        assertThat(admin.post(url + "/add-facility", "fac_id", "31").status()).isEqualTo(303);
        assertThat(admin.post(url + "/add-facility", "fac_id", "32").status()).isEqualTo(303);
        assertThat(admin.get(url).text()).contains("Scratch Facility Two").doesNotContain("not approved yet");
        assertThat(admin.post(url + "/remove-facility", "fac_id", "32").status())
                .isEqualTo(303);
    }

    @Test
    void deletionShowsWhatGoesWithIt() throws Exception {
        PageClient scratch = PageClient.signedIn(server, "scratchadmin");
        assertThat(scratch.get("/ix/19/delete").text())
                .contains("cannot be deleted now", "Exchange has active")
                .doesNotContain("<button class=\"danger\">");
        PageClient admin = PageClient.signedIn(server, "unitedadmin");
        TestResponse page = admin.get("/ix/22/delete");
        assertThat(page.text())
                .contains("What is deleted with it", "Peering LANs")
                .contains("Delete Quiet-IX Two");
        TestResponse early = send(admin, "/ix/22/delete", "0");
        assertThat(early.status()).isEqualTo(409);

        TestResponse done = send(admin, "/ix/22/delete", page.hidden("made_from"));

        assertThat(done.header("Location")).isEqualTo("/org/10843?done=deleted&gone=ix:22");
        assertThat(admin.get("/ix/22").status()).isEqualTo(410);
        assertThat(admin.get("/ix/22/history").text()).contains("deleted");
    }

    @Test
    void verifiedUsersMaySuggestAFacility() throws Exception {
        assertThat(PageClient.anonymous(server).get("/suggest/fac").header("Location"))
                .startsWith("/account/login/");
        assertThat(PageClient.signedIn(server, "unverified").get("/suggest/fac").status())
                .isEqualTo(403);
        PageClient plain = PageClient.signedIn(server, "plain");
        assertThat(plain.get("/suggest/fac").text()).contains("Suggest a facility");

        assertThat(plain.post("/suggest/fac", "name", "Suggested House", "country", "CH")
                        .text())
                .contains("id=\"f-address1-problem\"");
        TestResponse response = plain.post(
                "/suggest/fac",
                "name",
                "Suggested House",
                "address1",
                "Street 1",
                "city",
                "Zug",
                "country",
                "CH",
                "zipcode",
                "6300",
                "website",
                "https://house.example.net");

        assertThat(response.header("Location")).matches("/fac/[0-9]+\\?done=waits");
        assertThat(stored(response.header("Location").replaceAll("\\?.*", ""))
                        .get("org_id")
                        .longValue())
                .isEqualTo(20525);
    }

    @Test
    void historyTellsBeforeAndAfterAndWhoOnlyToThoseWhoManage() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        assertThat(edit(admin, "/carrier/8/edit", "aka", "Once upon").status()).isEqualTo(303);
        assertThat(edit(admin, "/carrier/8/edit", "aka", "a time").status()).isEqualTo(303);
        assertThat(admin.post("/carrier/8/add/carrierfac", "fac_id", "33").status())
                .isEqualTo(303);

        String told = admin.get("/carrier/8/history").text();
        assertThat(told)
                .contains("<del>Once upon</del>", "<ins>a time</ins>", "by scratchadmin")
                .contains("Empty Facility added");
        assertThat(PageClient.anonymous(server).get("/carrier/8/history").text())
                .contains("<ins>a time</ins>")
                .doesNotContain("scratchadmin");
        assertThat(PageClient.signedIn(server, "otheradmin")
                        .get("/carrier/8/history")
                        .text())
                .doesNotContain("scratchadmin");
    }

    @Test
    void historyOfContactsKeepsTheirValuesFromStrangers() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        assertThat(edit(admin, "/poc/60/edit", "name", "Secretive Name", "visible", "Users")
                        .status())
                .isEqualTo(303);

        assertThat(admin.get("/net/62/history").text()).contains("Secretive Name");
        assertThat(PageClient.anonymous(server).get("/net/62/history").text()).doesNotContain("Secretive Name");

        assertThat(edit(admin, "/poc/60/edit", "name", "Tech", "visible", "Public")
                        .status())
                .isEqualTo(303);
        assertThat(PageClient.anonymous(server).get("/net/62/history").text()).doesNotContain("Secretive Name");
    }

    @Test
    void carrierIsApprovedByTheFacilitysOwner() throws Exception {
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/fac/13");

        assertThat(superuser.get("/fac/13").text()).contains("/carrierfac/4/approve");
        assertThat(superuser.post("/carrierfac/4/approve").status()).isEqualTo(303);

        assertThat(stored("/carrierfac/4").get("status").stringValue()).isEqualTo("ok");
    }
}
