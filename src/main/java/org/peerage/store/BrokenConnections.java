package org.peerage.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Which connections to SQLite the pool lets go of after a failure: those whose transaction may have ended unnoticed. */
final class BrokenConnections implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return SqlErrors.isEndOfTransaction(failure)
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
