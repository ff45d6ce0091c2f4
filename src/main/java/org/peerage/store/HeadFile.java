package org.peerage.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far an SQLite database is known to have come, in a small file beside it: should its write-ahead log lose its end,
 * nothing inside would tell (docs/decisions/0029). What was lost is written down beside it as well, until somebody takes
 * note. Two slots are written in turn, so that a torn write leaves the other.
 */
public final class HeadFile {
    private static final Logger LOG = LoggerFactory.getLogger(HeadFile.class);
    private static final int SLOT = 4096;
    private static final String FORMAT = "peerage-head";

    private final Path file;
    private final Path loss;

    private HeadFile(Path database) {
        file = database.resolveSibling(database.getFileName() + ".head");
        loss = database.resolveSibling(database.getFileName() + ".lost");
    }

    static HeadFile of(Path database) {
        return new HeadFile(database);
    }

    /**
     * A state that was durable.
     *
     * @param identity of the database
     * @param head the version of the registry
     * @param accounts the version of the accounts
     */
    public record Noted(String identity, long head, long accounts) {
        private boolean isBeyond(Noted other) {
            return head > other.head || accounts > other.accounts;
        }
    }

    /** Notes a state, unless a later one of the same database is noted already. It is on the disk when this returns. */
    public void note(Noted state) throws IOException {
        write(Optional.of(state));
    }

    private synchronized void write(Optional<Noted> state) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.createFile(file);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) { // other processes on the same file note theirs
            Optional<Slot> first = slot(channel, 0);
            Optional<Slot> second = slot(channel, 1);
            Optional<Slot> last = last(first, second);
            if (state.isEmpty()) {
                channel.truncate(0);
                channel.force(true);
                return;
            }
            Noted wanted = state.get();
            Noted known = last.map(Slot::noted)
                    .filter(noted -> noted.identity.equals(wanted.identity))
                    .orElse(new Noted(wanted.identity, -1, -1));
            if (!wanted.isBeyond(known)) {
                return;
            }
            Noted merged = new Noted(
                    wanted.identity, Math.max(wanted.head, known.head), Math.max(wanted.accounts, known.accounts));
            long number = last.map(Slot::number).orElse(0L) + 1;
            ByteBuffer text = ByteBuffer.wrap(text(merged, number).getBytes(StandardCharsets.US_ASCII));
            channel.write(text, number % 2 * SLOT);
            channel.force(false);
        }
    }

    private record Slot(long number, Noted noted) {}

    private static Optional<Slot> last(Optional<Slot> first, Optional<Slot> second) {
        if (first.isEmpty() || second.isEmpty()) {
            return first.or(() -> second);
        }
        return first.get().number > second.get().number ? first : second;
    }

    private static String text(Noted noted, long number) {
        String message = FORMAT + " " + number + " " + noted.identity + " " + noted.head + " " + noted.accounts + " ";
        return message + sum(message) + "\n";
    }

    private static long sum(String message) {
        CRC32 sum = new CRC32();
        sum.update(message.getBytes(StandardCharsets.US_ASCII));
        return sum.getValue();
    }

    private static Optional<Slot> slot(FileChannel channel, int place) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(512);
        channel.read(buffer, (long) place * SLOT);
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        String line = text.substring(0, end);
        String[] words = line.split(" ", -1);
        if (words.length != 6
                || !words[0].equals(FORMAT)
                || !words[5].equals(Long.toString(sum(line.substring(0, line.lastIndexOf(' ') + 1))))) {
            return Optional.empty();
        }
        return Optional.of(new Slot(
                Long.parseLong(words[1]), new Noted(words[2], Long.parseLong(words[3]), Long.parseLong(words[4]))));
    }

    private Optional<Noted> noted() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return last(slot(channel, 0), slot(channel, 1)).map(Slot::noted);
        }
    }

    /**
     * Compares a database that was just opened with what is noted of it. If it lacks what was durable, that is written
     * down, and its history gets another name: the versions that are missing will be given to other changes.
     */
    void check(Connection connection) throws SQLException {
        try {
            Optional<Noted> noted = noted(); // before the database is looked at, which others may write to
            if (noted.isEmpty()) {
                return;
            }
            Optional<String> identity = StateTable.find(connection, StateTable.IDENTITY);
            if (identity.isPresent() && !identity.get().equals(noted.get().identity)) {
                write(Optional.empty()); // it is of a database that was here before
                return;
            }
            Noted found = new Noted(
                    noted.get().identity,
                    number(connection, "SELECT version FROM registry_head"),
                    number(connection, "SELECT version FROM account_version"));
            if (noted.get().isBeyond(found)) {
                tell(noted.get(), found);
                StateTable.renewSession(connection);
                write(Optional.empty());
            }
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read or written: {}", file, unreadable.toString());
        }
    }

    private void tell(Noted noted, Noted found) throws IOException {
        String message = Instant.now() + " the last writes are lost: the registry had come to version " + noted.head
                + " and the accounts to " + noted.accounts + ", the database has " + found.head + " and "
                + found.accounts + "; its write-ahead log was damaged or taken away";
        LOG.error("{}: {}", file, message);
        if (!Files.exists(loss)) {
            PrivateFiles.createFile(loss);
        }
        try (FileChannel channel = FileChannel.open(loss, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /** What was found to be lost, the last time; empty: nothing, or somebody took note. */
    public Optional<String> lost() {
        try {
            return Files.exists(loss)
                    ? Files.readAllLines(loss).reversed().stream().findFirst()
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(loss + " says that writes were lost, and cannot be read: " + unreadable.getMessage());
        }
    }

    /** From now on nobody is told of the loss any more. */
    public void takeNote() throws IOException {
        Files.deleteIfExists(loss);
    }

    /** Another database takes the place of the one that this is about. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(loss);
    }
}
