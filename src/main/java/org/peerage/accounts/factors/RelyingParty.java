package org.peerage.accounts.factors;

/**
 * What passkeys are bound to.
 *
 * @param id the host's name
 * @param origin the address of the site as browsers see it, without a path
 */
public record RelyingParty(String id, String origin) {

    /** Passkeys need a name; addresses have none. */
    public boolean isUsable() {
        return id.chars().anyMatch(Character::isLetter) && id.indexOf(':') < 0;
    }
}
