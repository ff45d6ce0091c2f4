package org.peerage.web.staff;

import java.util.Optional;
import org.peerage.access.AccountDirectory;
import org.peerage.access.LoggedActor;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.Texts;

/** Who the log of changes means. */
record ActorNames(AccountDirectory directory, Snapshot snapshot) {
    static ActorNames of(StaffRequest staff) {
        return new ActorNames(
                staff.services().accounts().current(), staff.request().snapshot());
    }

    /** The name for people. */
    String name(String actor) {
        LoggedActor who = LoggedActor.parse(actor);
        return directory
                .personBehind(who)
                .map(UserAccount::username)
                .map(name -> who instanceof LoggedActor.Key(String prefix, boolean isPersonal) && isPersonal
                        ? Texts.text("staff.actor.userKey", name, prefix)
                        : name)
                .or(() -> directory.keyOf(who).map(key -> Texts.text("staff.actor.orgKey", key.name(), owner(key))))
                .orElse(actor);
    }

    /** Where to read about them; empty: nowhere. */
    String link(String actor) {
        return directory
                .personBehind(LoggedActor.parse(actor))
                .map(user -> "/staff/users/" + user.id())
                .orElse("");
    }

    /** Where to write to; empty: nobody knows. */
    Optional<String> email(String actor) {
        return directory.emailOfActor(actor);
    }

    /** Whose key it is, by name. */
    String owner(StoredKey key) {
        return switch (key.owner()) {
            case StoredKey.Owner.UserOwner(long id) ->
                directory.user(id).map(UserAccount::username).orElse("user:" + id);
            case StoredKey.Owner.OrganizationOwner(long id) -> {
                Row organization = snapshot.find(Org.TYPE, id);
                yield organization == null ? Org.TYPE.reference(id) : organization.get(Org.NAME);
            }
        };
    }
}
