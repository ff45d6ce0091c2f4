package org.peerage.web.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.store.Database;
import org.peerage.testing.PageClient;
import org.peerage.testing.PostgresServer;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;
import tools.jackson.databind.JsonNode;

/** Logos: by the API and by the form, within limits, and served so that they can be nothing but pictures. */
class LogosTest {
    private static final String ADMIN = "user:scratchadmin/rw";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Started
    private static RunningServer server;

    private static byte[] picture(String format, int width, int height, boolean noisy) throws Exception {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int x = 0; noisy && x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static String body(String type, byte[] bytes) {
        return "{\"file_type\": \"" + type + "\", \"file_data\": \""
                + Base64.getEncoder().encodeToString(bytes) + "\"}";
    }

    private static TestResponse put(String who, String path, String body) throws Exception {
        return server.send(who, "POST", path, body);
    }

    @Test
    void apiStoresShowsAndRemovesALogo() throws Exception {
        byte[] png = picture("png", 120, 60, false);
        String url = "/api/asset/net/62/logo";
        assertThat(server.send("", "GET", url, "").text()).contains("\"file_data\": null");

        TestResponse stored = put(ADMIN, url, body("image/png", png));

        assertThat(stored.status()).as(stored.text()).isEqualTo(201);
        assertThat(server.send("", "GET", url, "").text())
                .contains(Base64.getEncoder().encodeToString(png), "\"file_type\": \"image/png\"", "+00:00\"");
        String path = server.send("", "GET", "/api/net/62", "")
                .json()
                .get("data")
                .get(0)
                .get("logo")
                .stringValue();
        HttpResponse<byte[]> served = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(served.body()).isEqualTo(png);
        assertThat(served.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(served.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(served.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox");
        assertThat(server.send("", "GET", "/net/62", "").text()).contains("src=\"" + path + "\"");

        assertThat(server.send(ADMIN, "DELETE", url, "").status()).isEqualTo(204);
        assertThat(server.send(ADMIN, "DELETE", url, "").text()).contains("Asset does not exist");
        assertThat(server.send("", "GET", path, "").status()).isEqualTo(404);
    }

    @Test
    void invalidAndLargeImagesAreRefused() throws Exception {
        String url = "/api/asset/ix/19/logo";
        byte[] png = picture("png", 30, 30, false);

        assertThat(put(ADMIN, url, body("image/png", picture("png", 300, 74, true)))
                        .text())
                .contains("File size too big, max. 50 kb");
        assertThat(put(ADMIN, url, body("image/png", picture("png", 30, 76, false)))
                        .text())
                .contains("Image height too large. Maximum allowed: 75 pixels");
        assertThat(put(ADMIN, url, body("image/jpeg", png)).text())
                .contains("Declared file_type does not match actual file type. Expected: image/png");
        assertThat(put(ADMIN, url, body("image/gif", picture("gif", 30, 30, false)))
                        .text())
                .contains("Only PNG and JPEG are allowed");
        assertThat(put(ADMIN, url, body("image/svg+xml", "<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8)))
                        .text())
                .contains("Only PNG and JPEG are allowed");
        assertThat(put(ADMIN, url, body("image/png", Arrays.copyOf(png, 40))).text())
                .contains("Unable to process image");
        assertThat(put(ADMIN, url, "{\"file_type\": \"image/png\", \"file_data\": \"!\"}")
                        .text())
                .contains("Invalid base64 encoded data");
        assertThat(put(ADMIN, "/api/asset/net/999999/logo", body("image/png", png))
                        .text())
                .contains("Network with id 999999 not found");
        assertThat(put("", url, body("image/png", png)).status()).isEqualTo(403);
        assertThat(put("user:otheradmin/rw", url, body("image/png", png)).text())
                .contains("No write permissions to this entity");
        assertThat(server.send("", "GET", "/api/ix/19", "")
                        .json()
                        .get("data")
                        .get(0)
                        .get("logo")
                        .isNull())
                .isTrue();
    }

    @Test
    void formTakesPicturesAndNothingElse() throws Exception {
        PageClient admin = PageClient.signedIn(server, "scratchadmin");
        String word = admin.get("/fac/31/upload-logo").hidden("csrfmiddlewaretoken");

        assertThat(upload(admin, word, "logo.png", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(400);
        assertThat(upload(admin, word, "logo.png", picture("png", 400, 400, true)))
                .isEqualTo(400);
        assertThat(upload(admin, word, "logo.png", new byte[3 * 1024 * 1024])).isIn(400, 403, 413);
        assertThat(upload(admin, "wrong", "logo.png", picture("png", 40, 40, false)))
                .isEqualTo(403);
        assertThat(server.send("", "GET", "/fac/31", "").text()).doesNotContain("/logo/fac/31/");

        assertThat(upload(admin, word, "anything.exe", picture("jpg", 40, 140, false)))
                .isEqualTo(303);
        assertThat(server.send("", "GET", "/fac/31", "").text()).contains("/logo/fac/31/");
    }

    private static int upload(PageClient person, String word, String name, byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"csrfmiddlewaretoken\"\r\n\r\n" + word + "\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"" + name
                        + "\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(bytes);
        out.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/fac/31/upload-logo"))
                                    .header(
                                            "Cookie",
                                            "peerage_session="
                                                    + person.cookie("peerage_session")
                                                            .orElseThrow())
                                    .header("Content-Type", "multipart/form-data; boundary=b")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(out.toByteArray()))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (java.io.IOException closedBeforeAllWasSent) {
            return 413;
        }
    }

    private static void execute(Database database, String sql) throws Exception {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @Tag("slow")
    void logoUploadsFailLikeOtherWritesWithoutTheDatabase(@TempDir Path outbox) throws Exception {
        byte[] png = picture("png", 20, 20, false);
        byte[] other = picture("png", 30, 30, true);
        String url = "/api/asset/net/62/logo";
        try (PostgresServer postgres = PostgresServer.start("127.0.0.1");
                RunningServer away = RunningServer.start(Database.openUrl(postgres.newUrl()))) {
            assertThat(away.send(ADMIN, "POST", url, body("image/png", png)).status())
                    .isEqualTo(201);
            postgres.crash();

            for (TestResponse response : List.of(
                    away.send(ADMIN, "PUT", url, body("image/png", other)),
                    away.send(ADMIN, "DELETE", url, ""),
                    away.send("", "GET", url, ""))) {
                assertThat(response.status()).as(response.text()).isEqualTo(503);
                assertThat(response.header("Retry-After")).isEqualTo("5");
                assertThat(response.text()).contains("nothing was changed");
            }

            postgres.start();
            assertThat(away.send(ADMIN, "PUT", url, body("image/png", other)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void storageFailuresOfLogosAreReported(@TempDir Path place) throws Exception {
        byte[] png = picture("png", 20, 20, false);
        Database database = Database.openFolder(place);
        try (RunningServer broken = RunningServer.start(database)) {
            PageClient admin = PageClient.signedIn(broken, "scratchadmin");
            broken.send(ADMIN, "POST", "/api/asset/net/62/logo", body("image/png", png));
            String path = logoOf(broken).stringValue();
            assertThat(admin.get("/net/62/upload-logo").status()).isEqualTo(200);
            execute(database, "alter table logo rename to logo_away");

            TestResponse stored = broken.send(ADMIN, "POST", "/api/asset/net/62/logo", body("image/png", png));
            TestResponse shown = broken.send("", "GET", path, "");
            // The network has no logo any more; that its picture cannot be thrown away now is no failure.
            TestResponse removed = admin.post("/net/62/upload-logo", "remove", "yes");

            assertThat(stored.status()).as(stored.text()).isEqualTo(503);
            assertThat(stored.header("Retry-After")).isEqualTo("5");
            assertThat(shown.status()).isEqualTo(503);
            assertThat(shown.header("Retry-After")).isEqualTo("5");
            assertThat(removed.status()).as(removed.text()).isEqualTo(303);
            assertThat(logoOf(broken).isNull()).isTrue();
        }
    }

    private static JsonNode logoOf(RunningServer at) throws Exception {
        return at.send("", "GET", "/api/net/62", "").json().get("data").get(0).get("logo");
    }
}
