package org.peerage.access;

import java.util.List;
import org.peerage.access.rights.Permission;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;

/** A caller who writes. */
public record CallerAuthor(Caller caller) implements Author {
    @Override
    public String actor() {
        return caller.actor();
    }

    @Override
    public boolean may(AccessRight right, String namespace) {
        Permission permission =
                switch (right) {
                    case READ -> Permission.READ;
                    case UPDATE -> Permission.UPDATE;
                    case CREATE -> Permission.CREATE;
                    case DELETE -> Permission.DELETE;
                };
        return caller.may(permission, namespace);
    }

    @Override
    public List<String> emails() {
        return caller.emailsOrClaim();
    }

    @Override
    public boolean isPerson() {
        return caller.cameWithPassword();
    }

    @Override
    public boolean bypassesRules() {
        return caller.isSuperuser() && caller.cameWithPassword();
    }
}
