package org.peerage.web.staff;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.AccountDirectory;
import org.peerage.access.Caller;
import org.peerage.access.Callers;
import org.peerage.access.Namespace;
import org.peerage.access.StoredKey;
import org.peerage.access.UserAccount;

/**
 * Who holds grants: a user, or a key.
 *
 * @param subject as the audit names them
 * @param grants what can be edited: those in person
 * @param editable whether it has grants of its own; a user's key has its user's
 */
record Holder(
        String subject,
        String label,
        Map<Namespace, Integer> grants,
        boolean editable,
        Optional<Caller> caller,
        Optional<UserAccount> user,
        Optional<StoredKey> key) {

    /** The holder of that name: a username, or the prefix of a key. */
    static Optional<Holder> of(String name, AccountDirectory directory, Callers callers) {
        return directory.user(name).map(user -> of(user, callers)).or(() -> directory
                .key(name)
                .map(key -> of(key, callers)));
    }

    private static Holder of(UserAccount user, Callers callers) {
        return new Holder(
                "user:" + user.id(),
                "User " + user.username(),
                user.grants(),
                true,
                callers.ofUser(user.id()),
                Optional.of(user),
                Optional.empty());
    }

    private static Holder of(StoredKey key, Callers callers) {
        return switch (key.owner()) {
            case StoredKey.Owner.Organization(long id) ->
                new Holder(
                        "org:" + id,
                        "Key " + key.name() + " of organization " + id,
                        key.grants(),
                        key.status() != StoredKey.Status.REVOKED,
                        callers.ofKey(key),
                        Optional.empty(),
                        Optional.of(key));
            case StoredKey.Owner.User(long id) ->
                new Holder(
                        "user:" + id,
                        "Key " + key.name() + " of user " + id,
                        Map.of(),
                        false,
                        callers.ofKey(key),
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
