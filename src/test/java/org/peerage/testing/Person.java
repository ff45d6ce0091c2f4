package org.peerage.testing;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who uses the pages without a browser: keeps cookies, and sends forms with the word they need. */
public final class Person {
    private static final Pattern WORD = Pattern.compile("name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"");

    private final HttpClient http;
    private final String address;
    private String word = "";

    private Person(String address) {
        this.address = address;
        this.http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Nobody in particular. */
    public static Person anonymous(RunningServer server) {
        return new Person(server.address());
    }

    /** A user of the recorded world, signed in. */
    public static Person signedIn(RunningServer server, String name) throws IOException, InterruptedException {
        Person person = new Person(server.address());
        person.get("/account/login/");
        RunningServer.Reply in = person.post("/account/login/", "username", name, "password", name + "-Passw0rd!");
        if (in.status() != 303) {
            throw new IllegalStateException(name + " can't sign in: " + in.status());
        }
        person.get("/profile");
        return person;
    }

    public RunningServer.Reply get(String path, String... headers) throws IOException, InterruptedException {
        RunningServer.Reply reply = send(request(path, headers).GET().build());
        Matcher found = WORD.matcher(reply.text());
        if (found.find()) {
            word = found.group(1);
        }
        return reply;
    }

    /** Sends a form, with the word; fields are names and values in turn. */
    public RunningServer.Reply post(String path, String... fields) throws IOException, InterruptedException {
        return postWithWord(word, path, fields);
    }

    public RunningServer.Reply postWithWord(String csrf, String path, String... fields)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("csrfmiddlewaretoken=" + encoded(csrf));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
        }
        return send(request(path, "Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private RunningServer.Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new RunningServer.Reply(response.statusCode(), headers, response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
