package org.peerage.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an endpoint answers.
 *
 * @param json by key, in order; empty: no body
 * @param challenge of the header {@code WWW-Authenticate}; empty: none
 * @param allowedOrigins pages of these may read it in a browser
 * @param problem what is to be noted; empty: nothing
 */
public record EndpointResponse(
        int status,
        Map<String, Object> json,
        String challenge,
        List<String> allowedOrigins,
        Optional<EndpointProblem> problem) {

    public EndpointResponse {
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** What the operator, or the person, wants to know of. */
    public sealed interface EndpointProblem {
        /** Wrong credentials of an application, or a wrong token. */
        record WrongCredentials() implements EndpointProblem {}

        /** A code or refresh token came a second time. */
        record Replay(long user, String clientId) implements EndpointProblem {}
    }

    static EndpointResponse ok(Map<String, Object> json, List<String> origins) {
        return new EndpointResponse(200, json, "", origins, Optional.empty());
    }

    static EndpointResponse error(int status, String code, String description, List<String> origins) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("error", code);
        if (!description.isEmpty()) {
            json.put("error_description", description);
        }
        return new EndpointResponse(status, json, "", origins, Optional.empty());
    }

    EndpointResponse withChallenge(String text) {
        return new EndpointResponse(status, json, text, allowedOrigins, problem);
    }

    EndpointResponse noting(EndpointProblem noted) {
        return new EndpointResponse(status, json, challenge, allowedOrigins, Optional.of(noted));
    }
}
