package org.peerage.web.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.peerage.cli.ServeSettings;
import org.peerage.ixf.FeedAddresses;
import org.peerage.ixf.FeedStand;
import org.peerage.testing.Browser;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import org.peerage.testing.Waiting;

/** An exchange with a protected list, a quarantine VLAN and disabled ports says so, and looks at what comes of it first. */
class FeedSettingsStoryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final String OWNER = "org:41/full";
    private static final String SECRET = "Bearer of-the-list";
    private static final String FEED = """
            {"version": "1.0", "member_list": [
              {"asnum": 213003, "connection_list": [{"state": "disabled", "if_list": [{"if_speed": 20000}],
                "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "185.77.76.30"}}]}]},
              {"asnum": 213001, "connection_list": [{"state": "active", "if_list": [{"if_speed": 10000}],
                "vlan_list": [{"vlan_id": 1, "ipv4": {"address": "185.77.76.10"}, "ipv6": {"address": "2001:7f8:1b3::10"}},
                              {"vlan_id": 66, "ipv4": {"address": "185.77.76.99"}}]}]}]}
            """;

    @Started
    private static Browser browser;

    @Test
    void exchangesSaySoAndSeeWhatWouldChange() throws Exception {
        try (FeedStand stand = FeedStand.start();
                RunningServer server = RunningServer.start(
                        ServeSettings.unlimited().fetchingFrom(FeedAddresses.parse("127.0.0.0/8")))) {
            stand.answer("/members.json", 200, FEED);
            server.save(OWNER, "ixlan/19", "ixf_ixp_member_list_url", stand.url("/members.json"));
            server.send(
                    OWNER,
                    "POST",
                    "/api/poc",
                    "{\"net_id\": 64, \"role\": \"NOC\", \"visible\": \"Public\", \"email\": \"noc@example.net\"}");
            Page page = browser.signedIn(
                    server.url(),
                    new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(360, 740),
                    "scratchadmin",
                    "scratchadmin-Passw0rd!");

            page.navigate("/ix/19/imports");
            page.locator("a:has-text('Feed settings')").click();
            setsHeader(page);
            imports(page);
            assertThat(stand.header("/members.json", "Authorization")).contains(SECRET);
            assertThat(page.locator("main").textContent()).contains("multiple VLANs");

            saysWhatBelongs(page);
            imports(page);

            assertThat(server.send(OWNER, "GET", "/api/netixlan?asn=213003&ix_id=19", "")
                            .text())
                    .contains("\"speed\": 0", "\"operational\": false");
            server.save(OWNER, "ixlan/19", "ixf_ixp_import_enabled", "true");
            page.navigate("/net/64/ixf");
            assertThat(page.locator("tr:has-text('this network') td").allTextContents())
                    .containsExactly("this network", "the exchange's list", "the exchange's list");
            Browser.assertAccessible(page);
            Browser.assertNoSidewaysScrolling(page);
            page.navigate(connection(server));
            assertThat(page.locator("#f-operational-hint").textContent())
                    .contains("The member list of Scratch-IX sets");
            assertThat(page.locator("#f-speed-hint").textContent()).doesNotContain("member list");
        }
        browser.assertNoComplaints();
    }

    private static String connection(RunningServer server) throws Exception {
        return "/netixlan/"
                + server.send(OWNER, "GET", "/api/netixlan?asn=213003&ix_id=19", "")
                        .json()
                        .at("/data/0/id")
                        .asString()
                + "/edit";
    }

    private static void setsHeader(Page page) {
        page.locator("#header_name").fill("Authorization");
        page.locator("#header_password").fill(SECRET);
        page.locator("button:has-text('Set header')").click();
        assertThat(page.locator(".notice[role=status]").textContent()).contains("The header is set.");
        assertThat(page.locator("main").textContent()).contains("Authorization is set");
        assertThat(page.locator("#header_password").inputValue()).isEmpty();
    }

    private static void imports(Page page) throws Exception {
        page.navigate("/ix/19/imports");
        int before = page.locator("td:has-text('requested')").count();
        page.navigate("/ix/19");
        page.locator("button:has-text('Request IX-F import')").click();
        Waiting.until(PATIENCE, () -> {
            page.navigate("/ix/19/imports");
            return page.locator("td:has-text('requested')").count() > before
                    && page.locator("td:has-text('running')").count() == 0;
        });
    }

    private static void saysWhatBelongs(Page page) {
        page.navigate("/ix/19/imports/settings");
        page.locator("#vlans").fill("one");
        page.locator("button:has-text('Save')").click();
        assertThat(page.locator("#vlans-error").textContent()).contains("Numbers");
        Browser.assertAccessible(page);
        page.locator("#vlans").fill("1");
        page.locator("#counts_down").check();
        page.locator("#field-speed").uncheck();
        page.locator("button:has-text('Save')").click();
        assertThat(page.locator(".notice[role=status]").textContent()).contains("Saved.");
        page.locator("#grace_days").fill("7");
        page.locator("button:has-text('What would change?')").click();
        assertThat(page.locator("main").textContent()).contains("Nothing is saved yet");
        Browser.assertAccessible(page);
        Browser.assertNoSidewaysScrolling(page);
    }
}
