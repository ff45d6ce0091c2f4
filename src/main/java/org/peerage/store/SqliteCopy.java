package org.peerage.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Whole copies of the embedded database: made while a server runs, and put where there is no database. */
public final class SqliteCopy {
    private static final String TRIAL = "restore-";

    private SqliteCopy() {}

    /**
     * Writes a consistent copy to a new file, which appears when it is whole.
     *
     * @throws IOException where the file exists or cannot be written
     */
    public static void create(Database database, Path file) throws IOException, SQLException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists");
        }
        PrivateFiles.write(file, part -> {
            try (Connection connection = database.source().getConnection();
                    PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, part.toString());
                statement.execute();
            }
        });
    }

    /** Makes a copy the database of a folder that has none. */
    public static void restore(Path file, Path folder) throws Exception {
        restore(file, file, folder, database -> {});
    }

    /** What is done to a database before it takes its place. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(Database database) throws Exception;
    }

    /**
     * Makes a database of a folder that has none; it appears when it is whole.
     *
     * @param copy the file that it begins as; null: it begins empty
     * @param name of the backup, for messages
     * @throws DatabaseUnusableException where the copy is none of ours or damaged, or the folder holds a database
     */
    public static void restore(@Nullable Path copy, Path name, Path folder, Preparation preparation) throws Exception {
        Path target = folder.resolve(Database.FILE);
        if (Files.exists(target)) {
            throw new DatabaseUnusableException(
                    target + " exists: stop the server, move it away, and try again",
                    DatabaseUnusableException.CANNOT_CREATE,
                    null);
        }
        if (!Files.isRegularFile(name)) {
            throw new IOException("there is no backup " + name);
        }
        PrivateFiles.createFolder(folder);
        removeTrials(folder);
        Path trial = Files.createTempDirectory(folder, TRIAL);
        try {
            Path made = trial.resolve(Database.FILE);
            if (copy != null) {
                Files.copy(copy, made);
            }
            fill(name, trial, preparation);
            endLog(made);
            PrivateFiles.force(made);
            HeadFile.of(target).delete();
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteFolder(trial);
        }
    }

    private static void fill(Path name, Path trial, Preparation preparation) throws Exception {
        try (Database database = Database.openFolder(trial)) {
            if (!database.damage().isEmpty()) {
                throw new DatabaseUnusableException(
                        "the backup " + name + " is damaged", DatabaseUnusableException.BAD_DATA, null);
            }
            preparation.prepare(database);
        } catch (DatabaseUnusableException unusable) {
            String message = String.valueOf(unusable.getMessage())
                    .replace(trial.resolve(Database.FILE).toString(), name.toString());
            throw new DatabaseUnusableException(message, unusable.exitCode(), unusable);
        }
    }

    /** What a restore left that was killed. */
    private static void removeTrials(Path folder) throws IOException {
        try (DirectoryStream<Path> trials = Files.newDirectoryStream(folder, TRIAL + "*")) {
            for (Path trial : trials) {
                deleteFolder(trial);
            }
        }
    }

    /** What is still in the write-ahead log goes into the file that is about to be moved. */
    private static void endLog(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static void deleteFolder(Path folder) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(folder.resolve(Database.FILE + suffix));
        }
        Files.deleteIfExists(folder);
    }
}
