package org.peerage.web.staff;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.AccountDirectory;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.registry.types.Org;
import org.peerage.web.page.Texts;

/**
 * Who holds grants: a user, or a key.
 *
 * @param subject as the audit names them
 * @param grants what can be edited: those in person
 * @param editable whether it has grants of its own; a user's key has its user's
 */
record GrantHolder(
        String subject,
        String label,
        Map<Namespace, Integer> grants,
        boolean editable,
        Optional<Caller> caller,
        Optional<UserAccount> user,
        Optional<StoredKey> key) {

    /** The holder of that name: a username, or the prefix of a key. */
    static Optional<GrantHolder> of(String name, ActorNames names, Authenticator authenticator) {
        AccountDirectory directory = names.directory();
        return directory.user(name).map(user -> of(user, authenticator)).or(() -> directory
                .key(name)
                .map(key -> of(key, names.owner(key), authenticator)));
    }

    private static GrantHolder of(UserAccount user, Authenticator authenticator) {
        return new GrantHolder(
                "user:" + user.id(),
                Texts.text("staff.user.title", user.username()),
                user.grants(),
                true,
                authenticator.ofUser(user.id()),
                Optional.of(user),
                Optional.empty());
    }

    private static GrantHolder of(StoredKey key, String owner, Authenticator authenticator) {
        return switch (key.owner()) {
            case StoredKey.Owner.OrganizationOwner(long id) ->
                new GrantHolder(
                        Org.TYPE.reference(id),
                        Texts.text("staff.actor.orgKey", key.name(), owner),
                        key.grants(),
                        key.status() != StoredKey.KeyStatus.REVOKED,
                        authenticator.ofKey(key),
                        Optional.empty(),
                        Optional.of(key));
            case StoredKey.Owner.UserOwner(long id) ->
                new GrantHolder(
                        "user:" + id,
                        Texts.text("staff.actor.orgKey", key.name(), owner),
                        Map.of(),
                        false,
                        authenticator.ofKey(key),
                        Optional.empty(),
                        Optional.of(key));
        };
    }

    /** The grants in order, for a table. */
    List<GrantRow> rows() {
        return grants.entrySet().stream()
                .map(grant -> new GrantRow(grant.getKey().text(), grant.getValue()))
                .sorted((a, b) -> a.namespace().compareTo(b.namespace()))
                .toList();
    }
}
