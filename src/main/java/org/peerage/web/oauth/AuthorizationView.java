package org.peerage.web.oauth;

import java.util.List;
import org.peerage.access.UserAccount;
import org.peerage.web.page.PageRequest;
import org.peerage.web.people.KeyView;

/**
 * An application that a person let in, as pages show it.
 *
 * @param scopes what it learns, in words
 */
public record AuthorizationView(
        long id, String name, String owner, String ownerUrl, List<String> scopes, String firstUsed, String lastUsed) {

    /** A person's, the last used first. */
    public static List<AuthorizationView> of(PageRequest request, UserAccount user) {
        return request.services().identityProvider().tokens().authorizationsOf(user.id()).stream()
                .map(authorization -> new AuthorizationView(
                        authorization.application().id(),
                        authorization.application().title(),
                        ApplicationOwners.name(request, authorization.application()),
                        ApplicationOwners.url(authorization.application()),
                        authorization.scopes().stream()
                                .sorted()
                                .map(AuthorizePages::words)
                                .toList(),
                        KeyView.time(authorization.firstUsed()),
                        KeyView.time(authorization.lastUsed())))
                .toList();
    }
}
