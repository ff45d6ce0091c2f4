package org.peerage.access;

import java.sql.SQLException;

/** The database of accounts is broken or out of reach. */
public final class AccountStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccountStoreException(SQLException cause) {
        super("Accounts can't be read or written: " + cause.getMessage(), cause);
    }
}
