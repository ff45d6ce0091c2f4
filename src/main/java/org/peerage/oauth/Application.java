package org.peerage.oauth;

import java.util.List;

/**
 * A program or site that people may sign in to with their account here (docs/spec/identity.md §2).
 *
 * @param isPublic has no secret to keep, such as a page in the browser (RFC 6749 §2.1)
 * @param redirectUris where people are sent back to
 * @param postLogoutRedirectUris where people are sent after signing out there
 * @param allowedOrigins pages of these may read answers in a browser
 * @param skipsConsent staff vouch for it: people are not asked
 * @param version counts changes of what people consented to: name, redirects, owner
 * @param created seconds since the epoch
 */
public record Application(
        long id,
        String clientId,
        String name,
        Owner owner,
        boolean isPublic,
        List<String> redirectUris,
        List<String> postLogoutRedirectUris,
        List<String> allowedOrigins,
        boolean skipsConsent,
        int version,
        long created) {

    public Application {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        allowedOrigins = List.copyOf(allowedOrigins);
    }

    /** Whose application it is. */
    public sealed interface Owner {
        record UserOwner(long id) implements Owner {}

        record OrganizationOwner(long id) implements Owner {}
    }

    /** What people call it: its name, or the client id of one without. */
    public String title() {
        return name.isEmpty() ? clientId : name;
    }
}
