package org.peerage.web.organizations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** How people come to belong to organizations, and leave them. The stand-in for RDAP knows everybody's address. */
class AffiliationTest {
    @Started
    private RunningServer server;

    private PageClient plain;

    @BeforeEach
    void signIn() throws Exception {
        plain = PageClient.signedIn(server, "plain");
    }

    private static String said(TestResponse response) {
        assertThat(response.status()).as(response.text()).isEqualTo(303);
        String place = response.header("Location");
        return place.substring(place.indexOf("said=") + "said=".length());
    }

    private static String problem(TestResponse response) {
        assertThat(response.status()).as(response.header("Location")).isEqualTo(400);
        Matcher found = Pattern.compile("<p class=\"problem\" role=\"alert\">([^<]*)</p>")
                .matcher(response.text());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void adminsApproveAndBothAreTold() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        assertThat(said(plain.post("/affiliate-to-org", "org", "41"))).isEqualTo("asked");
        assertThat(problem(plain.post("/affiliate-to-org", "org", "41")))
                .isEqualTo("You already requested affiliation to this ASN/org");
        String request = admin.get("/org_admin/41").hidden("request");
        assertThat(said(admin.post("/org_admin/41/requests", "request", request, "decision", "approve")))
                .isEqualTo("approved");
        assertThat(said(admin.post("/org_admin/41/requests", "request", request, "decision", "deny")))
                .isEqualTo("late");

        assertThat(plain.get("/profile").text()).contains("/org/41");
        assertThat(plain.get("/org_admin/41").status()).isEqualTo(403);
        server.mails().await("scratchadmin@people.example.net", "asks to join");
        server.mails().await("plain@people.example.net", "was approved");
    }

    @Test
    void adminsDeny() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        said(plain.post("/affiliate-to-org", "org", "41"));

        assertThat(said(admin.post(
                        "/org_admin/41/requests",
                        "request",
                        admin.get("/org_admin/41").hidden("request"),
                        "decision",
                        "deny")))
                .isEqualTo("denied");

        assertThat(plain.get("/profile").text()).doesNotContain("/org/41");
        server.mails().await("plain@people.example.net", "denied");
    }

    @Test
    void whoIsDeniedReadsTheReasonInTheirLanguage() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        plain.get("/profile");
        plain.post("/i18n/setlang/", "language", "de");
        plain.get("/profile");
        plain.post("/affiliate-to-org", "org", "41");

        admin.post(
                "/org_admin/41/requests",
                "request",
                admin.get("/org_admin/41").hidden("request"),
                "decision",
                "deny",
                "reason",
                " Please ask\r\nyour colleague first. ");

        assertThat(server.mails().await("plain@people.example.net", "Der Grund"))
                .contains("Ihre Anfrage", "Please ask your colleague first.");
        plain.post("/i18n/setlang/", "language", "en");
    }

    @Test
    void rdapRecordProvesOwnershipWithoutAdmins() throws Exception {
        long organization = server.send("", "GET", "/api/net/1", "")
                .json()
                .at("/data/0/org_id")
                .longValue();
        long asn = server.send("", "GET", "/api/net/1", "")
                .json()
                .at("/data/0/asn")
                .longValue();

        assertThat(said(plain.post("/affiliate-to-org", "asn", "AS" + asn))).isEqualTo("joined");

        assertThat(plain.get("/org_admin/" + organization).status())
                .as("the first is admin")
                .isEqualTo(200);
    }

    @Test
    void unknownNumberBringsItsOrganizationAndNetwork() throws Exception {
        assertThat(said(plain.post("/affiliate-to-org", "asn", "399970", "org", "Brand New Org")))
                .isEqualTo("joined");

        var network =
                server.send("", "GET", "/api/net?asn=399970&depth=1", "").json().at("/data/0");
        assertThat(network.at("/status").stringValue()).isEqualTo("ok");
        long organization = network.at("/org_id").longValue();
        assertThat(server.send("", "GET", "/api/org/" + organization, "")
                        .json()
                        .at("/data/0/name")
                        .stringValue())
                .isEqualTo("Brand New Org");
        assertThat(plain.get("/org_admin/" + organization).status()).isEqualTo(200);
    }

    @Test
    void nameThatSomebodyHasIsNotTakenOver() throws Exception {
        String taken = server.send("", "GET", "/api/org/1", "")
                .json()
                .at("/data/0/name")
                .stringValue();

        said(plain.post("/affiliate-to-org", "asn", "399971", "org", taken));

        long organization = server.send("", "GET", "/api/net?asn=399971", "")
                .json()
                .at("/data/0/org_id")
                .longValue();
        assertThat(organization).isNotEqualTo(1);
        assertThat(plain.get("/org_admin/1").status()).isEqualTo(403);
    }

    @Test
    void staffDecidesWithoutProof() throws Exception {
        PageClient staff = PageClient.signedIn(server, "superuser");

        assertThat(said(plain.post("/affiliate-to-org", "asn", "399985", "org", "Unproved")))
                .isEqualTo("asked");
        assertThat(server.send("", "GET", "/api/net?asn=399985", "")
                        .json()
                        .at("/data")
                        .size())
                .isZero();
        assertThat(plain.get("/affiliate-to-org/queue").status()).isEqualTo(403);
        String request = staff.get("/affiliate-to-org/queue").hidden("request");
        assertThat(said(staff.post("/affiliate-to-org/queue", "request", request, "decision", "approve")))
                .isEqualTo("approved");

        long organization = server.send("", "GET", "/api/net?asn=399985", "")
                .json()
                .at("/data/0/org_id")
                .longValue();
        assertThat(plain.get("/org_admin/" + organization).status()).isEqualTo(200);
    }

    @Test
    void invalidRequestsAreExplained() throws Exception {
        assertThat(problem(plain.post("/affiliate-to-org"))).isEqualTo("Either ASN or Organization required");
        assertThat(problem(plain.post("/affiliate-to-org", "asn", "x"))).isEqualTo("ASN needs to be a number");
        assertThat(problem(plain.post("/affiliate-to-org", "asn", "399995")))
                .isEqualTo("This ASN is not assigned by any RIR");
        assertThat(problem(PageClient.signedIn(server, "unverified").post("/affiliate-to-org", "org", "41")))
                .isEqualTo("Confirm your email address first.");
        assertThat(problem(PageClient.signedIn(server, "scratchadmin").post("/affiliate-to-org", "org", "41")))
                .isEqualTo("You are already a member of this organization.");
    }

    @Test
    void openRequestsAreLimitedToTenAndCanBeWithdrawn() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(said(plain.post("/affiliate-to-org", "org", "Nobody Knows " + i)))
                    .isEqualTo("asked");
        }
        assertThat(problem(plain.post("/affiliate-to-org", "org", "Nobody Knows 11")))
                .startsWith("You have 10 pending");

        assertThat(said(plain.post(
                        "/affiliate-to-org/withdraw",
                        "request",
                        plain.get("/profile").hidden("request"))))
                .isEqualTo("canceled");
        assertThat(said(plain.post("/affiliate-to-org", "org", "Nobody Knows 11")))
                .isEqualTo("asked");
    }

    @Test
    void lookupsThatFailAreReportedAFewTimesADay() throws Exception {
        for (int asn = 399_960; asn >= 399_954; asn--) {
            assertThat(plain.post("/affiliate-to-org", "asn", "AS" + asn).status())
                    .isEqualTo(400);
        }

        PageClient staff = PageClient.signedIn(server, "superuser");
        assertThat(staff.get("/staff/tickets?q=RDAP_ERR").text())
                .contains("AS399959", "AS399958", "AS399957")
                .doesNotContain("AS399960", "AS399956", "AS399955", "AS399954");
    }

    @Test
    void memberLeavesAndTheLastAdminDoesNot() throws Exception {
        PageClient member = PageClient.signedIn(server, "scratchnets");

        assertThat(said(member.post("/affiliate-to-org/leave", "org", "41"))).isEqualTo("left");
        assertThat(member.get("/profile").text()).doesNotContain("/org/41");
        assertThat(said(PageClient.signedIn(server, "scratchadmin").post("/affiliate-to-org/leave", "org", "41")))
                .isEqualTo("lastadmin");
    }

    @Test
    void invitationIsForWhoHasTheAddress() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        assertThat(said(admin.post("/org_admin/41/members", "username", "Plain@people.example.net", "role", "member")))
                .isEqualTo("invited");
        String invitation = plain.get("/profile").hidden("invitation");

        assertThat(PageClient.signedIn(server, "otheradmin")
                        .post("/affiliate-to-org/accept", "invitation", invitation)
                        .status())
                .isEqualTo(404);
        assertThat(said(plain.post("/affiliate-to-org/accept", "invitation", invitation)))
                .isEqualTo("joined");
        assertThat(plain.post("/affiliate-to-org/accept", "invitation", invitation)
                        .status())
                .isEqualTo(404);
        assertThat(plain.get("/profile").text()).contains("/org/41");
    }

    @Test
    void emailDomainsLimitWhoJoins() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String version = admin.get("/org_admin/41/settings").hidden("version");
        assertThat(admin.post("/org_admin/41/settings", "version", version, "email_domains", "not a_domain!")
                        .status())
                .isEqualTo(400);
        assertThat(said(admin.post("/org_admin/41/settings", "version", version, "email_domains", "Example.ORG")))
                .isEqualTo("settings");

        assertThat(problem(plain.post("/affiliate-to-org", "org", "41"))).contains("own domains");
        assertThat(admin.post("/org_admin/41/members", "username", "plain").status())
                .isEqualTo(400);
        assertThat(admin.post("/org_admin/41/members", "username", "x@example.net")
                        .status())
                .isEqualTo(400);
        assertThat(said(admin.post("/org_admin/41/members", "username", "x@example.org")))
                .isEqualTo("invited");
        assertThat(admin.post("/org_admin/41/settings", "version", version, "email_domains", "")
                        .status())
                .as("an old form")
                .isEqualTo(409);
        assertThat(admin.post(
                                "/org_admin/41/settings",
                                "version",
                                admin.get("/org_admin/41/settings").hidden("version"),
                                "second_factor",
                                "1")
                        .status())
                .as("whoever has no second factor would lock themselves out")
                .isEqualTo(400);
    }

    @Test
    void organizationsAreFoundByNameAndNumber() throws Exception {
        assertThat(plain.get("/affiliate-to-org?q=nothing%20is%20called%20so").text())
                .contains("Ask staff to add");
        String name = server.send("", "GET", "/api/org/41", "")
                .json()
                .at("/data/0/name")
                .stringValue();
        String query = java.net.URLEncoder.encode(
                name.toLowerCase(java.util.Locale.ROOT), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(plain.get("/affiliate-to-org?q=" + query).text()).contains("name=\"org\" value=\"41\"");
        assertThat(plain.get("/affiliate-to-org?fragment=1&q=" + query).text())
                .contains("name=\"org\" value=\"41\"")
                .doesNotContain("<html");
    }
}
