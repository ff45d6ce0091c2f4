package org.peerage.store;

import java.util.Locale;

/** What is counted at the end of each day, in the order of {@code pdb_stats} (docs/spec/operations.md §3). */
public enum Statistic {
    USERS,
    FAC,
    IX,
    NET,
    ORG,
    CARRIER,
    CAMPUS,
    NETIXLAN,
    NETFAC,
    AUTOMATED_NETS;

    /** Its name in files and the database. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
