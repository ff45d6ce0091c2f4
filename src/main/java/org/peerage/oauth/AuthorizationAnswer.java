package org.peerage.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an application is told, and where: by a redirect, or by a form that the browser sends (OAuth 2.0 Form Post Response
 * Mode §2).
 *
 * @param url of a redirect with all that is told, of a form without
 * @param fields of the form; empty: it is a redirect
 */
public record AuthorizationAnswer(String url, Map<String, String> fields) {
    public AuthorizationAnswer {
        fields = Map.copyOf(fields);
    }

    static AuthorizationAnswer of(AuthorizationResponse response) {
        if (!ResponseMode.FORM_POST.equals(response.getResponseMode())) {
            return new AuthorizationAnswer(response.toURI().toString(), Map.of());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        response.toParameters().forEach((name, values) -> fields.put(name, values.getFirst()));
        return new AuthorizationAnswer(response.getRedirectionURI().toString(), fields);
    }

    /** Whether the browser sends it as a form. */
    public boolean isForm() {
        return !fields.isEmpty();
    }
}
