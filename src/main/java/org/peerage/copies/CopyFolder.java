package org.peerage.copies;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.schema.ParseResult;
import org.peerage.store.PrivateFiles;

/** The folder of files for copies, and which addresses they have. A file appears when it is whole. */
public final class CopyFolder {
    static final String SIGNED = "notification.jose";
    static final String PLAIN = "notification.json";
    static final String KEY = "key.pem";
    static final String SQLITE = "peerage.sqlite";
    static final String CSV = "peerage.csv.zip";
    static final String ADDRESS = "/copies/public/";
    private static final String PURGES = "purges";
    private static final String PART = ".part";

    /** Whoever has just read a list still finds what it names. */
    private static final Duration GRACE = Duration.ofHours(1);

    private static final Pattern IMMUTABLE = Pattern.compile(
            "/copies/public/([0-9a-f-]{36}/(?:snapshot\\.\\d+|delta\\.\\d+-\\d+)\\.[0-9a-f]{16}\\.jsonl\\.(?:gz|zst))");
    private static final Set<String> DOWNLOADS = Set.of("/" + SQLITE + ".gz", "/" + SQLITE + ".zst", "/" + CSV);

    private final Path folder;
    private final Path view;

    public CopyFolder(Path folder) {
        this.folder = folder;
        this.view = folder.resolve("public");
    }

    /** What a file is, for those who keep it between here and its readers. */
    public enum FileKind {
        /** Never another one under its name. */
        IMMUTABLE,
        /** Replaced each minute. */
        NOTIFICATION,
        /** Replaced each hour or day. */
        DOWNLOAD
    }

    /** A file that an address stands for; it need not exist. */
    public record CopyFile(Path path, FileKind kind) {}

    /** Whether an address is of a file here, whatever it is called. */
    public static boolean isAddress(String path) {
        return path.startsWith("/copies/") || DOWNLOADS.contains(path);
    }

    /** The file of an address; empty where there is none of the name. */
    public Optional<CopyFile> find(String address) {
        Matcher immutable = IMMUTABLE.matcher(address);
        if (immutable.matches()) {
            return Optional.of(new CopyFile(view.resolve(immutable.group(1)), FileKind.IMMUTABLE));
        }
        return switch (address) {
            case "/copies/" + KEY -> Optional.of(new CopyFile(folder.resolve(KEY), FileKind.NOTIFICATION));
            case ADDRESS + SIGNED -> Optional.of(new CopyFile(view.resolve(SIGNED), FileKind.NOTIFICATION));
            case ADDRESS + PLAIN -> Optional.of(new CopyFile(view.resolve(PLAIN), FileKind.NOTIFICATION));
            default ->
                DOWNLOADS.contains(address)
                        ? Optional.of(new CopyFile(folder.resolve(address.substring(1)), FileKind.DOWNLOAD))
                        : Optional.empty();
        };
    }

    Path root() {
        return folder;
    }

    Path file(String url) {
        return view.resolve(url);
    }

    /** The list that was published last; empty where there is none that can be read. */
    Optional<CopyNotification> notification() throws IOException {
        try {
            return CopyNotification.parse(Files.readString(view.resolve(PLAIN)))
                            instanceof ParseResult.Value<CopyNotification>(CopyNotification known)
                    ? Optional.of(known)
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** The signed form of it comes last: it is what copies read. */
    void publish(String plain, String signed, String key) throws IOException {
        put(folder.resolve(KEY), key);
        put(view.resolve(PLAIN), plain);
        put(view.resolve(SIGNED), signed);
    }

    private static void put(Path file, String text) throws IOException {
        Path part = part(file);
        Files.writeString(part, text, StandardCharsets.UTF_8);
        move(part, file);
    }

    /** Where a file is written until it is whole. */
    static Path part(Path file) throws IOException {
        PrivateFiles.createFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        return file.resolveSibling(file.getFileName() + PART);
    }

    /** Makes a file that is whole appear, as made at a time by which it will be old one day. */
    static void finish(Path part, Path file, Instant now) throws IOException {
        Files.setLastModifiedTime(part, FileTime.from(now));
        move(part, file);
    }

    /** It is on the disk before its name is. */
    private static void move(Path part, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** From now on nobody is told of the file; it stays for a while. */
    void supersede(String url, Instant now) throws IOException {
        if (Files.exists(file(url))) {
            Files.setLastModifiedTime(file(url), FileTime.from(now));
        }
    }

    /** The files that a list names. */
    static Set<String> named(CopyNotification.SnapshotEntry whole, List<CopyNotification.DeltaEntry> deltas) {
        return Stream.concat(
                        Stream.of(whole.gzip().url(), whole.zstd().url()),
                        deltas.stream().map(delta -> delta.file().url()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes files out at once, and folders that are empty then. */
    void remove(List<String> urls) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (String url : urls) {
            Files.deleteIfExists(file(url));
            folders.add(Objects.requireNonNull(file(url).getParent()));
        }
        for (Path session : folders) {
            if (list(session).isEmpty()) {
                Files.deleteIfExists(session);
            }
        }
    }

    /** All files but these, of any session; what is being written does not count. */
    List<String> allBut(Set<String> kept) throws IOException {
        return urls().stream()
                .filter(url -> !kept.contains(url) && !url.endsWith(PART))
                .toList();
    }

    /** What no list names: of another session at once, else after a while. */
    List<String> outdated(CopyNotification list, Instant now) throws IOException {
        Set<String> kept = named(list.snapshot(), list.deltas());
        List<String> outdated = new ArrayList<>();
        for (String url : urls()) {
            boolean ended = !url.startsWith(list.session() + "/");
            boolean old =
                    Files.getLastModifiedTime(file(url)).toInstant().plus(GRACE).isBefore(now);
            if (!kept.contains(url) && (ended || old)) {
                outdated.add(url);
            }
        }
        return outdated;
    }

    private List<String> urls() throws IOException {
        List<String> urls = new ArrayList<>();
        for (Path session : list(view)) {
            if (Files.isDirectory(session)) {
                list(session).forEach(file -> urls.add(session.getFileName() + "/" + file.getFileName()));
            }
        }
        return urls;
    }

    /** Addresses that caches have not been told to forget yet, though their files are gone. */
    List<String> purges() throws IOException {
        Path file = folder.resolve(PURGES);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Adds to {@link #purges}. */
    void notePurges(List<String> addresses) throws IOException {
        Set<String> all = new LinkedHashSet<>(purges());
        if (all.addAll(addresses)) {
            keepPurges(List.copyOf(all));
        }
    }

    /** Leaves only these. */
    void keepPurges(List<String> addresses) throws IOException {
        if (addresses.isEmpty()) {
            Files.deleteIfExists(folder.resolve(PURGES));
        } else {
            put(folder.resolve(PURGES), String.join("\n", addresses) + "\n");
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
