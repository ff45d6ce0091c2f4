package org.peerage.web.staff;

import org.peerage.access.rights.Permission;
import org.peerage.i18n.Messages;

/** A grant in a table. */
public record GrantRow(String namespace, int bits) {
    public String permissions() {
        return Permission.describe(Messages.current(), bits);
    }
}
