package org.peerage.access.changes;

import java.util.Optional;
import org.peerage.access.AccountDirectory;
import org.peerage.access.LoggedActor;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;

/** Who did something, as an organization's people know them: a member, a key by its name, staff. */
public record OrganizationActors(AccountDirectory accounts, long organization) {

    /** What an actor of the log is. */
    public enum ActorKind {
        PERSON,
        KEY,
        STAFF,
        IMPORT,
        OTHER
    }

    /**
     * An actor.
     *
     * @param name of the person or key; of others, as the log has it
     */
    public record NamedActor(ActorKind kind, String name) {}

    public NamedActor of(String actor) {
        return switch (LoggedActor.parse(actor)) {
            case LoggedActor.User(long id) -> person(actor, accounts.user(id));
            case LoggedActor.Key(String prefix, boolean isPersonal) -> key(actor, prefix);
            case LoggedActor.Other(String name) ->
                new NamedActor(name.equals(LoggedActor.IMPORTER) ? ActorKind.IMPORT : ActorKind.OTHER, name);
        };
    }

    private NamedActor person(String actor, Optional<UserAccount> user) {
        if (user.isEmpty()) {
            return new NamedActor(ActorKind.OTHER, actor);
        }
        boolean isStaff = user.get().superuser() && !user.get().organizations().containsKey(organization);
        return isStaff
                ? new NamedActor(ActorKind.STAFF, "staff")
                : new NamedActor(ActorKind.PERSON, user.get().username());
    }

    private NamedActor key(String actor, String prefix) {
        return accounts.key(prefix)
                .map(key -> switch (key.owner()) {
                    case StoredKey.Owner.OrganizationOwner(long owner) ->
                        new NamedActor(ActorKind.KEY, key.name().isEmpty() ? prefix : key.name());
                    case StoredKey.Owner.UserOwner(long owner) -> {
                        NamedActor person = person(actor, accounts.user(owner));
                        yield person.kind == ActorKind.PERSON
                                ? new NamedActor(ActorKind.KEY, person.name + ": " + key.name())
                                : person;
                    }
                })
                .orElse(new NamedActor(ActorKind.OTHER, actor));
    }
}
