package org.peerage.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who uses the pages without a browser: keeps cookies, and sends forms with the word of the last page. */
public final class PageClient {
    private static final Pattern WORD = Pattern.compile("name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"");

    private final URI address;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private String word = "";

    private PageClient(String url) {
        this.address = URI.create(url);
    }

    /** Nobody in particular. */
    public static PageClient anonymous(RunningServer server) {
        return new PageClient(server.url());
    }

    /** Nobody in particular, at a server of that address. */
    public static PageClient anonymous(String url) {
        return new PageClient(url);
    }

    /** A user of the recorded world, signed in. */
    public static PageClient signedIn(RunningServer server, String name) throws IOException, InterruptedException {
        PageClient person = new PageClient(server.url());
        RunningServer.TestResponse in = person.signIn(name, name + "-Passw0rd!");
        if (in.status() != 303) {
            throw new IllegalStateException(name + " can't sign in: " + in.status());
        }
        return person;
    }

    /** Signs in, or tries to; whoever has a second factor is asked for it then. */
    public RunningServer.TestResponse signIn(String name, String password) throws IOException, InterruptedException {
        get("/account/login/");
        RunningServer.TestResponse response = post("/account/login/", "username", name, "password", password);
        if (response.status() == 303 && !response.header("Location").contains("second")) {
            get("/profile");
        }
        return response;
    }

    public RunningServer.TestResponse get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    /** Sends a form, with the word; fields are names and values in turn. */
    public RunningServer.TestResponse post(String path, String... fields) throws IOException, InterruptedException {
        return postWithToken(word, path, fields);
    }

    public RunningServer.TestResponse postWithToken(String csrf, String path, String... fields)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("csrfmiddlewaretoken=" + encoded(csrf));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
        }
        return send(request(path, "Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    /** Sends a form, with the word, as a browser that calls itself like that. */
    public RunningServer.TestResponse postAs(String agent, String path, String... fields)
            throws IOException, InterruptedException {
        String[] all = new String[fields.length + 2];
        all[0] = "csrfmiddlewaretoken";
        all[1] = word;
        System.arraycopy(fields, 0, all, 2, fields.length);
        return postWithHeaders(path, new String[] {"User-Agent", agent}, all);
    }

    /** Sends a form as it is, with headers in turn as names and values, without the word. */
    public RunningServer.TestResponse postWithHeaders(String path, String[] headers, String... fields)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encoded(fields[i]))
                    .append('=')
                    .append(encoded(fields[i + 1]));
        }
        HttpRequest.Builder request = request(path, "Content-Type", "application/x-www-form-urlencoded");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    public Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    public void setCookie(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setDomain(address.getHost());
        cookie.setVersion(0);
        cookies.getCookieStore().add(address, cookie);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        path.startsWith("/") ? URI.create(address + path) : URI.create(path))
                .timeout(Duration.ofSeconds(20));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private RunningServer.TestResponse send(HttpRequest request) throws IOException, InterruptedException {
        RunningServer.TestResponse response =
                RunningServer.TestResponse.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        Matcher found = WORD.matcher(response.text());
        if (found.find()) {
            word = found.group(1);
        }
        return response;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
