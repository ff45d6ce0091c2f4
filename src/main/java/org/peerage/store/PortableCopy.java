package org.peerage.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole database, accounts and log too, as compressed lines of JSON, which either kind of database can be made from: a
 * line that says what it is, for each table a line with its columns and one for each row, and a checksum.
 */
public final class PortableCopy {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FORMAT = "peerage-backup";
    private static final int BATCH = 500;
    private static final int BUFFER = 1 << 16;

    private PortableCopy() {}

    /** Writes a new file from one moment of a database that is in use; it appears when it is whole. */
    public static void write(Database database, Path file) throws IOException, SQLException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists");
        }
        PrivateFiles.write(file, part -> {
            try (ReadSession session = ReadSession.open(database.source(), database.dialect());
                    BufferedWriter out = new BufferedWriter(
                            new OutputStreamWriter(
                                    new GZIPOutputStream(Files.newOutputStream(part), BUFFER), StandardCharsets.UTF_8),
                            BUFFER)) {
                write(session, database.dialect(), out);
            }
        });
    }

    private static void write(ReadSession session, Dialect dialect, Writer to) throws IOException, SQLException {
        Lines out = new Lines(to);
        ObjectNode header = JSON.createObjectNode().put(FORMAT, 1);
        header.put("version", session.head().version());
        ArrayNode schema = header.putArray("schema");
        DatabaseSchema.VERSIONS.forEach(schema::add);
        out.line(header);
        long rows = 0;
        for (String table : TableCatalog.parentsFirst(session.connection(), dialect)) {
            rows += writeTable(session.connection(), table, out);
        }
        out.end(rows);
    }

    private static long writeTable(Connection connection, String table, Lines out) throws IOException, SQLException {
        long rows = 0;
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + table)) {
            statement.setFetchSize(BATCH);
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                ObjectNode start = JSON.createObjectNode().put("table", table);
                ArrayNode names = start.putArray("columns");
                for (int i = 1; i <= columns; i++) {
                    names.add(result.getMetaData().getColumnName(i));
                }
                out.line(start);
                while (result.next()) {
                    ArrayNode row = JSON.createArrayNode();
                    for (int i = 1; i <= columns; i++) {
                        add(row, result.getObject(i));
                    }
                    out.line(row);
                    rows++;
                }
            }
        }
        return rows;
    }

    private static void add(ArrayNode row, @Nullable Object value) {
        switch (value) {
            case null -> row.addNull();
            case Integer number -> row.add(number.longValue());
            case Long number -> row.add(number);
            case Short number -> row.add(number.longValue());
            case Double number -> row.add(number);
            case Float number -> row.add(number.doubleValue());
            case Boolean flag -> row.add(flag);
            case byte[] bytes ->
                row.addObject().put("base64", Base64.getEncoder().encodeToString(bytes));
            default -> row.add(value.toString());
        }
    }

    /** Whether a file looks like one. */
    public static boolean isOne(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] magic = in.readNBytes(2);
            return magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
        }
    }

    /**
     * Fills the tables of an empty database within a transaction.
     *
     * @throws IOException where the file is none, is damaged, or is of a newer program: the transaction must not be
     *     committed
     */
    public static void read(Path file, RegistryStore.Transaction transaction, Dialect dialect)
            throws IOException, SQLException {
        Connection connection = transaction.connection();
        List<String> tables = TableCatalog.parentsFirst(connection, dialect);
        requireEmpty(connection);
        for (String table : tables.reversed()) {
            execute(connection, "DELETE FROM " + table);
        }
        MessageDigest hash = sha256();
        boolean whole = false;
        TableFiller filler = null;
        long rows = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), BUFFER), StandardCharsets.UTF_8))) {
            checkHeader(file, in.readLine(), hash);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = JSON.readTree(line);
                if (node.has("sha256")) {
                    whole = node.path("rows").longValue() == rows
                            && node.path("sha256")
                                    .stringValue()
                                    .equals(HexFormat.of().formatHex(hash.digest()));
                    break;
                }
                hash.update(line.getBytes(StandardCharsets.UTF_8));
                if (node.isObject()) {
                    finish(filler);
                    filler = TableFiller.of(connection, dialect, tables, node);
                } else if (filler != null) {
                    filler.add(node);
                    rows++;
                }
            }
            finish(filler);
        } catch (JacksonException broken) {
            throw new IOException("the backup " + file + " is damaged: " + broken.getOriginalMessage(), broken);
        }
        if (!whole) {
            throw new IOException("the backup " + file + " is damaged, or cut short");
        }
        execute(connection, "DELETE FROM account_change WHERE kind <> 'version'"); // nobody here knows an earlier state
        TableCatalog.continueNumbering(connection, dialect, tables);
    }

    private static void finish(@Nullable TableFiller filler) throws SQLException {
        if (filler != null) {
            filler.close();
        }
    }

    private static void checkHeader(Path file, @Nullable String line, MessageDigest hash) throws IOException {
        JsonNode header = line == null ? JSON.createObjectNode() : JSON.readTree(line);
        if (line == null || header.path(FORMAT).intValue() != 1) {
            throw new IOException(file + " is no backup of Peerage");
        }
        List<String> newer = new ArrayList<>();
        header.path("schema").forEach(version -> {
            if (!DatabaseSchema.VERSIONS.contains(version.stringValue())) {
                newer.add(version.stringValue());
            }
        });
        if (!newer.isEmpty()) {
            throw new IOException("the backup " + file + " is of a newer program, with schema version " + newer);
        }
        hash.update(line.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireEmpty(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT (SELECT max(version) FROM registry_head)"
                        + " + (SELECT count(*) FROM org) + (SELECT count(*) FROM user_account)")) {
            if (!result.next() || result.getLong(1) != 0) {
                throw new IOException("the database is not empty: a backup is restored into an empty one");
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Lines with a running checksum. */
    private static final class Lines {
        private final Writer out;
        private final MessageDigest hash = sha256();

        Lines(Writer out) {
            this.out = out;
        }

        void line(JsonNode node) throws IOException {
            String line = node.toString();
            hash.update(line.getBytes(StandardCharsets.UTF_8));
            out.write(line);
            out.write('\n');
        }

        void end(long rows) throws IOException {
            ObjectNode last = JSON.createObjectNode().put("rows", rows);
            last.put("sha256", HexFormat.of().formatHex(hash.digest()));
            out.write(last.toString());
            out.write('\n');
        }
    }
}
