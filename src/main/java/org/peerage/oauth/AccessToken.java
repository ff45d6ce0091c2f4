package org.peerage.oauth;

import java.util.List;
import java.util.Set;

/**
 * What a token is worth.
 *
 * @param grant the sign-in at the application that it came from
 * @param amr how the person signed in (RFC 8176)
 * @param authTime when they did; seconds since the epoch, like the other times
 * @param allowedOrigins of the application
 */
public record AccessToken(
        long grant,
        long applicationId,
        String clientId,
        List<String> allowedOrigins,
        long userId,
        Set<Scope> scopes,
        List<String> amr,
        long authTime,
        long created,
        long expires) {

    public AccessToken {
        allowedOrigins = List.copyOf(allowedOrigins);
        scopes = Set.copyOf(scopes);
        amr = List.copyOf(amr);
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "token of user:" + userId + " for " + clientId;
    }
}
