package org.peerage.web.oauth;

import java.util.List;
import org.peerage.oauth.Application;
import org.peerage.oauth.ApplicationStore;
import org.peerage.web.page.PageRequest;
import org.peerage.web.people.KeyView;

/** An application as pages show it. @param secrets when each was made, and until when it is good */
public record ApplicationView(
        Application application, String owner, String ownerUrl, String created, List<SecretView> secrets) {

    /** A secret, without itself. @param expires empty: until it is replaced */
    public record SecretView(String created, String expires) {}

    /** An owner's, in order of id. */
    public static List<ApplicationView> of(PageRequest request, Application.Owner owner) {
        return request.services().identityProvider().applications().of(owner).stream()
                .map(application -> of(request, application))
                .toList();
    }

    static ApplicationView of(PageRequest request, Application application) {
        List<ApplicationStore.SecretInfo> secrets =
                request.services().identityProvider().applications().secretsOf(application);
        return new ApplicationView(
                application,
                ApplicationOwners.name(request, application),
                ApplicationOwners.url(application),
                KeyView.time(application.created()),
                secrets.stream()
                        .map(secret -> new SecretView(
                                KeyView.time(secret.created()),
                                secret.expires() == null ? "" : KeyView.time(secret.expires())))
                        .toList());
    }
}
