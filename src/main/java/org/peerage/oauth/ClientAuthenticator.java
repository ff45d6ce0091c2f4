package org.peerage.oauth;

import static org.peerage.oauth.RequestValues.value;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which application asks: by {@code client_secret_basic}, {@code client_secret_post}, or as a public client by its id (RFC 6749 §2.3). */
final class ClientAuthenticator {
    private final ApplicationStore applications;

    ClientAuthenticator(ApplicationStore applications) {
        this.applications = applications;
    }

    /** Who asks; empty: it is nobody, or the secret is not right. */
    Optional<Application> authenticate(String authorization, Map<String, List<String>> parameters) {
        String clientId = value(parameters, "client_id");
        String secret = value(parameters, "client_secret");
        if (!authorization.isEmpty()) {
            try {
                ClientSecretBasic basic = ClientSecretBasic.parse(authorization);
                boolean other = !clientId.isEmpty()
                        && !clientId.equals(basic.getClientID().getValue());
                if (other || !secret.isEmpty()) {
                    return Optional.empty(); // one way only (RFC 6749 §2.3)
                }
                clientId = basic.getClientID().getValue();
                secret = basic.getClientSecret().getValue();
            } catch (ParseException | IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        }
        String given = secret;
        return clientId.isEmpty()
                ? Optional.empty()
                : applications
                        .byClientId(clientId)
                        .filter(client -> client.isPublic() ? given.isEmpty() : applications.isSecret(client, given));
    }
}
