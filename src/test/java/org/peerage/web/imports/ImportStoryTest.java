package org.peerage.web.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.peerage.cli.ServeSettings;
import org.peerage.ixf.FeedAddresses;
import org.peerage.ixf.FeedStand;
import org.peerage.testing.Browser;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import org.peerage.testing.Waiting;

/** An exchange publishes its members, and a network answers, in a browser. */
class ImportStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String OWNER = "org:41/full";

    @Started
    private static Browser browser;

    private static String feed(String first) {
        return """
                {"version": "1.0", "timestamp": "2026-11-30T00:00:00Z",
                 "ixp_list": [{"ixp_id": 1, "ixf_id": 1, "shortname": "IX"}],
                 "member_list": [
                  {"asnum": 213003, "connection_list": [
                    {"ixp_id": 1, "state": "active", "if_list": [{"if_speed": 20000}],
                     "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "%s"}}]},
                    {"ixp_id": 1, "state": "active", "if_list": [{"if_speed": 10000}],
                     "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "185.77.76.31"}}]}]},
                  {"asnum": 213001, "connection_list": [
                    {"ixp_id": 1, "state": "active", "if_list": [{"if_speed": 10000}],
                     "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "185.77.76.10"},
                                    "ipv6": {"address": "2001:7f8:1b3::10"}}]}]}]}
                """.formatted(first);
    }

    @Test
    void exchangesPublishAndNetworksAnswer() throws Exception {
        try (FeedStand stand = FeedStand.start();
                RunningServer server = RunningServer.start(
                        ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")))) {
            prepare(server);
            stand.answer("/members.json", 200, feed("185.77.76.30/24"));
            BrowserContext context = browser.person(
                    server.url(), new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(360, 740));
            Page page = context.newPage();
            page.navigate("/account/login/");
            Browser.signIn(page, "scratchadmin", "scratchadmin-Passw0rd!");

            exchangeMendsItsList(page, stand);
            server.mails().await("noc@example.net", "CREATE AS213003 - 185.77.76.30 - IPv6 not set");
            networkAnswers(page);
            page.navigate("/net/64/edit");
            page.locator("input[type=checkbox][name=allow_ixp_update]").check();
            page.locator("main form button:has-text('Save')").first().click();

            Waiting.until(
                    PATIENCE,
                    () -> server.send(OWNER, "GET", "/api/netixlan?asn=213003&ix_id=19", "")
                                    .json()
                                    .path("data")
                                    .size()
                            == 2);
        }
    }

    private static void prepare(RunningServer server) throws Exception {
        ok(
                server,
                "POST",
                "/api/poc",
                "{\"net_id\": 64, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}");
        ok(
                server,
                "PUT",
                "/api/net/64",
                "{\"org_id\": 41, \"name\": \"Net of 213003\", \"asn\": 213003, \"allow_ixp_update\": false}");
        ok(
                server,
                "POST",
                "/api/netixlan",
                "{\"net_id\": 64, \"ixlan_id\": 19, \"ipaddr4\": \"185.77.76.31\", \"ipaddr6\": \"\", \"speed\": 10000,"
                        + " \"is_rs_peer\": false, \"operational\": false}");
        PageClient superuser = PageClient.signedIn(server, "superuser");
        superuser.get("/staff/settings");
        superuser.post("/staff/settings", "sign_up", "on", "ixf_network_mails", "on");
    }

    private static void exchangeMendsItsList(Page page, FeedStand stand) throws Exception {
        page.navigate("/ixlan/19/edit");
        page.locator("[name=ixf_ixp_member_list_url]").fill(stand.url("/members.json"));
        page.locator("input[type=checkbox][name=ixf_ixp_import_enabled]").check();
        page.locator("main form button:has-text('Save')").first().click();

        page.navigate("/ix/19/imports");
        Browser.assertAccessible(page);
        Browser.assertNoSidewaysScrolling(page);
        page.locator("a:has-text('Preview of the next import')").first().click();
        assertThat(page.locator("main").textContent())
                .contains("/member_list/0/connection_list/0/vlan_list/0/ipv4/address")
                .contains("line 6");
        Browser.assertAccessible(page);

        stand.answer("/members.json", 200, feed("185.77.76.30"));
        page.navigate("/ix/19");
        page.locator("button:has-text('Request IX-F import')").click();
        Waiting.until(PATIENCE, () -> {
            page.navigate("/ix/19/imports");
            return page.locator("td:has-text('done')").count() > 0;
        });
        assertThat(page.locator("main").textContent()).contains("Open differences", "185.77.76.30");
    }

    private static void networkAnswers(Page page) {
        page.navigate("/net/64");
        page.locator("a:has-text('IX-F suggestions (2)')").click();
        Browser.assertAccessible(page);
        Browser.assertNoSidewaysScrolling(page);
        page.locator("li:has-text('185.77.76.31') input[name=proposal]").check();
        page.locator("button:has-text('Accept what is ticked')").click();
        assertThat(page.locator(".notice[role=status]").first().textContent()).contains("Done.");
        page.locator("li:has-text('185.77.76.30') button:has-text('Dismiss')").click();
        assertThat(page.locator(".notice[role=status]").first().textContent()).contains("Dismissed.");
        assertThat(page.locator("main").textContent()).contains("You have dismissed 1 suggestion");
    }

    private static void ok(RunningServer server, String method, String path, String body) throws Exception {
        RunningServer.TestResponse response = server.send(OWNER, method, path, body);
        assertThat(response.status())
                .as(method + " " + path + " " + response.text())
                .isIn(200, 201);
    }
}
