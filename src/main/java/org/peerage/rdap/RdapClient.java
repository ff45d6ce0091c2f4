package org.peerage.rdap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;
import org.peerage.trace.Tracing;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks an RDAP server. */
public final class RdapClient implements RdapService {
    private final RdapSettings settings;
    private final HttpClient http;

    private RdapClient(RdapSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    public static RdapClient of(RdapSettings settings) {
        return new RdapClient(settings);
    }

    @Override
    public RdapResult autnum(Asn asn) {
        return ask("autnum/" + asn);
    }

    @Override
    public RdapResult ip(IpPrefix prefix) {
        return ask("ip/" + prefix);
    }

    private RdapResult ask(String what) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(settings.server()).resolve(what))
                    .timeout(settings.timeout())
                    .build();
            HttpResponse<String> response = Tracing.fetch(
                    request.uri(),
                    () -> http.send(request, HttpResponse.BodyHandlers.ofString()),
                    HttpResponse::statusCode);
            if (response.statusCode() == 404) {
                return new RdapResult.NotAssigned();
            }
            if (response.statusCode() == 400) {
                return new RdapResult.RdapMalformed();
            }
            if (response.statusCode() != 200) {
                return new RdapResult.RdapUnavailable("status " + response.statusCode());
            }
            Set<String> emails = new HashSet<>();
            JsonNode body = JsonMapper.shared().readTree(response.body());
            collect(body, emails);
            return new RdapResult.AutnumRecord(body.path("name").asString(""), "", emails, "");
        } catch (IOException | JacksonException e) {
            return new RdapResult.RdapUnavailable(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RdapResult.RdapUnavailable("interrupted");
        }
    }

    private static void collect(JsonNode object, Set<String> emails) {
        for (JsonNode entity : object.path("entities")) {
            for (JsonNode property : entity.path("vcardArray").path(1)) {
                if (property.path(0).asString("").equals("email")) {
                    emails.add(property.path(3).asString("").toLowerCase(Locale.ROOT));
                }
            }
            collect(entity, emails);
        }
    }
}
