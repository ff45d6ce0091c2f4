package org.peerage.accounts.people;

/**
 * A browser that a person signed in with.
 *
 * @param id names it in lists; not the secret, from which it is made
 * @param csrf the word that forms of this session carry
 * @param created seconds since the epoch, like the other times
 * @param confirmed when the person last showed that it is them, by password or passkey
 * @param amr how the session was opened, words of RFC 8176 parted by blanks; empty: not known
 */
public record Session(
        String id,
        long userId,
        String csrf,
        long created,
        long lastUsed,
        long expires,
        String ipAddress,
        String agent,
        long confirmed,
        String amr) {

    /** Names no secret. */
    @Override
    public String toString() {
        return "session of user:" + userId;
    }
}
