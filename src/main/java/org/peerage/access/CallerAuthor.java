package org.peerage.access;

import java.util.List;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Right;

/** A caller who writes. */
public record CallerAuthor(Caller caller) implements Author {
    @Override
    public String actor() {
        return caller.actor();
    }

    @Override
    public boolean may(Right right, String namespace) {
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
    public boolean isUnbound() {
        return caller.isSuperuser() && caller.isSignedIn();
    }
}
