package org.peerage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.peerage.store.Database;
import org.sqlite.util.LibraryLoaderUtil;
import picocli.CommandLine.Command;

/**
 * {@code rehearse}: does what a server and other commands do first, in a folder that is thrown away. The launcher lets the
 * JVM watch, and keeps what it has learned, so that later starts are faster.
 */
@Command(name = "rehearse", hidden = true, description = "Run through a start, for the launcher.")
public final class AotTraining implements Callable<Integer> {
    private static final List<String> PATHS = List.of(
            "/api/net",
            "/api/net/1",
            "/api/net?asn=64500&depth=2",
            "/api/org?name__contains=a",
            "/api/ix?fields=id",
            "/api/netixlan?limit=1",
            "/api/fac?country=DE",
            "/api/changes?after=0",
            "/api/as_set",
            "/",
            "/net/1",
            "/api/net/1?depth=0&at=1",
            "/api/netixlan?ix_id=1&at=1",
            "/net/1?at=1",
            "/ix/1/changes");
    private static final int ROUNDS = 20;

    /** What the second version has more than the first: enough for what is done with many rows at once. */
    private static final int MORE_ROWS = 300;

    @Override
    public Integer call() throws Exception {
        unpackLibrary();
        Path folder = Files.createTempDirectory("peerage-rehearsal");
        try {
            ServeSettings settings = ServeSettings.unlimited().withMailFolder(folder.resolve("outbox"));
            try (Database database = Database.openFolder(folder)) {
                Demo.fill(database, settings);
                serve(settings, database, folder, 1); // writes the checkpoint that the next one reads
            }
            makePast(folder);
            try (Database database = Database.openFolder(folder)) {
                serve(settings, database, folder, ROUNDS);
            }
            int _ = Commands.run("doctor", "--data", folder.toString());
            int _ = Commands.run("org", "list", "--data", folder.toString());
            int _ = Commands.run("key", "list", "--data", folder.toString());
        } finally {
            delete(folder);
        }
        return 0;
    }

    /** Gives the registry a second version, so that it has a past. */
    static void makePast(Path folder) throws Exception {
        Path dump = folder.resolve("more.json");
        String row = "{\"id\": %d, \"name\": \"Rehearsed %1$d\", \"created\": \"2026-01-05T09:00:00Z\","
                + " \"updated\": \"2026-01-05T09:00:00Z\", \"status\": \"ok\"}";
        Files.writeString(
                dump,
                LongStream.rangeClosed(1, MORE_ROWS)
                        .mapToObj(row::formatted)
                        .collect(Collectors.joining(", ", "{\"org\": [", "]}")));
        int status =
                Commands.run("load", dump.toString(), "--as-of", Instant.now().toString(), "--data", folder.toString());
        Files.delete(dump);
        if (status != 0) {
            // Without a past the JVM would learn less, and nobody would know why states of the past are slow to come.
            throw new CommandException("the rehearsal has no past: its load was refused", status);
        }
    }

    /** SQLite's library, which its driver would otherwise unpack and compare at each start. */
    private static void unpackLibrary() throws IOException {
        String folder = System.getProperty("org.sqlite.lib.path");
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (folder != null && library != null && !Files.exists(Path.of(folder, name))) {
                Files.createDirectories(Path.of(folder));
                Path part = Files.createTempFile(Path.of(folder), name, ".part");
                Files.copy(library, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, Path.of(folder, name), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static void serve(ServeSettings settings, Database database, Path folder, int rounds) throws Exception {
        BackgroundServices companions = new BackgroundServices(Optional.of(folder), Optional.empty(), Optional.empty());
        try (Server server = Server.start(settings, database, companions)) {
            for (int i = 0; i < rounds; i++) {
                for (String path : PATHS) {
                    get(server.url() + path);
                }
            }
        }
    }

    private static void get(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (connection.getResponseCode() == HttpURLConnection.HTTP_OK) {
            connection.getInputStream().readAllBytes();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, java.io.IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
