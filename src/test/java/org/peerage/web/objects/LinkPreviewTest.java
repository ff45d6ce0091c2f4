package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.peerage.net.Asn;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What search engines, and those who show links, are told of objects. */
class LinkPreviewTest {
    @Started
    private static RunningServer server;

    @Test
    void headOfAPageTellsWhatItIs() throws Exception {
        String page = PageClient.anonymous(server).get("/net/1?exchanges=x").text();
        JsonNode network =
                server.send("", "GET", "/api/net/1", "").json().get("data").get(0);
        String name = network.get("name").stringValue();

        assertThat(page)
                .contains("<title>" + name + " (AS" + network.get("asn") + ") - Peerage</title>")
                .containsPattern("<link rel=\"canonical\" href=\"http://[^\"?]*/net/1\">")
                .containsPattern("<meta name=\"description\" content=\"Network, [^\"]*ASN: AS" + network.get("asn"))
                .containsPattern("<meta property=\"og:image\" content=\"http://[^\"]*/net/1/picture.png\">");
        Matcher data = Pattern.compile("<script type=\"application/ld\\+json\">(.*?)</script>")
                .matcher(page);
        assertThat(data.find()).isTrue();
        JsonNode read = JsonMapper.shared().readTree(data.group(1));
        assertThat(read.get("name").stringValue()).isEqualTo(name);
        assertThat(read.get("identifier").stringValue()).isEqualTo("AS" + network.get("asn"));
    }

    @Test
    void nameCannotEndItsData() {
        Row network = Net.TYPE
                .row()
                .set(Net.ID, 1L)
                .set(Net.NAME, "</script><script>alert(1)</script>")
                .set(Net.ASN, Asn.parse("64500").orElseThrow())
                .build();

        assertThat(StructuredData.of(network, "http://localhost/net/1")).doesNotContain("<");
    }

    @Test
    void pictureOfALinkIsDrawn() throws Exception {
        BufferedImage picture =
                ImageIO.read(URI.create(server.url() + "/ix/1/picture.png").toURL());

        assertThat(picture.getWidth()).isEqualTo(1200);
        assertThat(picture.getHeight()).isEqualTo(630);
        assertThat(PageClient.anonymous(server).get("/netixlan/1/picture.png").status())
                .isEqualTo(404);
    }
}
