package org.peerage.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Whole copies of the embedded database: made while a server runs, and put where there is no database. */
public final class SqliteCopy {
    private SqliteCopy() {}

    /**
     * Writes a consistent copy to a new file, which appears when it is whole.
     *
     * @throws IOException where the file exists or cannot be written
     */
    public static void make(Database database, Path file) throws IOException, SQLException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists");
        }
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Files.deleteIfExists(part);
        PrivateFiles.createFile(part);
        try (Connection connection = database.source().getConnection();
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, part.toString());
            statement.execute();
            force(part);
            Files.move(part, whole);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Makes a copy the database of a folder that has none.
     *
     * @throws DatabaseUnusable where the copy is none of ours or damaged, or the folder holds a database
     */
    public static void restore(Path file, Path folder) throws IOException, SQLException, DatabaseUnusable {
        Path target = folder.resolve(Database.FILE);
        if (Files.exists(target)) {
            throw new DatabaseUnusable(
                    target + " exists: stop the server, move it away, and try again",
                    DatabaseUnusable.CANNOT_CREATE,
                    null);
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no backup " + file);
        }
        PrivateFiles.createFolder(folder);
        Path trial = Files.createTempDirectory(folder, "restore");
        try {
            Path copy = trial.resolve(Database.FILE);
            Files.copy(file, copy);
            check(file, trial);
            endLog(copy);
            force(copy);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteFolder(trial);
        }
    }

    private static void check(Path file, Path trial) throws SQLException, DatabaseUnusable {
        try (Database database = Database.openFolder(trial)) {
            if (!database.damage().isEmpty()) {
                throw new DatabaseUnusable("the backup " + file + " is damaged", DatabaseUnusable.BAD_DATA, null);
            }
        } catch (DatabaseUnusable unusable) {
            String words = String.valueOf(unusable.getMessage())
                    .replace(trial.resolve(Database.FILE).toString(), file.toString());
            throw new DatabaseUnusable(words, unusable.exitCode(), unusable);
        }
    }

    /** What is still in the write-ahead log goes into the file that is about to be moved. */
    private static void endLog(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(folder.resolve(Database.FILE + suffix));
        }
        Files.deleteIfExists(folder);
    }
}
