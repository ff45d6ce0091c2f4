package org.peerage.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Which connections to SQLite the pool lets go of after a failure: those whose transaction may have ended unnoticed, and
 * those on which none could begin, for somebody held the lock. Of these the driver believes that it began, so the next
 * one would be none: each of its statements would be committed by itself.
 */
final class BrokenConnections implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return SqlErrors.isEndOfTransaction(failure) || SqlErrors.isBusy(failure)
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
