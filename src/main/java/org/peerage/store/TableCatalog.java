package org.peerage.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tables of a database, whatever migrations made them. */
final class TableCatalog {
    private static final String MIGRATIONS = "peerage_schema";

    /** Triggers fill it; it says nothing of another database. */
    private static final String ACCOUNT_CHANGES = "account_change";

    private TableCatalog() {}

    /** All tables with content of their own, each after those that its rows refer to. */
    static List<String> parentsFirst(Connection connection, Dialect dialect) throws SQLException {
        Set<String> names = names(connection, dialect);
        Map<String, Set<String>> parents = new HashMap<>();
        for (String name : names) {
            parents.put(name, parents(connection, name, dialect));
        }
        List<String> ordered = new ArrayList<>();
        while (ordered.size() < names.size()) {
            int before = ordered.size();
            for (String name : names) {
                Set<String> open = new TreeSet<>(parents.getOrDefault(name, Set.of()));
                open.retainAll(names);
                open.remove(name);
                ordered.forEach(open::remove);
                if (!ordered.contains(name) && open.isEmpty()) {
                    ordered.add(name);
                }
            }
            if (ordered.size() == before) {
                throw new SQLException("tables refer to each other in a circle");
            }
        }
        return ordered;
    }

    private static Set<String> names(Connection connection, Dialect dialect) throws SQLException {
        String sql = dialect == Dialect.SQLITE
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                : "SELECT table_name FROM information_schema.tables"
                        + " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";
        Set<String> names = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        names.remove(MIGRATIONS);
        names.remove(ACCOUNT_CHANGES);
        return names;
    }

    private static Set<String> parents(Connection connection, String table, Dialect dialect) throws SQLException {
        String sql = dialect == Dialect.SQLITE
                ? "SELECT \"table\" FROM pragma_foreign_key_list(?)"
                : "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = ?::regclass";
        Set<String> parents = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    parents.add(result.getString(1));
                }
            }
        }
        return parents;
    }

    /** New rows get numbers after those that were put in; SQLite sees to that itself. */
    static void continueNumbering(Connection connection, Dialect dialect, List<String> tables) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            return;
        }
        for (String table : tables) {
            String sql = "SELECT a.attname, pg_get_serial_sequence(?, a.attname) FROM pg_attribute a"
                    + " WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped"
                    + " AND pg_get_serial_sequence(?, a.attname) IS NOT NULL";
            Map<String, String> sequences = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, table);
                statement.setString(2, table);
                statement.setString(3, table);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        sequences.put(result.getString(1), result.getString(2));
                    }
                }
            }
            for (Map.Entry<String, String> sequence : sequences.entrySet()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT setval('" + sequence.getValue() + "', coalesce(max(" + sequence.getKey()
                            + "), 0) + 1, false) FROM " + table);
                }
            }
        }
    }
}
