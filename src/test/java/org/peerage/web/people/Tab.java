package org.peerage.web.people;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser's tab without a browser: keeps cookies, sends forms with the word of the last page, follows nothing. */
final class Tab {
    private static final Pattern WORD = Pattern.compile("name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"");

    private final String address;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private String word = "";

    Tab(String address) {
        this.address = address;
    }

    /** What came back. */
    record Page(int status, String text, String location, HttpResponse<String> response) {
        String hidden(String name) {
            Matcher found =
                    Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(text);
            if (!found.find()) {
                throw new AssertionError("no field " + name);
            }
            return found.group(1);
        }
    }

    Page get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path)).build());
    }

    /** Sends a form: names and values in turn. */
    Page post(String path, String... fields) throws IOException, InterruptedException {
        return postAs(word, path, fields);
    }

    Page postAs(String csrf, String path, String... fields) throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("csrfmiddlewaretoken=" + encoded(csrf));
        for (int i = 0; i < fields.length; i += 2) {
            body.append('&').append(fields[i]).append('=').append(encoded(fields[i + 1]));
        }
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private Page send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        Matcher found = WORD.matcher(response.body());
        if (found.find()) {
            word = found.group(1);
        }
        return new Page(
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Location").orElse(""),
                response);
    }

    Page signIn(String name, String password) throws IOException, InterruptedException {
        get("/account/login/");
        Page page = post("/account/login/", "username", name, "password", password);
        if (page.status() == 303 && !page.location().contains("second")) {
            get("/profile");
        }
        return page;
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    void setCookie(String name, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setPath("/");
        cookie.setDomain(URI.create(address).getHost());
        cookie.setVersion(0);
        cookies.getCookieStore().add(URI.create(address), cookie);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
