package org.peerage.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.peerage.copies.CopySignature;
import org.peerage.sync.SyncSettings;
import picocli.CommandLine.Option;

/** How another registry is copied. */
final class SyncOptions {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(s|m|h|d|)");

    @Option(
            names = "--key",
            defaultValue = "${PEERAGE_SYNC_KEY:-}",
            description = "An API key of the other registry; better given as PEERAGE_SYNC_KEY.")
    private String key = "";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "Time between two looks, such as 5s or 10m (2s where the other is Peerage, else 60s).")
    private @Nullable String every;

    @Option(
            names = "--compare-every",
            paramLabel = "TIME",
            defaultValue = "24h",
            description = "Time between two comparisons of everything (${DEFAULT-VALUE}).")
    private String compareEvery = "24h";

    @Option(names = "--no-feed", description = "Ask what changed since, even where the other has a change feed.")
    private boolean noFeed;

    @Option(names = "--no-files", description = "Ask for rows, even where the other has files for copies.")
    private boolean noFiles;

    @Option(
            names = "--copy-key",
            paramLabel = "FILE",
            description =
                    "The public key that signs the other's files for copies, as PEM (the first one that is seen).")
    private @Nullable Path copyKey;

    @Option(names = "--adopt", description = "Replace rows that are here and come from elsewhere.")
    private boolean adopt;

    SyncSettings settings(String from) throws CommandException {
        String url = from.replaceAll("/+$", "").replaceAll("/api$", "");
        if (!url.matches("https?://[^/?#]+(/[^?#]*)?")) {
            throw new CommandException(
                    "not the address of a registry, such as https://peerage.example.net: " + from, 64);
        }
        return new SyncSettings(
                URI.create(url),
                key.isBlank() ? Optional.empty() : Optional.of(key.strip()),
                every == null ? Optional.empty() : Optional.of(length(every)),
                length(compareEvery),
                !noFeed,
                adopt,
                !noFiles,
                copyKey == null ? Optional.empty() : Optional.of(key(copyKey)));
    }

    private static String key(Path file) throws CommandException {
        try {
            return CopySignature.readKey(Files.readString(file))
                    .orElseThrow(() -> new CommandException(file + " is no public key (PEM, EC P-256)", 65));
        } catch (IOException unreadable) {
            throw new CommandException("cannot read " + file + ": " + ErrorMessages.of(unreadable), 66);
        }
    }

    private static Duration length(String text) throws CommandException {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches() || Long.parseLong(length.group(1)) == 0) {
            throw new CommandException("not a length of time, such as 60s, 10m, 24h: " + text, 64);
        }
        long count = Long.parseLong(length.group(1));
        return switch (length.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
