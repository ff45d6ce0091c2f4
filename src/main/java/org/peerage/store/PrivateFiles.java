package org.peerage.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with hashes of keys and passwords, or with contacts that are not public: for their owner alone to read. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a folder, and those above it, unless it exists. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, mode(folder, "rwx------"));
    }

    /** Makes an empty file. */
    public static void createFile(Path file) throws IOException {
        Files.createFile(file, mode(file, "rw-------"));
    }

    /** Fills a file. */
    @FunctionalInterface
    public interface FileContents<E extends Exception> {
        void writeTo(Path file) throws IOException, E;
    }

    /** Writes a file that appears when it is whole and on the disk; {@code how} says what becomes of one that is there. */
    public static <E extends Exception> void write(Path file, FileContents<E> contents, CopyOption... how)
            throws IOException, E {
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            createFile(part);
            contents.writeTo(part);
            force(part);
            Files.move(part, whole, how);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Writes what a file holds to the disk. */
    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
