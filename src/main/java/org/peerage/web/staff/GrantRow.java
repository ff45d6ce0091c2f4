package org.peerage.web.staff;


/** A grant in a table. */
public record GrantRow(String namespace, int bits) {
    public String permissions() {
        return PermissionWords.of(bits);
    }
}
