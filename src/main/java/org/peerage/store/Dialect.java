package org.peerage.store;

/** What differs between the databases. */
public enum Dialect {
    SQLITE("sqlite"),
    POSTGRESQL("postgresql");

    private final String folder;

    Dialect(String folder) {
        this.folder = folder;
    }

    static Dialect of(String jdbcUrl) {
        return jdbcUrl.startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }

    /** Where the migrations are on the class path. */
    String migrations() {
        return "classpath:db/migration/" + folder;
    }

    /** Whether a text has another one in it, the other in quotes: a condition that indexes of the migrations have as well. */
    String contains(String column, String quoted) {
        return (this == SQLITE ? "instr(" : "strpos(") + column + ", " + quoted + ") > 0";
    }

    /** The statement that locks the head and makes its version the next one. */
    String nextVersion() {
        return "UPDATE registry_head SET version = version + 1, changed_at = ? RETURNING version";
    }
}
