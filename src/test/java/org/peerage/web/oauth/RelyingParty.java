package org.peerage.web.oauth;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.testing.PageClient;
import org.peerage.testing.RunningServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An application that somebody registered by the pages, and what it asks the provider for. */
public final class RelyingParty {
    static final String CALLBACK = "https://portal.example.net/cb";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final Pattern CLIENT_ID = Pattern.compile("<code>([A-Za-z0-9]{40})</code>");
    private static final Pattern SECRET = Pattern.compile("<code id=\"secret\">([A-Za-z0-9]+)</code>");
    private static final Pattern ID = Pattern.compile("/oauth2/applications/([0-9]+)/");

    private final RunningServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    public final String clientId;
    public final String secret;
    final long id;

    private RelyingParty(RunningServer server, String clientId, String secret, long id) {
        this.server = server;
        this.clientId = clientId;
        this.secret = secret;
        this.id = id;
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String text) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        String error() {
            return json().path("error").asString();
        }
    }

    /** Registers one; further fields are names and values in turn. */
    public static RelyingParty register(RunningServer server, PageClient owner, String type, String... fields)
            throws IOException, InterruptedException {
        String[] all = new String[fields.length + 4];
        all[0] = "client_type";
        all[1] = type;
        all[2] = "redirect_uris";
        all[3] = CALLBACK;
        System.arraycopy(fields, 0, all, 4, fields.length);
        owner.get("/oauth2/applications/register/");
        RunningServer.TestResponse made = owner.post("/oauth2/applications/register/", withoutDoubles(all));
        String page = owner.get(made.header("Location")).text();
        Matcher secret = SECRET.matcher(page);
        return new RelyingParty(
                server,
                found(CLIENT_ID, page),
                secret.find() ? secret.group(1) : "",
                Long.parseLong(found(ID, made.header("Location"))));
    }

    private static String[] withoutDoubles(String... fields) {
        Map<String, String> last = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            last.put(fields[i], fields[i + 1]);
        }
        return last.entrySet().stream()
                .flatMap(field -> java.util.stream.Stream.of(field.getKey(), field.getValue()))
                .toArray(String[]::new);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** The address that people are sent to; further parameters are names and values in turn and win. */
    String authorizeUrl(String scope, String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("response_type", "code");
        all.put("client_id", clientId);
        all.put("redirect_uri", CALLBACK);
        all.put("scope", scope);
        all.put("state", "st-1");
        if (secret.isEmpty()) {
            all.put("code_challenge", challenge(VERIFIER));
            all.put("code_challenge_method", "S256");
        }
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        all.values().removeIf(String::isEmpty);
        return "/oauth2/authorize/?" + encoded(all);
    }

    private static String encoded(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    /** Where the person ends up who opens the address and allows what is asked. */
    String authorize(PageClient person, String url) throws IOException, InterruptedException {
        RunningServer.TestResponse page = person.get(url);
        if (page.status() == 302) {
            return page.header("Location");
        }
        if (page.status() != 200) {
            throw new AssertionError(page.status() + " " + page.text());
        }
        RunningServer.TestResponse allowed = answer(person, page, "allow");
        if (allowed.status() != 302) {
            throw new AssertionError(allowed.status() + " " + allowed.text());
        }
        return allowed.header("Location");
    }

    /** Presses a button of the consent page. */
    public static RunningServer.TestResponse answer(PageClient person, RunningServer.TestResponse page, String button)
            throws IOException, InterruptedException {
        Matcher hidden = Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
                .matcher(page.text());
        java.util.List<String> fields = new java.util.ArrayList<>();
        while (hidden.find()) {
            if (!hidden.group(1).equals("csrfmiddlewaretoken")) {
                fields.add(hidden.group(1));
                fields.add(hidden.group(2).replace("&amp;", "&"));
            }
        }
        fields.add(button);
        fields.add("true");
        return person.post("/oauth2/authorize/", fields.toArray(String[]::new));
    }

    static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    String code(PageClient person, String scope, String... parameters) throws IOException, InterruptedException {
        String url = authorize(person, authorizeUrl(scope, parameters));
        return java.util.Objects.requireNonNull(parameters(url).get("code"), url);
    }

    /** Exchanges a code as this application. */
    Answer exchange(String code, String... fields) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", CALLBACK);
        form.put("client_id", clientId);
        form.put("client_secret", secret);
        form.put("code_verifier", secret.isEmpty() ? VERIFIER : "");
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return post("/oauth2/token/", form);
    }

    Answer refresh(String token, String... fields) throws IOException, InterruptedException {
        return form("/oauth2/token/", "grant_type", "refresh_token", "refresh_token", token, fields);
    }

    /** Sends a form with this application's credentials. */
    Answer form(String path, String name, String value, String other, String otherValue, String... fields)
            throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put(name, value);
        form.put(other, otherValue);
        form.put("client_id", clientId);
        form.put("client_secret", secret);
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return post(path, form);
    }

    Answer post(String path, Map<String, String> form, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
        return send(request, headers);
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)), headers);
    }

    Answer bearer(String path, String token, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + token),
                headers);
    }

    Answer send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        Map<String, String> received = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> received.put(name, String.join(", ", values)));
        return new Answer(response.statusCode(), received, response.body());
    }
}
