package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Adding a network's connection to an exchange, and whom messages of forms point to. */
class AddConnectionTest {
    private static final String FORM = "/net/62/add/netixlan";

    @Started
    private static RunningServer server;

    @Test
    void prefixesAndFreeAddressesOfTheExchangeAreShown() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        assertThat(admin.get(FORM).text()).contains("Choose the exchange").doesNotContain("Before this can be saved");
        for (String url : new String[] {FORM + "?ixlan_id=Scratch-IX+Two", FORM + "?part=lan&ixlan_id=20"}) {
            assertThat(admin.get(url).text())
                    .contains("185.77.80.0/24", ">185.77.80.11</span>", "2001:7f8:1b4::/64", ">2001:7f8:1b4::1</span>")
                    .doesNotContain(">185.77.80.10</span>");
        }
        assertThat(admin.get(FORM + "?ixlan_id=Quiet-IX").text()).contains("This exchange has no prefix yet");
        assertThat(PageClient.signedIn(server, "plain")
                        .get(FORM + "?part=lan&ixlan_id=20")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void missingPreconditionsAreToldBeforeTyping() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");

        assertThat(admin.get("/net/63/add/netixlan").text())
                .contains("Before this can be saved", "Technical, NOC or Policy contact", "href=\"/net/63/add/poc\"");
    }

    @Test
    void speedIsUnderstoodAsPeopleWriteIt() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        admin.get(FORM);
        String[] typed = {
            "made_from",
            "0",
            "ixlan_id",
            "Scratch-IX Two (#20)",
            "ipaddr4",
            "185.77.80.62",
            "ipaddr6",
            "",
            "speed",
            "10G"
        };
        TestResponse looked = admin.post(FORM + "?look=1", typed);
        assertThat(looked.text()).contains("185.77.80.0/24", "value=\"10G\"");
        assertThat(ports()).isEmpty();

        TestResponse added = admin.post(FORM, typed);

        assertThat(added.status()).as(added.text()).isEqualTo(303);
        assertThat(ports()).hasSize(1);
        assertThat(ports().get(0).get("speed").longValue()).isEqualTo(10_000);
    }

    private static JsonNode ports() throws Exception {
        return server.send("", "GET", "/api/netixlan?ipaddr4=185.77.80.62", "")
                .json()
                .get("data");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        admin.get(FORM);
        TestResponse refused = admin.post(
                FORM,
                "made_from",
                "0",
                "ixlan_id",
                "Scratch-IX Two (#20)",
                "ipaddr4",
                "192.0.2.7",
                "ipaddr6",
                "",
                "speed",
                "1M");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("IPv4 address outside of prefix", "Minimum speed: 50M");
    }

    /** The number is a deleted network's, which the API tells to write to its support about. */
    @Test
    void noPageNamesAnotherRegistrysSupport() throws Exception {
        PageClient admin = PageClient.signedIn(server, "unitedadmin");
        admin.get("/org/10843/add/net");
        TestResponse refused = admin.post("/org/10843/add/net", "made_from", "0", "name", "Again", "asn", "398100");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("contact").doesNotContain("peeringdb.com");
    }
}
