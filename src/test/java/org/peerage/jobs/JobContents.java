package org.peerage.jobs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.peerage.store.Database;

/** What jobs leave in a database, to be compared. */
final class JobContents {
    /** What tells of the work itself, and what a random number or the order of work decides. */
    private static final Set<String> OTHER_TABLES = Set.of(
            "job_lease",
            "job_run",
            "registry_head",
            "account_version",
            "account_change",
            "schema_history",
            "flyway_schema_history",
            "sqlite_sequence");

    private static final Set<String> OTHER_COLUMNS =
            Set.of("id", "version", "seq", "request_id", "thread", "kid", "jwk", "ticket_id", "number");

    /** States that are random. */
    private static final Set<String> OTHER_STATES = Set.of("session", "purged", "copy-keys");

    private JobContents() {}

    /** Rows that are missing, with a minus before them, and rows that are too much. */
    static List<String> differences(List<String> expected, List<String> found) {
        List<String> missing = new ArrayList<>(expected);
        found.forEach(missing::remove);
        List<String> more = new ArrayList<>(found);
        expected.forEach(more::remove);
        return Stream.concat(
                        missing.stream().map(row -> "-" + row), more.stream().map(row -> "+" + row))
                .toList();
    }

    /** All rows of all tables, but for what does not matter. */
    static List<String> of(Database database) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
                while (found.next()) {
                    tables.add(found.getString("TABLE_NAME"));
                }
            }
            for (String table : tables) {
                if (!OTHER_TABLES.contains(table.toLowerCase(Locale.ROOT))) {
                    try (ResultSet found = statement.executeQuery("select * from " + table)) {
                        while (found.next()) {
                            add(rows, table, found);
                        }
                    }
                }
            }
        }
        return rows.stream().sorted().toList();
    }

    private static void add(List<String> rows, String table, ResultSet found) throws SQLException {
        boolean isRandom = table.equals("peerage_state") && OTHER_STATES.contains(found.getString("name"));
        // That an import ran once more, which changed nothing, may be told.
        boolean isRun = table.equals("ixf_run") || table.equals("change_note");
        boolean isStateOfRun = table.equals("change")
                && found.getString("type").equals("ix")
                && found.getString("operation").equals("derive");
        if (!isRandom && !isRun && !isStateOfRun) {
            rows.add(table + " " + row(found));
        }
    }

    private static String row(ResultSet found) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
            String name = found.getMetaData().getColumnName(column).toLowerCase(Locale.ROOT);
            if (!OTHER_COLUMNS.contains(name)) {
                values.add(name + "=" + withoutTokens(String.valueOf(found.getString(column))));
            }
        }
        return String.join(" ", values);
    }

    /** Links that end mails have a random part. */
    private static String withoutTokens(String text) {
        return text.replaceAll("(/follow/stop/\\d+/[a-z]+/)[\\w.-]+", "$1");
    }
}
