package org.peerage.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at an SQLite file before it is opened in earnest, for already the switch to WAL would change it. */
final class SqliteFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final String SCHEME = "jdbc:sqlite:";

    private SqliteFile() {}

    /** The path in a URL. */
    static String path(String url) {
        String rest = url.substring(SCHEME.length());
        int query = rest.indexOf('?');
        return query < 0 ? rest : rest.substring(0, query);
    }

    static void check(String url, String name) throws DatabaseUnusableException {
        Path file = Path.of(path(url));
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (magic.length == 0) {
                return;
            }
            if (!Arrays.equals(magic, MAGIC)) {
                throw new DatabaseUnusableException(
                        name + " is not a SQLite database", DatabaseUnusableException.BAD_DATA, null);
            }
        } catch (IOException e) {
            throw new DatabaseUnusableException(
                    "cannot read " + name + ": " + OpenErrors.reason(e), DatabaseUnusableException.CANNOT_CREATE, e);
        }
        try (Connection connection = DriverManager.getConnection(SCHEME + file)) {
            DatabaseSchema.checkOwner(connection, Dialect.SQLITE, name);
        } catch (SQLException e) {
            throw OpenErrors.unusable(name, e);
        }
    }

    /** What one of SQLite's own checks of the whole file finds; it takes a while. */
    static List<String> check(Connection connection, String pragma) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + pragma)) {
            while (result.next()) {
                if (!result.getString(1).equals("ok")) {
                    problems.add(result.getString(1));
                }
            }
        } catch (SQLException failure) {
            if (!SqlErrors.isCorruption(failure)) {
                throw failure;
            }
            problems.add(OpenErrors.reason(failure)); // too broken to be looked at
        }
        return problems;
    }
}
