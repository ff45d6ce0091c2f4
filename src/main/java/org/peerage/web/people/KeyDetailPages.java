package org.peerage.web.people;

import static org.peerage.web.page.Texts.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.StoredKey;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** What a person's key was used for lately, and what of their rights it has. */
public final class KeyDetailPages {
    private static final int MAX_SHOWN = 200;

    private KeyDetailPages() {}

    /** The page of a key, or the change of what it may do. */
    static PageResponse answer(PageRequest request, UserAccount user) {
        Optional<StoredKey> key = request.services()
                .accounts()
                .current()
                .key(request.value("prefix"))
                .filter(known -> known.owner().equals(new StoredKey.Owner.UserOwner(user.id())));
        if (key.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        if (!request.isPost()) {
            return page(request, user, key.get());
        }
        KeyScope scope = chosen(request, user, key.get());
        if (isUnknown(request, scope)) {
            return new PageResponse.ForbiddenResponse(text("key.limit.unknown"));
        }
        if (request.services()
                .accounts()
                .change(store -> store.setKeyScope(key.get().prefix(), scope))) {
            LoginGuard.audit(request, user, "narrow key", key.get().prefix());
        }
        return new PageResponse.Redirect(
                "/profile/keys/details?prefix=" + key.get().prefix());
    }

    /** Organizations that are the person's own, and kinds that there are; all of either is no limit. */
    static KeyScope chosen(PageRequest request, UserAccount user) {
        Set<Long> organizations = request.values("organization").stream()
                .map(id -> IdParser.parse(id).orElse(0))
                .filter(user.organizations()::containsKey)
                .collect(Collectors.toSet());
        Set<String> kinds =
                request.values("kind").stream().filter(KeyScope.KINDS::contains).collect(Collectors.toSet());
        return new KeyScope(organizations, kinds);
    }

    /** Whether nothing is known of what was asked for: left out, it would be no limit. */
    static boolean isUnknown(PageRequest request, KeyScope chosen) {
        return (request.has("organization") && chosen.organizations().isEmpty())
                || (request.has("kind") && chosen.kinds().isEmpty());
    }

    /**
     * The same for a key that there is. Of organizations that it was narrowed to and the person has left the page shows none:
     * the key stays narrowed to them, else it would be for all.
     */
    private static KeyScope chosen(PageRequest request, UserAccount user, StoredKey key) {
        KeyScope chosen = chosen(request, user);
        if (!chosen.organizations().isEmpty()) {
            return chosen;
        }
        Set<Long> left = key.scope().organizations().stream()
                .filter(id -> !user.organizations().containsKey(id))
                .collect(Collectors.toSet());
        return new KeyScope(left, chosen.kinds());
    }

    /** The person's organizations by id, with their names. */
    static Map<String, String> organizations(PageRequest request, UserAccount user) {
        Map<String, String> organizations = new LinkedHashMap<>();
        for (long id : new TreeSet<>(user.organizations().keySet())) {
            Row row = request.snapshot().find(Org.TYPE, id);
            organizations.put(Long.toString(id), row == null ? Long.toString(id) : row.get(Org.NAME));
        }
        return organizations;
    }

    private static PageResponse page(PageRequest request, UserAccount user, StoredKey key) {
        return PageResponse.TemplateResponse.of(
                "people/key.jte",
                Map.of(
                        "shell",
                        request.frame(text("oauth.key.title", key.name())),
                        "key",
                        KeyView.of(request, key),
                        "organizations",
                        organizations(request, user),
                        "scope",
                        key.scope(),
                        "requests",
                        requests(request, key)));
    }

    /** A key's last requests as pages show them. */
    public static List<KeyRequestView> requests(PageRequest request, StoredKey key) {
        return request.services().keyActivity().of(key).stream()
                .limit(MAX_SHOWN)
                .map(known -> new KeyRequestView(
                        KeyView.time(known.at()), known.method(), known.path(), known.status(), known.ipAddress()))
                .toList();
    }
}
